"""What a machine can be ready for, and that a promise it cannot keep is refused."""

from __future__ import annotations

from pathlib import Path

import pytest

from lmtools.errors import UsageError
from lmtools.serving.sizing import (
    LEAST_SHARE,
    Machine,
    free_megabytes,
    most_people,
    size_for,
    this_machine,
)

ROOMY = Machine(memory=24_000, cores=2, handles=20_000, disk=50_000)
SMALL = Machine(memory=1_600, cores=2, handles=20_000, disk=50_000)


def test_a_roomy_machine_has_figures_of_their_own_for_all() -> None:
    size = size_for(150, ROOMY, forked=True)
    assert size.for_all
    assert size.kernels >= 150
    assert size.ready == 150


def test_where_memory_is_short_half_of_the_kernels_at_most_stand_ready() -> None:
    size = size_for(most_people(SMALL, forked=True), SMALL, forked=True)
    assert 1 <= size.ready <= size.kernels / 2


def test_ordinary_kernels_are_fewer_and_the_rest_wait() -> None:
    size = size_for(150, Machine(12_000, 2, 20_000, 50_000), forked=False)
    assert not size.for_all
    assert 150 * LEAST_SHARE <= size.kernels < 150


@pytest.mark.parametrize("forked", [True, False])
@pytest.mark.parametrize("machine", [ROOMY, SMALL, Machine(4_000, 4, 1_024, 500)])
def test_the_most_that_can_be_kept_is_kept_and_one_more_is_refused(machine: Machine, forked: bool) -> None:
    most = most_people(machine, forked=forked)
    assert size_for(most, machine, forked=forked).people == most
    with pytest.raises(UsageError) as refused:
        size_for(most + 1, machine, forked=forked)
    assert str(most) in str(refused.value)


def test_a_promise_that_is_too_large_for_the_memory_says_what_can_be_kept_and_what_to_do() -> None:
    with pytest.raises(UsageError) as refused:
        size_for(2000, SMALL, forked=True)
    told = str(refused.value)
    assert f"har plass til {most_people(SMALL, forked=True)} deltakere" in told
    assert "1600 MB ledig minne" in told
    assert "--database" in told


def test_what_no_machine_can_keep_alone_is_for_several() -> None:
    with pytest.raises(UsageError, match="flere maskiner som bruker samme database"):
        size_for(6000, Machine(500_000, 64, 10**6, 10**6), forked=True)


def test_few_open_files_are_named_as_what_is_in_the_way() -> None:
    with pytest.raises(UsageError, match="ulimit"):
        size_for(400, Machine(24_000, 2, 1_024, 50_000), forked=True)


def test_too_little_memory_for_anything_says_so() -> None:
    with pytest.raises(UsageError, match="for lite ledig minne"):
        size_for(1, Machine(500, 2, 20_000, 50_000), forked=True)


def test_a_full_disk_stops_the_start() -> None:
    with pytest.raises(UsageError, match="Disken er nesten full"):
        size_for(20, Machine(24_000, 2, 20_000, 20), forked=True)


def test_a_container_has_no_more_than_its_own_limit(tmp_path: Path) -> None:
    limit, used, cache = 600 * 2**20, 250 * 2**20, 50 * 2**20
    (tmp_path / "memory.max").write_text(f"{limit}\n")
    (tmp_path / "memory.current").write_text(f"{used}\n")
    (tmp_path / "memory.stat").write_text(f"anon 1\ninactive_file {cache}\n")
    assert free_megabytes(tmp_path) == 400
    (tmp_path / "memory.max").write_text("max\n")
    assert free_megabytes(tmp_path) == pytest.approx(free_megabytes(tmp_path / "none"), rel=0.2)


def test_this_machine_is_looked_at_also_before_its_data_folder_is_made(tmp_path: Path) -> None:
    machine = this_machine(tmp_path / "not" / "yet")
    assert machine.memory > 0
    assert machine.cores >= 1
    assert machine.handles > 0
    assert machine.disk > 0

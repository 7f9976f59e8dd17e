"""Own averages of published figures: right when they are given, and refused when they would tell."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from lmtools.domain.figures import Level, Status
from lmtools.errors import UsageError
from lmtools.settings import Settings
from lmtools.survey import Released, import_files, open_released
from tests.unit.survey.test_real_files import FOLDER

Make = Callable[..., dict[str, str]]
Write = Callable[..., Path]
Door = Callable[..., Released]
SCHOOL = "999901004"


def test_an_average_weighs_by_respondents_and_its_deviation_counts_within_and_between(
    row: Make, export_csv: Write, door: Door
) -> None:
    rows = [
        row(Trinnnavn="9. trinn", Score="3,0", Standardavvik="1,0", AntallBesvart="30"),
        row(AntallBesvart="90"),
    ]
    found = door(export_csv(*rows)).pooled("Trivsel", units=SCHOOL, years=[2025], grades=["9", "10"])
    assert (found.status, found.n) == (Status.PUBLISHED, 120)
    assert found.mean == pytest.approx((30 * 3.0 + 90 * 4.1) / 120)
    between = 30 * (3.0 - found.mean) ** 2 + 90 * (4.1 - found.mean) ** 2
    assert found.sd == pytest.approx(np.sqrt((29 * 1.0 + 89 * 0.64 + between) / 119))


@pytest.mark.parametrize("cells", [{"AntallBesvart": "6"}, {"Score": "*"}, {"AntallBesvart": ""}])
def test_an_average_is_refused_when_a_part_is_hidden_or_has_no_respondents(
    row: Make, export_csv: Write, door: Door, cells: dict[str, str]
) -> None:
    released = door(export_csv(row(), row(cells, Trinnnavn="9. trinn")))
    found = released.pooled("Trivsel", units=SCHOOL, years=[2025], grades=["9", "10"])
    assert (found.status, found.mean, found.n) == (Status.SUPPRESSED, None, None)
    missing = released.pooled("Trivsel", units=SCHOOL, years=[2025], grades=["8", "10"])
    assert missing.status is Status.SUPPRESSED


def test_an_average_of_the_siblings_beside_their_total_is_refused(
    row: Make, export_csv: Write, door: Door
) -> None:
    sizes = {"Alle trinn": "260", "8. trinn": "*", "9. trinn": "*", "10. trinn": "100"}
    released = door(export_csv(*(row(Trinnnavn=g, AntallBesvart=n) for g, n in sizes.items())))
    assert released.figure("Trivsel", unit=SCHOOL, year=2025, grade="10").status is Status.PUBLISHED
    assert released.figure("Trivsel", unit=SCHOOL, year=2025).status is Status.PUBLISHED
    assert released.pooled("Trivsel", units=SCHOOL, years=[2025], grades=["10"]).status is Status.SUPPRESSED


def test_the_same_pupils_are_not_counted_twice(row: Make, export_csv: Write, door: Door) -> None:
    released = door(export_csv(row(), row(Trinnnavn="Alle trinn")))
    for grades in (["all", "10"], ["10", "10"], []):
        with pytest.raises(UsageError):
            released.pooled("Trivsel", units=SCHOOL, years=[2025], grades=grades)


@pytest.mark.skipif(not FOLDER.is_dir(), reason="Udir's own files are not on this machine")
def test_no_average_on_the_real_files_tells_a_hidden_figure(tmp_path: Path) -> None:
    settings = Settings(data_dir=tmp_path)
    names = ("mobbing", "deltakelse")
    import_files([FOLDER / f"elevundersokelsen_vgo_{name}.json" for name in names], settings=settings)
    released = open_released(settings)
    (school,) = released.units(Level.SCHOOL)
    grades = [grade for grade in released.grades(school) if grade != "all"]
    tried = 0
    for index in (*released.indicators(school), *released.questions("Mobbing på skolen")):
        for size in range(1, len(grades) + 1):
            for chosen in itertools.combinations(grades, size):
                for years in ([2021], [2024, 2025], list(released.years)):
                    cells = [
                        released.figure(index, unit=school, year=y, grade=g) for y in years for g in chosen
                    ]
                    found = released.pooled(index, units=school, years=years, grades=chosen)
                    hidden = any(cell.status is not Status.PUBLISHED for cell in cells)
                    assert not (hidden and found.status is Status.PUBLISHED)
                    tried += 1
    assert tried > 60

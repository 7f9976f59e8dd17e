"""What has been shown stays known: second imports, few changes, and stricter rules."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow.parquet as pq
import pytest

from lmtools.domain.figures import Status
from lmtools.errors import LmtoolsError
from lmtools.settings import Settings
from lmtools.survey import ImportReport, Released, import_files, open_released
from lmtools.survey.counting import count_pupils
from lmtools.survey.ledger import FILE, Change, Ledger, compare
from lmtools.survey.linked import Limits, protect_system
from lmtools.survey.linked_system import LinkedSystem, Pattern
from lmtools.survey.policy import load_policy
from lmtools.survey.reading import open_source, read
from lmtools.survey.storage import current_version
from lmtools.survey.trouble import Trouble

SCHOOL = "999901004"
MAPPING: dict[str, Any] = {
    "school": SCHOOL,
    "school_name": "Fjordvik skole",
    "year": 2025,
    "columns": {"grade": "Trinn", "gender": "Kjønn"},
    "answers": {str(k): k for k in range(1, 6)},
    "indicators": [
        {"code": "trives", "name": "Trives", "columns": ["Trives"]},
        {"code": "trygg", "name": "Trygg", "columns": ["Trygg"]},
    ],
}
Rows = list[list[str]]
Bring = Callable[..., ImportReport]


def pupils(size: int = 30, *, grades: Iterable[str] = ("8", "9")) -> Rows:
    return [
        [f"{grade}. trinn", gender, str(1 + i % 5), str(1 + i * 2 % 5)]
        for grade in grades
        for gender in ("Jente", "Gutt")
        for i in range(size)
    ]


@pytest.fixture
def write(tmp_path: Path) -> Callable[[Rows], Path]:
    def run(rows: Rows) -> Path:
        path = tmp_path / "egen.csv"
        lines = [["Trinn", "Kjønn", "Trives", "Trygg"], *rows]
        path.write_text("\n".join(";".join(cells) for cells in lines) + "\n", encoding="utf-8")
        return path

    return run


@pytest.fixture
def bring(settings: Settings, write: Callable[[Rows], Path]) -> Bring:
    def run(rows: Rows, where: Settings = settings) -> ImportReport:
        report = import_files([write(rows)], settings=where, mapping=MAPPING)
        assert report.problems == ()
        return report

    return run


def n(released: Released, code: str = "trives", *, grade: str = "all", gender: str = "all") -> int | None:
    return released.figure(code, unit=SCHOOL, year=2025, grade=grade, gender=gender).n


def ledger_rows(settings: Settings) -> list[dict[str, Any]]:
    folder = settings.released_dir
    rows: list[dict[str, Any]] = pq.read_table(folder / current_version(folder) / FILE).to_pylist()
    return rows


OLD = {"n": 40.0, "value": 3.0, "sd": 1.4, "s1": 20.0, "s2": 20.0, "s3": 20.0, "s4": 20.0, "s5": 20.0}


@pytest.mark.parametrize(
    ("changes", "change"),
    [
        ({}, Change.NONE),
        ({"n": 41.0}, Change.FEW),
        ({"n": 49.0}, Change.FEW),
        ({"n": 50.0}, Change.MANY),
        ({"n": 0.0}, Change.MANY),
        ({"s1": 22.5, "s2": 17.5}, Change.FEW),  # one moved
        ({"s1": 0.0, "s5": 40.0}, Change.FEW),  # eight moved
        ({"s1": 0.0, "s2": 10.0, "s5": 50.0}, Change.MANY),  # twelve moved
        ({"sd": 1.3}, Change.FEW),
        ({"value": 3.1}, Change.FEW),
    ],
)
def test_a_change_is_few_until_so_many_pupils_are_behind_it_as_the_policy_asks(
    changes: dict[str, float], change: Change
) -> None:
    assert compare(OLD, {**OLD, **changes}, 10) is change


def test_a_change_is_few_when_hidden_answers_leave_it_in_doubt() -> None:
    old = {"n": 40.0, "value": 3.0, "sd": 1.4}
    assert compare(old, {**OLD, "value": 3.5}, 10) is Change.FEW
    assert compare(old, {**OLD, "value": 4.5}, 10) is Change.MANY


def test_the_change_of_a_share_is_counted_in_pupils() -> None:
    old = {"n": 100.0, "value": 10.0}
    assert compare(old, {**old, "value": 19.0}, 10) is Change.FEW
    assert compare(old, {**old, "value": 25.0}, 10) is Change.MANY


def test_the_earlier_figures_stand_when_two_pupils_are_added_and_the_import_says_so(
    bring: Bring, settings: Settings
) -> None:
    bring(pupils())
    report = bring([*pupils(), ["8. trinn", "Jente", "1", "1"], ["8. trinn", "Jente", "2", "2"]])
    assert n(open_released(settings)) == 120
    (warning,) = report.warnings
    assert "uendret for 2 spørsmål" in warning.what
    assert "Færre enn 10 svar" in warning.what
    assert "Fjordvik skole" in warning.what
    assert warning.next.startswith("Vent til minst 10 elever")


def test_only_the_questions_that_few_have_answered_anew_stand(bring: Bring, settings: Settings) -> None:
    rows = pupils()
    bring(rows)
    changed = [[*cells[:2], str(6 - int(cells[2])), cells[3]] for cells in rows]
    changed[0][3] = "5"
    report = bring(changed)
    assert "uendret for 1 spørsmål" in report.warnings[0].what
    first = open_released(settings).figure("trygg", unit=SCHOOL, year=2025, grade="8", gender="girls")
    assert first.n == 30


def test_a_change_of_many_pupils_is_released(bring: Bring, settings: Settings) -> None:
    bring(pupils(30))
    report = bring(pupils(45))
    assert report.warnings == ()
    assert n(open_released(settings)) == 180


def test_one_small_step_after_the_other_is_judged_by_all_that_was_shown(
    bring: Bring, settings: Settings
) -> None:
    bring(pupils(30))
    bring(pupils(45))
    report = bring(pupils(32))
    assert len(report.warnings) == 1
    assert n(open_released(settings)) == 180
    assert {row["n"] for row in ledger_rows(settings) if row["grade"] == "all" == row["gender"]} == {120, 180}


def test_a_grade_that_is_no_longer_in_the_file_goes_with_its_question(
    bring: Bring, settings: Settings
) -> None:
    bring(pupils(grades=("8", "9", "10")))
    bring(pupils(grades=("8", "9")))
    released = open_released(settings)
    assert n(released) == 120
    assert released.figure("trives", unit=SCHOOL, year=2025, grade="10").status is Status.ABSENT


def test_the_ledger_holds_what_the_app_shows_and_nothing_more(bring: Bring, settings: Settings) -> None:
    rows = pupils()
    rows[0][2] = rows[1][2] = "1"
    bring([*rows, *[["10. trinn", "Jente", "3", "3"]] * 4])
    released = open_released(settings)
    kept = ledger_rows(settings)
    assert len(kept) > 10
    for row in kept:
        figure = released.figure(
            row["question"], unit=row["unit"], year=row["year"], grade=row["grade"], gender=row["gender"]
        )
        assert (row["n"], row["value"], row["sd"]) == (figure.n, figure.mean, figure.sd)
        assert tuple(row[f"s{k}"] for k in range(1, 6)) == (figure.shares or (None,) * 5)


def test_the_ledger_outlives_an_import_of_something_else(
    bring: Bring, settings: Settings, row: Callable[..., dict[str, str]], export_csv: Callable[..., Path]
) -> None:
    bring(pupils())
    before = ledger_rows(settings)
    assert import_files([export_csv(row())], settings=settings).ok
    assert ledger_rows(settings) == before


def test_figures_from_before_there_was_a_ledger_are_known_too(bring: Bring, settings: Settings) -> None:
    bring(pupils())
    folder = settings.released_dir
    (folder / current_version(folder) / FILE).unlink()
    assert len(bring(pupils(32)).warnings) == 1


def test_nothing_is_imported_when_the_ledger_cannot_be_read(bring: Bring, settings: Settings) -> None:
    bring(pupils())
    folder = settings.released_dir
    (folder / current_version(folder) / FILE).write_bytes(b"ikke parquet")
    with pytest.raises(LmtoolsError, match="sikkerhetskopi"):
        bring(pupils())


def test_a_stricter_policy_hides_what_is_out_and_says_that_it_is(
    bring: Bring, settings: Settings, write: Callable[[Rows], Path], tmp_path: Path
) -> None:
    bring(pupils(15))
    assert n(open_released(settings), grade="8", gender="girls") == 15
    strict = tmp_path / "regler.toml"
    strict.write_text('preset = "udir"\n')
    later = Settings(data_dir=settings.data_dir, policy_file=strict)
    bring(pupils(15), later)
    assert n(open_released(settings), grade="8", gender="girls") is None
    known = Ledger({("trives", SCHOOL, 2025): {("8", "girls"): (_numbers(settings, "8", "girls"),)}})
    policy = load_policy(strict)
    source = open_source(write(pupils(15)), policy.limits, Trouble("x"))
    reading = read(source, MAPPING, Trouble("x"))
    assert reading.pupils is not None
    assert count_pupils(reading.pupils, policy).record.hidden["ledger"] == 0
    assert count_pupils(reading.pupils, policy, known).record.hidden["ledger"] == 1


def _numbers(settings: Settings, grade: str, gender: str) -> dict[str, float]:
    (row,) = (
        row
        for row in ledger_rows(settings)
        if (row["question"], row["grade"], row["gender"]) == ("trives", grade, gender)
    )
    return {name: row[name] for name in ("n", "value", "sd", "s1", "s2", "s3", "s4", "s5")}


def test_a_stricter_policy_reaches_figures_that_are_not_imported_again(
    bring: Bring,
    settings: Settings,
    tmp_path: Path,
    row: Callable[..., dict[str, str]],
    export_csv: Callable[..., Path],
) -> None:
    bring(pupils(15))
    strict = tmp_path / "regler.toml"
    strict.write_text('preset = "udir"\n')
    later = Settings(data_dir=settings.data_dir, policy_file=strict)
    assert import_files([export_csv(row())], settings=later).ok
    assert n(open_released(settings), grade="8", gender="girls") is None
    assert n(open_released(settings)) == 60


def test_what_is_out_is_reckoned_with_when_the_rest_is_protected() -> None:
    leaves = (("8", "boys"), ("8", "girls"))
    whole = LinkedSystem(leaves, np.array([[1, 6, 6, 6, 6], [9, 6, 6, 6, 6]]), np.arange(1, 6))
    limits = Limits(minimum=10, smallest=3, concentrated=2, insiders=True, least=10)
    fresh = protect_system(whole, limits)
    assert not fresh.pattern.options.all()
    known = Pattern.nothing(*whole.totals.shape)
    # The girls' answers are out, and so is everybody's: the boys' follow whatever is hidden now.
    known.groups[[1, 2]] = True
    known.options[[1, 2]] = True
    late = protect_system(whole, limits, known=known)
    assert late.lost > 0
    assert fresh.lost == 0

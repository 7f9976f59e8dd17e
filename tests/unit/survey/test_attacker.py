"""Clicking through every view of a school's own survey, and failing to work out what is hidden."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from lmtools.domain.figures import Figure, Status
from lmtools.settings import Settings
from lmtools.survey import Released, counting, import_files, open_released
from lmtools.survey.linked import Limits, Protected
from lmtools.survey.linked_system import LinkedSystem, Pattern
from lmtools.survey.prices import Prices
from lmtools.survey.schema import Ints, Mask
from tests.unit.survey.attacker import Attacker, Cell, Seen, click, questions

SAMPLE = Path(__file__).parents[3] / "data" / "samples" / "egen-puls-2025.csv"
SCHOOL = "999901004"
HEADER = ["År", "Trinn", "Kjønn", "Trives", "Venner", "Trygg", "Mobbet"]
MAPPING: dict[str, Any] = {
    "school": SCHOOL,
    "school_name": "Fjordvik skole",
    "columns": {"year": "År", "grade": "Trinn", "gender": "Kjønn"},
    "answers": {str(k): k for k in range(1, 6)},
    "indicators": [
        {"code": "miljo", "name": "Miljø", "columns": ["Trives", "Venner"]},
        {"code": "trygg", "name": "Trygg", "columns": ["Trygg"]},
        {
            "code": "mobbet",
            "name": "Mobbet",
            "columns": ["Mobbet"],
            "answers": ["ja", "nei"],
            "counts": ["ja"],
        },
    ],
}
SIZES = {"8 Jente": 24, "8 Gutt": 21, "9 Jente": 7, "9 Gutt": 29, "10 Jente": 32, "10 Gutt": 18}
Rows = list[list[str]]
Bring = Callable[..., Released]


def pupils(seed: int, year: int = 2025, **more: int) -> Rows:
    """Invented answers, most of them high; `more` gives pupils of a gender that is not said, by grade."""
    made = random.Random(seed)
    groups = {**SIZES, **{f"{grade.removeprefix('g')} ": size for grade, size in more.items()}}
    rows = []
    for group, size in groups.items():
        grade, gender = group.split(" ")
        for _ in range(size):
            answers = [str(made.choices(range(1, 6), (1, 2, 4, 8, 8))[0]) for _ in range(3)]
            bullied = made.choices(["ja", "nei"], (1, 9))[0]
            rows.append([f"{year}-{year - 1999}", f"{grade}. trinn", gender, *answers, bullied])
    return rows


@pytest.fixture
def bring(tmp_path: Path, settings: Settings) -> Bring:
    """Import rows as one file, and open what was released."""

    def run(rows: Rows) -> Released:
        path = tmp_path / "egen.csv"
        path.write_text("\n".join(";".join(cells) for cells in [HEADER, *rows]) + "\n", encoding="utf-8")
        report = import_files([path], settings=settings, mapping=MAPPING)
        assert report.problems == ()
        return open_released(settings)

    return run


def attack(days: Sequence[Released], year: int, *, rest: bool = False) -> tuple[dict[Cell, int], int]:
    """Attack each linked system with what was shown on some days: what was recovered, of how much."""
    found: dict[Cell, int] = {}
    hidden = 0
    unit = days[-1].units()[0].key
    for indicator, parts in questions(days[-1], unit):
        attacker = Attacker(rest=rest)
        for asked in parts or (indicator,):
            for released in days:
                attacker.look(asked.code, click(released, asked.code, unit, year))
        if parts:
            attacker.index([part.code for part in parts], click(days[-1], indicator.code, unit, year))
        hidden += len(attacker.hidden())
        found |= attacker.recover()
    return found, hidden


def test_nothing_hidden_in_the_sample_schools_survey_can_be_worked_out(settings: Settings) -> None:
    assert import_files([SAMPLE], settings=settings).ok
    found, hidden = attack([open_released(settings)], 2025)
    assert hidden > 100
    assert found == {}


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_nothing_hidden_in_an_invented_school_can_be_worked_out(bring: Bring, seed: int) -> None:
    found, hidden = attack([bring(pupils(seed))], 2025)
    assert hidden > 50
    assert found == {}


def test_pupils_who_do_not_say_their_gender_cannot_be_worked_out(bring: Bring) -> None:
    found, _ = attack([bring(pupils(4, g8=1, g10=3))], 2025, rest=True)
    assert found == {}


def test_the_attacker_works_out_hidden_answers_when_only_the_threshold_hides(
    bring: Bring, monkeypatch: pytest.MonkeyPatch
) -> None:
    def threshold_only(system: LinkedSystem, limits: Limits, **_: object) -> Protected:
        groups = system.respondents >= limits.minimum
        few = (system.totals > 0) & (system.totals < limits.smallest)
        groups &= ~(system.share & few.any(axis=1))
        return Protected(Pattern(groups, ~few & groups[:, None], groups))

    monkeypatch.setattr(counting, "protect_system", threshold_only)
    found, _ = attack([bring(pupils(1))], 2025)
    assert len(found) > 20
    assert any(answer is None for *_, answer in found), "numbers of respondents"
    assert any(answer is not None for *_, answer in found), "answers"


def test_the_attacker_works_out_hidden_answers_when_means_and_deviations_are_forgotten(
    bring: Bring, monkeypatch: pytest.MonkeyPatch
) -> None:
    def counts_only(prices: Prices, group: int, change: Ints) -> tuple[Mask, Mask, Mask]:
        answers, mean, deviation = original(prices, group, change)
        return answers, np.zeros_like(mean), np.zeros_like(deviation)

    original = Prices._noticed
    monkeypatch.setattr(Prices, "_noticed", counts_only)
    found, _ = attack([bring(pupils(1))], 2025)
    assert found


def test_a_year_more_and_what_changed_since_tell_no_more(bring: Bring) -> None:
    released = bring([*pupils(5, 2024), *pupils(6, 2025)])
    attacker = Attacker()
    for year in (2024, 2025):
        attacker.look(f"trygg {year}", click(released, "trygg", SCHOOL, year))
    old, new = (click(released, "trygg", SCHOOL, year) for year in (2024, 2025))
    pooled = 0
    for key in old:
        pooled += _add_change(attacker, key, old[key], new[key])
    assert pooled > 3
    assert attacker.recover() == {}


def _add_change(attacker: Attacker, key: tuple[str, str], old: Figure, new: Figure) -> int:
    """What a shown change and a pooled mean say: no more than the two means they are made of."""
    if old.mean is None or new.mean is None or not old.n or not new.n:
        return 0
    first, last = (
        sum(k * x for k, x in enumerate(attacker.totals(f"trygg {year}", key), start=1))
        for year in (2024, 2025)
    )
    room = 2 * old.n * new.n
    attacker.near(20 * (old.n * last - new.n * first), 20 * old.n * new.n * (new.mean - old.mean), room)
    pooled = round((old.mean * old.n + new.mean * new.n) / (old.n + new.n), 1)
    attacker.near(20 * (first + last), 20 * pooled * (old.n + new.n), 2 * (old.n + new.n))
    return 1


def test_a_second_import_with_two_pupils_more_tells_nothing_of_them(bring: Bring, settings: Settings) -> None:
    rows = pupils(7)
    first = _remembered(bring(rows))
    second = bring([*rows, *[["2025-26", "8. trinn", "Jente", "1", "1", "1", "ja"]] * 2])
    assert click(first, "trygg", SCHOOL, 2025) == click(second, "trygg", SCHOOL, 2025)
    assert attack([first, second], 2025)[0] == {}


def test_a_second_import_of_the_same_answers_shows_the_same(bring: Bring) -> None:
    rows = pupils(8)
    first = _remembered(bring(rows))
    second = bring(rows)
    for code in ("miljo", "miljo-trives", "trygg", "mobbet"):
        assert click(first, code, SCHOOL, 2025) == click(second, code, SCHOOL, 2025)


def test_many_new_pupils_are_shown_and_neither_day_can_be_worked_out(bring: Bring) -> None:
    rows, more = pupils(9), pupils(10)
    first = _remembered(bring(rows))
    second = bring([*rows, *more, *pupils(11)])
    assert click(second, "trygg", SCHOOL, 2025)["all", "all"].n == 3 * sum(SIZES.values())
    assert attack([first], 2025)[0] == {}
    assert attack([second], 2025)[0] == {}
    for indicator in ("trygg", "miljo", "mobbet"):
        _check_steps(click(first, indicator, SCHOOL, 2025), click(second, indicator, SCHOOL, 2025))


def _check_steps(first: Seen, second: Seen) -> None:
    for key, old in first.items():
        new = second[key]
        if old.status is Status.PUBLISHED and new.status is Status.PUBLISHED and old.n != new.n:
            assert abs((old.n or 0) - (new.n or 0)) >= 10


def _remembered(released: Released) -> Released:
    """Read now, because the next import replaces the folder."""
    assert not released.empty
    return released


def test_a_stricter_policy_on_the_same_answers_gives_nothing_new_away(
    bring: Bring, settings: Settings, tmp_path: Path
) -> None:
    rows = pupils(12)
    first = _remembered(bring(rows))
    policy = tmp_path / "regler.toml"
    policy.write_text('preset = "udir"\n')
    object.__setattr__(settings, "policy_file", policy)
    second = bring(rows)
    shown = [
        sum(f.n is not None for f in click(day, "trygg", SCHOOL, 2025).values()) for day in (first, second)
    ]
    assert shown[1] < shown[0]
    assert attack([first, second], 2025)[0] == {}

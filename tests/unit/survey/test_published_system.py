"""What stands beside a hidden number does not tell it: rows, families, and the whole linked system."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lmtools.domain.figures import Status
from lmtools.settings import Settings
from lmtools.survey import Released, import_files, open_released, release, repair, storage
from lmtools.survey.answer_bounds import bounds, surely_wide
from lmtools.survey.answers import needed_width
from lmtools.survey.closing import Closed
from lmtools.survey.published_system import Attack, attack
from lmtools.survey.released_facts import facts_of
from tests.unit.survey.test_real_files import FOLDER

Make = Callable[..., dict[str, str]]
Write = Callable[..., Path]
Door = Callable[..., Released]
SCHOOL = "999901004"
REAL = ("elevundersokelsen_vgo_indikator.json", "elevundersokelsen_vgo_mobbing.json")
here = pytest.mark.skipif(not FOLDER.is_dir(), reason="Udir's own files are not on this machine")


def moments_of(counts: list[int]) -> tuple[float, float]:
    """The mean and the deviation of some answers."""
    n, k = sum(counts), np.arange(1, 6)
    mean = float(k @ counts) / n
    return mean, float(np.sqrt(((k - mean) ** 2 @ counts) / (n - 1)))


def row_of(counts: list[int]) -> tuple[np.ndarray, float, float, float]:
    """Shares, n, mean and deviation of some answers, rounded as Udir does."""
    n, (mean, sd) = sum(counts), moments_of(counts)
    return np.round(100 * np.asarray(counts) / n, 1), float(n), round(mean, 1), round(sd, 1)


@given(
    st.lists(st.integers(0, 9), min_size=5, max_size=5).filter(lambda c: sum(c) >= 10),
    st.sets(st.integers(0, 4), min_size=1, max_size=3),
)
@settings(deadline=None, max_examples=60)
def test_bounds_are_those_of_all_the_answers_that_would_look_the_same(
    counts: list[int], hidden: set[int]
) -> None:
    shares, n, mean, sd = row_of(counts)
    at = sorted(hidden)
    left = sum(counts[i] for i in at)
    fits, near = [], []  # near: also those that stand just between two roundings
    for tried in itertools.product(range(left + 1), repeat=len(at) - 1):
        if sum(tried) <= left:
            guess = list(counts)
            for i, count in zip(at, (*tried, left - sum(tried)), strict=True):
                guess[i] = count
            one, other = moments_of(guess)
            if (round(one, 1), round(other, 1)) == (mean, sd):
                fits.append([guess[i] for i in at])
            if max(abs(one - mean), abs(other - sd)) < 0.0501:
                near.append([guess[i] for i in at])
    seen = shares.copy()
    seen[at] = -np.inf
    low, high = bounds(seen[None], n=np.array([n]), mean=np.array([mean]), sd=np.array([sd]))
    least, most = np.min(fits, axis=0), np.max(fits, axis=0)
    found_low, found_high = low[0, at] * n / 100, high[0, at] * n / 100
    assert np.all(found_low <= least + 1e-6)  # never narrower than the truth allows
    assert np.all(found_high >= most - 1e-6)
    least, most = np.min(near, axis=0), np.max(near, axis=0)
    assert np.all(least - found_low <= 2) and np.all(found_high - most <= 2)  # nor much wider


def questions(row: Make, *cells: tuple[str, str, str, str, list[str]]) -> list[dict[str, str]]:
    return [
        row(
            {f"AndelSvaralternativ{i}": s for i, s in enumerate(shares, start=1)},
            Spoersmaalgruppekode="EUIndeks_1384",
            Spoersmaalgruppe="Mestring",
            Spoersmaalkode="EUSpoersmaal_Q1",
            Spoersmaalnavn="Klarer du oppgavene?",
            Score=score,
            Standardavvik=sd,
            AntallBesvart=n,
            Trinnnavn=grade,
        )
        for grade, n, score, sd, shares in cells
    ]


def shares_of(released: Released, grade: str, **where: str) -> tuple[float | None, ...]:
    return released.figure(
        "EUSpoersmaal_Q1",
        **{"unit": SCHOOL, "year": 2025, "grade": grade, **where},
    ).shares


def test_shares_that_follow_from_mean_and_deviation_get_another_hidden(
    row: Make, export_csv: Write, door: Door
) -> None:
    shares, n, mean, sd = row_of([2, 3, 20, 50, 25])
    text = [str(s).replace(".", ",") for s in shares]
    cells = (
        "10. trinn",
        "100",
        str(mean).replace(".", ","),
        str(sd).replace(".", ","),
        ["*", *text[1:4], "*"],
    )
    low, high = bounds(
        np.r_[-np.inf, shares[1:4], -np.inf][None], n=np.array([n]), mean=np.array([mean]), sd=np.array([sd])
    )
    assert np.nanmin(high - low) < 3  # the file's own pattern gives them away
    assert shares_of(door(export_csv(*questions(row, cells))), "10").count(None) > 2


def whole_school(row: Make) -> list[dict[str, str]]:
    eight, ten = [4, 6, 20, 30, 20], [2, 5, 25, 35, 23]
    rows = []
    for grade, counts in (("8. trinn", eight), ("10. trinn", ten)):
        rows.append((grade, counts))
    rows.append(("Alle trinn", [a + b for a, b in zip(eight, ten, strict=True)]))
    cells = []
    for grade, counts in rows:
        shares, n, mean, sd = row_of(counts)
        text = [str(s).replace(".", ",") for s in shares]
        if grade == "10. trinn":
            text[0] = text[1] = "*"
        said = (str(x).replace(".", ",") for x in (mean, sd))
        cells.append((grade, str(int(n)), *said, text))
    return questions(row, *cells)


def test_answers_of_all_grades_do_not_give_those_of_one_grade_back(
    row: Make, export_csv: Write, door: Door
) -> None:
    released = door(export_csv(*whole_school(row)))
    grade, everyone = shares_of(released, "10"), shares_of(released, "all")
    assert None not in shares_of(released, "8")
    assert all(b is None for a, b in zip(grade, everyone, strict=True) if a is None)


def attacked(settings: Settings) -> Attack:
    return attack(facts_of(storage.read(settings.released_dir)[1]), smallest_share=3)


def not_closed(monkeypatch: pytest.MonkeyPatch) -> None:
    """The door without its closing: only the marks and the policy's own limits."""
    monkeypatch.setattr(release, "close", lambda facts, _: Closed(facts, {}))
    monkeypatch.setattr(release, "repair", lambda facts, _: repair.Repaired(facts, 0, checked=False))


def test_the_attack_finds_what_an_open_door_lets_out(
    row: Make, export_csv: Write, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = export_csv(*whole_school(row))
    with monkeypatch.context() as patch:
        not_closed(patch)
        import_files([file], settings=settings)
    found = attacked(settings).open
    assert {t.name for t in found} == {"s1", "s2"}
    assert all(t.range.width < 1e-5 for t in found)
    import_files([file], settings=settings)
    closed = attacked(settings)
    assert closed.open == () and closed.statuses == ("optimal",)


@here
@pytest.mark.parametrize("name", REAL)
def test_nothing_hidden_in_a_real_file_can_be_worked_out(name: str, tmp_path: Path) -> None:
    settings = Settings(data_dir=tmp_path)
    import_files([FOLDER / name], settings=settings)
    found = attacked(settings)
    assert found.targets
    assert found.open == ()
    assert found.statuses == ("optimal",)


@here
def test_a_real_file_gives_its_hidden_numbers_away_when_nothing_closes_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = Settings(data_dir=tmp_path)
    not_closed(monkeypatch)
    import_files([FOLDER / REAL[0]], settings=settings)
    found = attacked(settings)
    exact = {t.place for t in found.open if t.range.width < 1e-5}
    assert len(exact) > 5  # the five rows with one star (20 with copies), and those that follow otherwise
    assert len(found.open) > 200


@here
def test_the_real_file_is_warned_about_with_its_twenty_rows(tmp_path: Path) -> None:
    report = import_files([FOLDER / REAL[0]], settings=Settings(data_dir=tmp_path))
    said = [str(warning.said) for warning in report.warnings]
    assert "Rader med nøyaktig én skjermet svarandel, som følger av de fire andre: 20." in said
    assert all(warning.file.endswith(REAL[0]) and warning.next for warning in report.warnings)
    assert report.as_json()["warnings"]


def school(row: Make, number: int, n: str, score: str) -> dict[str, str]:
    return row(
        Organisasjonsnummer=f"99990100{number}", EnhetNavn=f"Skole {number}", AntallBesvart=n, Score=score
    )


@pytest.mark.parametrize(
    ("total", "hidden"),
    [
        ("200", True),  # the hidden school is 80 of 200: rounding leaves 0.4
        ("2000", False),  # most of the municipality is in no row: nothing follows
    ],
)
def test_a_school_alone_in_hiding_takes_another_with_it_when_the_others_pin_it(
    row: Make, export_csv: Write, door: Door, total: str, hidden: bool
) -> None:
    place = {"EnhetNivaa": "3", "Organisasjonsnummer": "3305", "EnhetNavn": "Alle skoler"}
    rows = [
        school(row, 1, "110", "4,1"),
        school(row, 2, "*", "*"),
        row(place, AntallBesvart=total, Score="4,0"),
    ]
    released = door(export_csv(*rows))
    found = released.figure("Trivsel", unit="999901001", year=2025, grade="10")
    assert (found.status is Status.SUPPRESSED) is hidden


def bullying(row: Make, code: str, share: str) -> dict[str, str]:
    cells = {"Spoersmaalgruppekode": "EUIndeks_1398", "Spoersmaalgruppe": "Mobbing på skolen", "Score": ""}
    name = "Alle spørsmål" if code == CODES[0] else f"Er du blitt mobbet på måte {CODES.index(code)}?"
    asked = {"Spoersmaalkode": code, "Spoersmaalnavn": name, "Standardavvik": ""}
    return row(cells, asked, AndelMobbet=share, AntallBesvart="")


CODES = ("EUIndeks_1398", "EUSpoersmaal_Q11811", "EUSpoersmaal_Q11816", "EUSpoersmaal_Q11824")


@pytest.mark.parametrize(
    ("shares", "hidden"),
    [
        (("0,0", "0,0", "0,0", "*"), {0, 3}),  # nobody in all tells nobody in the part
        (("*", "0,0", "0,0", "6,0"), {0, 3}),  # the only part that is not 0 is the index
        (("6,0", "0,0", "0,0", "*"), {3, 1}),  # what is left of the index is the part
        (("9,0", "6,0", "5,0", "*"), {3}),  # between 0 and 9: left as it is
    ],
)
def test_bullyings_index_and_parts_do_not_give_one_another_back(
    row: Make, export_csv: Write, door: Door, shares: tuple[str, ...], hidden: set[int]
) -> None:
    released = door(export_csv(*(bullying(row, c, s) for c, s in zip(CODES, shares, strict=True))))
    found = [released.figure(c, unit=SCHOOL, year=2025, grade="10").status for c in CODES]
    assert {i for i, status in enumerate(found) if status is Status.SUPPRESSED} == hidden


def test_a_hidden_index_under_shown_questions_takes_one_with_it(
    row: Make, export_csv: Write, door: Door
) -> None:
    cells = {"Spoersmaalgruppekode": "EUIndeks_1384", "Spoersmaalgruppe": "Mestring"}
    asked = [
        row(
            cells,
            Spoersmaalkode=f"EUSpoersmaal_Q{i}",
            Spoersmaalnavn=f"Spørsmål {i}?",
            AntallBesvart=f"{100 + i}",
        )
        for i in (1, 2, 3)
    ]
    released = door(export_csv(row(cells, Spoersmaalkode="EUIndeks_1384", Score="*"), *asked))
    status = [
        released.figure(f"EUSpoersmaal_Q{i}", unit=SCHOOL, year=2025, grade="10").status for i in (1, 2, 3)
    ]
    assert status == [Status.SUPPRESSED, Status.PUBLISHED, Status.PUBLISHED]


def test_a_later_import_of_the_total_does_not_undo_an_answer_that_was_hidden_before(
    row: Make, export_csv: Write, settings: Settings
) -> None:
    rows = whole_school(row)
    import_files([export_csv(*rows[:2], name="trinn.csv")], settings=settings)
    import_files([export_csv(rows[2], name="alle.csv")], settings=settings)
    assert attacked(settings).open == ()
    released = open_released(settings)
    assert None in shares_of(released, "all")


def test_what_is_called_surely_wide_without_trying_corners_is_wide() -> None:
    random = np.random.default_rng(20261125)
    rows = 6000
    shares = np.stack([random.dirichlet([1.5] * 5) for _ in range(rows)])
    counts = np.stack(
        [random.multinomial(n, p) for n, p in zip(random.integers(10, 1500, rows), shares, strict=True)]
    )
    n, option = counts.sum(axis=1).astype(float), np.arange(1, 6)
    mean = counts @ option / n
    sd = np.sqrt((counts @ option**2 - n * mean**2) / (n - 1))
    told = random.random(rows) < 0.8
    seen = {"n": n, "mean": mean.round(1), "sd": np.where(told, sd.round(1), np.nan)}
    hidden, needed = np.full(counts.shape, -np.inf), needed_width(n, 3)
    sure = surely_wide(hidden, **seen, needed=needed)
    low, high = bounds(hidden, **seen)
    assert 0.2 < sure.mean() < 0.99
    assert (np.min(high - low, axis=1) >= needed - 1e-6)[sure].all()

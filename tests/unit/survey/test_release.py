from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from lmtools.domain.figures import Figure, Status
from lmtools.errors import UsageError
from lmtools.settings import Settings
from lmtools.survey import Released, import_files, open_released
from lmtools.survey.policy import load_policy

Make = Callable[..., dict[str, str]]
Write = Callable[..., Path]
Door = Callable[..., Released]
SCHOOL = "999901004"


def ask(released: Released, indicator: str = "Trivsel", **changes: object) -> Figure:
    return released.figure(indicator, **{"unit": SCHOOL, "year": 2025, "grade": "10", **changes})


def question(row: Make, *shares: str, n: str) -> dict[str, str]:
    cells = {f"AndelSvaralternativ{i}": share for i, share in enumerate(shares, start=1)}
    return row(cells, Spoersmaalkode="EUSpoersmaal_Q1", Spoersmaalnavn="Trives du?", AntallBesvart=n)


def test_fewer_respondents_than_the_minimum_hide_the_whole_row(
    row: Make, export_csv: Write, door: Door
) -> None:
    minimum = load_policy().minimum
    few, enough = str(minimum - 1), str(minimum)
    released = door(export_csv(row(AntallBesvart=few), row(Trinnnavn="9. trinn", AntallBesvart=enough)))
    hidden = ask(released)
    assert (hidden.status, hidden.mean, hidden.sd, hidden.n) == (Status.SUPPRESSED, None, None, None)
    assert ask(released, grade="9").n == minimum


def test_hidden_numbers_are_not_stored(row: Make, export_csv: Write, door: Door, settings: Settings) -> None:
    import pyarrow.parquet as pq

    door(export_csv(row(AntallBesvart="7", Score="3,3")))
    (stored,) = settings.released_dir.rglob("figures.parquet")
    table = pq.read_table(stored)
    assert all(
        table.column(name).null_count == len(table)
        for name in table.column_names
        if name not in ("key", "status")
    )


def test_a_respondent_count_that_is_hidden_hides_its_mean(row: Make, export_csv: Write, door: Door) -> None:
    assert ask(door(export_csv(row(AntallBesvart="*")))).status is Status.SUPPRESSED


def test_shares_of_one_or_two_pupils_are_hidden_with_company(
    row: Make, export_csv: Write, door: Door
) -> None:
    cells = question(row, "2,0", "8,0", "20,0", "40,0", "30,0", n="50")
    assert ask(door(export_csv(cells)), "EUSpoersmaal_Q1").shares == (None, None, 20, 40, 30)


def test_a_share_of_no_pupil_is_no_company(row: Make, export_csv: Write, door: Door) -> None:
    cells = question(row, "2,0", "0,0", "20,0", "40,0", "38,0", n="50")
    assert ask(door(export_csv(cells)), "EUSpoersmaal_Q1").shares == (None, 0, None, 40, None)


def test_a_row_with_one_star_gets_one_more_hidden(row: Make, export_csv: Write, door: Door) -> None:
    cells = question(row, "*", "9,6", "19,2", "38,5", "28,8", n="104")
    assert ask(door(export_csv(cells)), "EUSpoersmaal_Q1").shares == (None, None, 19.2, 38.5, 28.8)


def test_two_stars_in_a_row_are_left_as_they_are(row: Make, export_csv: Write, door: Door) -> None:
    cells = question(row, "*", "*", "23,9", "51,4", "16,9", n="142")
    assert ask(door(export_csv(cells)), "EUSpoersmaal_Q1").shares == (None, None, 23.9, 51.4, 16.9)


def test_one_hidden_gender_hides_the_other_when_the_total_is_shown(
    row: Make, export_csv: Write, door: Door
) -> None:
    rows = [row(), row(Kjoenn="Jente", AntallBesvart="6"), row(Kjoenn="Gutt", AntallBesvart="98")]
    released = door(export_csv(*rows))
    assert ask(released, gender="girls").status is Status.SUPPRESSED
    assert ask(released, gender="boys").status is Status.SUPPRESSED
    assert ask(released).status is Status.PUBLISHED


def test_one_hidden_grade_hides_the_next_smallest_when_the_total_is_shown(
    row: Make, export_csv: Write, door: Door
) -> None:
    sizes = {"Alle trinn": "150", "8. trinn": "6", "9. trinn": "80", "10. trinn": "64"}
    released = door(export_csv(*(row(Trinnnavn=g, AntallBesvart=n) for g, n in sizes.items())))
    status = {g: ask(released, grade=g).status for g in ("all", "8", "9", "10")}
    assert [g for g, s in status.items() if s is Status.SUPPRESSED] == ["8", "10"]


def test_two_hidden_grades_need_no_third(row: Make, export_csv: Write, door: Door) -> None:
    sizes = {"Alle trinn": "75", "8. trinn": "6", "9. trinn": "5", "10. trinn": "64"}
    released = door(export_csv(*(row(Trinnnavn=g, AntallBesvart=n) for g, n in sizes.items())))
    assert ask(released).status is Status.PUBLISHED


def test_without_a_shown_total_nothing_more_is_hidden(row: Make, export_csv: Write, door: Door) -> None:
    rows = [row(Kjoenn="Jente", AntallBesvart="6"), row(Kjoenn="Gutt", AntallBesvart="98")]
    assert ask(door(export_csv(*rows)), gender="boys").status is Status.PUBLISHED


def bullied(row: Make, share: str, count: str) -> dict[str, str]:
    cells = {"Spoersmaalgruppekode": "EUIndeks_1398", "Spoersmaalgruppe": "Mobbing på skolen", "Score": ""}
    return row(
        cells, Spoersmaalkode="EUIndeks_1398", Standardavvik="", AndelMobbet=share, AntallBesvart=count
    )


@pytest.mark.parametrize(
    ("share", "count", "status"),
    [
        ("5,8", "6", Status.PUBLISHED),  # about 104 asked
        ("0,0", "0", Status.PUBLISHED),
        ("1,9", "2", Status.SUPPRESSED),  # two pupils
        ("33,3", "5", Status.SUPPRESSED),  # 15 asked
    ],
)
def test_bullying_has_the_stricter_rule(
    row: Make, export_csv: Write, door: Door, share: str, count: str, status: Status
) -> None:
    assert ask(door(export_csv(bullied(row, share, count))), "Mobbing på skolen").status is status


def test_bullying_is_hidden_when_participation_shows_too_few(
    row: Make, export_csv: Write, door: Door
) -> None:
    keep = ("Skoleaarnavn", "Organisasjonsnummer", "EnhetNavn", "Trinnnavn", "EierformNavn")
    part = {name: row()[name] for name in keep} | {"AndelDeltatt": "90,0", "AntallBesvart": "18"}
    first = door(export_csv(bullied(row, "0,0", "0"), name="mobbing.csv"))
    assert ask(first, "Mobbing på skolen").status is Status.PUBLISHED
    assert ask(door(export_csv(part, name="deltakelse.csv")), "Mobbing på skolen").status is Status.SUPPRESSED


def test_the_policy_file_changes_the_minimum(row: Make, export_csv: Write, tmp_path: Path) -> None:
    policy = tmp_path / "regler.toml"
    policy.write_text('preset = "udir"\n')
    settings = Settings(data_dir=tmp_path / "data", policy_file=policy)
    report = import_files([export_csv(row(AntallBesvart="19"))], settings=settings)
    assert (report.policy, report.hidden) == ("udir", 1)
    assert ask(open_released(settings)).status is Status.SUPPRESSED


def test_the_default_is_the_strict_preset_and_stricter_for_bullying() -> None:
    policy = load_policy()
    assert policy.preset == "strict"
    assert policy.bullying_minimum > policy.minimum >= 10


@pytest.mark.parametrize(
    "content",
    [
        'preset = "slapp"',
        "[limits]\nmegabytes = 0",
        "[limits]\nukjent = 1",
        "[presets.strict]\nminimum = 'ti'",
        "x =",
    ],
)
def test_a_policy_that_cannot_be_meant_is_refused(tmp_path: Path, content: str) -> None:
    path = tmp_path / "regler.toml"
    path.write_text(content)
    with pytest.raises(UsageError):
        load_policy(path)
    with pytest.raises(UsageError):
        load_policy(tmp_path / "finnes-ikke.toml")


def item(row: Make, number: int, n: str, score: str = "4,0", index: str = "EUIndeks_1384") -> dict[str, str]:
    cells = {
        "Spoersmaalgruppekode": index,
        "Spoersmaalgruppe": "Mestring",
        "Score": score,
        "AntallBesvart": n,
    }
    asked = (
        {"Spoersmaalkode": f"EUSpoersmaal_Q{number}", "Spoersmaalnavn": f"Spørsmål {number}"}
        if number
        else {}
    )
    return row(cells, asked or {"Spoersmaalkode": index})


def test_one_hidden_question_of_an_index_hides_the_next_smallest(
    row: Make, export_csv: Write, door: Door
) -> None:
    rows = [item(row, 0, "100"), item(row, 1, "*", "*"), item(row, 2, "104"), item(row, 3, "101")]
    released = door(export_csv(*rows))
    status = [ask(released, f"EUSpoersmaal_Q{i}").status for i in (1, 2, 3)]
    assert status == [Status.SUPPRESSED, Status.PUBLISHED, Status.SUPPRESSED]
    assert ask(released, "Mestring").status is Status.PUBLISHED


def test_an_index_of_one_question_is_hidden_with_its_question(
    row: Make, export_csv: Write, door: Door
) -> None:
    asked = row(Spoersmaalkode="EUSpoersmaal_Q1", Spoersmaalnavn="Trives du?", Score="*", AntallBesvart="*")
    assert ask(door(export_csv(row(), asked))).status is Status.SUPPRESSED


def test_ownership_in_one_file_does_not_take_another_files_figures_away(
    row: Make, export_csv: Write, door: Door
) -> None:
    old = row(EierformNavn="Offentlig", Skoleaarnavn="2019-20")
    series = door(export_csv(old, name="gammel.csv"), export_csv(row(), name="ny.csv"))
    assert [f.status for f in series.series("Trivsel", unit=SCHOOL, grade="10")] == [Status.PUBLISHED] * 2


def test_a_hidden_total_makes_one_hidden_gender_safe(row: Make, export_csv: Write, door: Door) -> None:
    other = row(Trinnnavn="9. trinn")
    rows = [
        row(AntallBesvart="*"),
        row(Kjoenn="Jente", AntallBesvart="6"),
        row(Kjoenn="Gutt", AntallBesvart="98"),
    ]
    assert ask(door(export_csv(other, *rows)), gender="boys").status is Status.PUBLISHED

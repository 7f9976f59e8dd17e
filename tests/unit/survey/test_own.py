"""A school's own survey: counted, protected, and forgotten."""

from __future__ import annotations

import itertools
import json
import random
import tomllib
from collections.abc import Callable
from pathlib import Path

import pytest

from lmtools.domain.figures import Status
from lmtools.errors import ImportFailed, UsageError
from lmtools.settings import Settings
from lmtools.survey import ImportReport, Released, describe, import_files, open_released

Door = Callable[..., Released]
Refused = Callable[..., ImportReport]
SCHOOL = "999901004"
SCALE = ("Helt uenig", "Litt uenig", "Verken eller", "Litt enig", "Helt enig")
BULLYING = ("Ikke i det hele tatt", "En sjelden gang", "2 eller 3 ganger i måneden", "Omtrent 1 gang i uken")
HEADER = ["Navn", "Trinn", "Kjønn", "Jeg trives", "Jeg har noen å være med", "Er du mobbet?"]
MAPPING = f"""
title = "Vår egen"
school = "{SCHOOL}"
school_name = "Fjordvik skole"
year = 2025

[columns]
grade = "Trinn"
gender = "Kjønn"

[answers]
{chr(10).join(f'"{text}" = {i}' for i, text in enumerate(SCALE, start=1))}

[[indicators]]
code = "egen_miljo"
name = "Klassemiljø"
columns = ["Jeg trives", "Jeg har noen å være med"]

[[indicators]]
code = "egen_mobbing"
name = "Mobbet"
columns = ["Er du mobbet?"]
answers = {json.dumps(list(BULLYING), ensure_ascii=False)}
counts = {json.dumps(list(BULLYING[2:]), ensure_ascii=False)}
sensitive = true
"""


def pupils(**sizes: int) -> list[list[str]]:
    """Rows of invented pupils: `g8j=30` is thirty girls in grade 8."""
    made = random.Random(7)
    rows = []
    for group, size in sizes.items():
        grade, gender = group[1:-1], {"j": "Jente", "g": "Gutt", "x": ""}[group[-1]]
        for i in range(size):
            answers = [made.choice(SCALE), made.choice(SCALE), made.choices(BULLYING, (6, 2, 2, 1))[0]]
            rows.append([f"Elev {group} {i}", f"{grade}. trinn", gender, *answers])
    return rows


@pytest.fixture
def survey(tmp_path: Path) -> Callable[..., Path]:
    def write(rows: list[list[str]], *, mapping: str | None = MAPPING, name: str = "egen") -> Path:
        path = tmp_path / f"{name}.csv"
        path.write_text("\n".join(";".join(cells) for cells in [HEADER, *rows]) + "\n", encoding="utf-8-sig")
        if mapping is not None:
            path.with_suffix(".toml").write_text(mapping, encoding="utf-8")
        return path

    return write


def test_pupils_are_counted_by_grade_and_gender(survey: Callable[..., Path], door: Door) -> None:
    rows = pupils(g8j=30, g8g=28, g9j=25, g9g=33)
    released = door(survey(rows))
    found = released.figure("Klassemiljø", unit=SCHOOL, year=2025)
    values = [(SCALE.index(r[3]) + SCALE.index(r[4])) / 2 + 1 for r in rows]
    assert found.n == 116
    assert found.mean == pytest.approx(sum(values) / len(values), abs=0.05)
    assert [q.name for q in released.questions("egen_miljo")] == ["Jeg trives", "Jeg har noen å være med"]
    for grade, gender in itertools.product(("8", "9", "all"), ("girls", "boys", "all")):
        assert (
            released.figure("Klassemiljø", unit=SCHOOL, year=2025, grade=grade, gender=gender).n is not None
        )


def test_a_share_counts_the_answers_that_count(survey: Callable[..., Path], door: Door) -> None:
    rows = pupils(g8j=60, g8g=60)
    found = door(survey(rows)).figure("Mobbet", unit=SCHOOL, year=2025)
    expected = 100 * sum(r[5] in BULLYING[2:] for r in rows) / len(rows)
    assert (found.scale, found.n) == ("share", 120)
    assert found.share == pytest.approx(expected, abs=0.05)


def test_a_small_group_takes_others_with_it(survey: Callable[..., Path], door: Door) -> None:
    released = door(survey(pupils(g8j=30, g8g=6, g9j=25, g9g=33)))
    hidden = {
        (grade, gender)
        for grade, gender in itertools.product(("8", "9", "all"), ("girls", "boys", "all"))
        if released.figure("Klassemiljø", unit=SCHOOL, year=2025, grade=grade, gender=gender).status
        is Status.SUPPRESSED
    }
    assert ("8", "boys") in hidden
    assert ("8", "girls") in hidden or ("8", "all") in hidden
    assert len(hidden) >= 4


def test_pupils_who_did_not_say_their_gender_are_in_the_total_and_cannot_be_worked_out(
    survey: Callable[..., Path], door: Door
) -> None:
    released = door(survey(pupils(g8j=30, g8g=30, g8x=1)))
    assert "unknown" not in released.genders
    status = {
        gender: released.figure("Klassemiljø", unit=SCHOOL, year=2025, grade="8", gender=gender).status
        for gender in ("girls", "boys", "all")
    }
    assert Status.SUPPRESSED in status.values()


@pytest.mark.parametrize("column", [1, 2])
def test_a_text_that_one_pupil_wrote_as_grade_or_gender_is_not_kept(
    survey: Callable[..., Path], settings: Settings, column: int
) -> None:
    rows = pupils(g8j=30, g8g=30)
    rows[7][column] = "hemmelig-svar"
    report = import_files([survey(rows)], settings=settings)
    assert "hemmelig-svar" not in json.dumps(report.as_json())
    released = open_released(settings)
    assert released.grades() == ("all", "8")
    assert released.genders == ("all", "girls", "boys")
    kept = b"".join(path.read_bytes() for path in settings.data_dir.rglob("*") if path.is_file())
    assert b"hemmelig-svar" not in kept


def test_a_group_of_the_schools_own_with_enough_pupils_is_shown(
    survey: Callable[..., Path], door: Door
) -> None:
    rows = pupils(g8j=30, g8g=30)
    for cells in rows:
        cells[1] = "8A" if cells[2] == "Jente" else "8B"
    assert door(survey(rows)).grades() == ("all", "8A", "8B")


def test_a_pupil_who_answers_all_genders_is_not_counted_as_all_pupils(
    survey: Callable[..., Path], door: Door
) -> None:
    rows = pupils(g8j=30, g8g=30)
    rows[7][2] = "Alle"
    assert door(survey(rows)).figure("Klassemiljø", unit=SCHOOL, year=2025).n == 60


def test_a_survey_without_gender_or_grade_gives_the_whole_school(
    tmp_path: Path, survey: Callable[..., Path], door: Door
) -> None:
    mapping = MAPPING.replace('grade = "Trinn"\n', "").replace('gender = "Kjønn"\n', "")
    found = door(survey(pupils(g8j=30, g8g=30), mapping=mapping)).figure(
        "Klassemiljø", unit=SCHOOL, year=2025
    )
    assert found.n == 60


def test_nothing_of_the_pupils_own_rows_is_kept(
    survey: Callable[..., Path], door: Door, settings: Settings
) -> None:
    door(survey(pupils(g8j=30, g8g=28)))
    kept = b"".join(path.read_bytes() for path in settings.data_dir.rglob("*") if path.is_file())
    assert b"Elev g8j" not in kept
    assert b"Litt enig" not in kept


def test_an_answer_outside_the_scale_is_refused_by_row_and_not_repeated(
    survey: Callable[..., Path], refused: Refused
) -> None:
    rows = pupils(g8j=30)
    rows[4][3] = "Jeg hater klassen min"
    report = refused(survey(rows))
    assert [(p.row, p.column) for p in report.problems] == [(6, "Jeg trives")]
    assert "hater" not in json.dumps(report.as_json(), ensure_ascii=False)


def test_answers_that_count_as_none_are_left_out(survey: Callable[..., Path], door: Door) -> None:
    rows = pupils(g8j=30)
    rows[0][5], rows[1][5] = "Vil ikke svare", ""
    mapping = 'no_answer = ["Vil ikke svare"]\n' + MAPPING
    assert door(survey(rows, mapping=mapping)).figure("Mobbet", unit=SCHOOL, year=2025).n == 28


def test_a_survey_without_a_mapping_is_told_how_to_get_one(
    survey: Callable[..., Path], refused: Refused
) -> None:
    report = refused(survey(pupils(g8j=12), mapping=None))
    assert "koblingsfil" in report.problems[0].what
    assert "--describe" in report.problems[0].next


def test_a_column_the_file_does_not_have_is_named_with_the_nearest(
    survey: Callable[..., Path], refused: Refused
) -> None:
    report = refused(survey(pupils(g8j=12), mapping=MAPPING.replace('["Jeg trives",', '["Jeg trivest",')))
    assert "«Jeg trives»" in report.problems[0].what


@pytest.mark.parametrize(
    ("change", "to"),
    [
        ("year = 2025", ""),
        ('school = "999901004"\nschool_name = "Fjordvik skole"', ""),
        ('"Helt enig" = 5', '"Helt enig" = 6'),
        ("[[indicators]]", "[[sporsmal]]"),
        ('code = "egen_mobbing"', 'code = "egen_miljo"'),
        ('columns = ["Er du mobbet?"]', ""),
        ('gender = "Kjønn"', 'klasse = "Kjønn"'),
        ("counts = [", 'counts = ["Noe helt annet", '),
        ("year = 2025", 'year = 2025\nno_answer = "Vil ikke svare"'),
        ("year = 2025", "year = 2025\nbreaks = 3"),
    ],
)
def test_a_mapping_that_does_not_hold_together_is_refused(
    survey: Callable[..., Path], refused: Refused, change: str, to: str
) -> None:
    assert change in MAPPING
    assert (
        "oblingsfil" in refused(survey(pupils(g8j=12), mapping=MAPPING.replace(change, to))).problems[0].what
    )


def test_a_mapping_that_is_no_toml_is_a_usage_error(survey: Callable[..., Path], settings: Settings) -> None:
    with pytest.raises(UsageError):
        import_files([survey(pupils(g8j=12), mapping="[[[")], settings=settings)


def test_breaks_of_an_own_survey_are_shown(survey: Callable[..., Path], settings: Settings) -> None:
    new = '[[breaks]]\nyear = 2025\nindicator = "egen_miljo"\nsentence = "Spørsmålet er endret."\n'
    old = survey(pupils(g8j=30), mapping=MAPPING.replace("year = 2025", "year = 2024"), name="i-fjor")
    import_files([old], settings=settings)
    import_files([survey(pupils(g8j=30), mapping=MAPPING + new)], settings=settings)
    found = open_released(settings).breaks("egen_miljo")
    assert [(b.year, b.sentence) for b in found] == [(2025, "Spørsmålet er endret.")]
    assert open_released(settings).breaks("egen_mobbing") == ()


def test_the_draft_of_a_mapping_can_be_used_when_the_school_is_filled_in(
    survey: Callable[..., Path], door: Door
) -> None:
    path = survey(pupils(g8j=30, g8g=30), mapping=None)
    draft = describe(path)
    content = tomllib.loads(draft) | {"school": SCHOOL, "school_name": "Fjordvik skole"}
    released = door(path, mapping=content)
    assert released.figure("Jeg trives", unit=SCHOOL, year=2025, grade="8", gender="girls").n == 30
    assert released.figure("Er du mobbet?", unit=SCHOOL, year=2025).scale == "share"


def test_the_draft_shows_no_name_and_no_rare_answer(survey: Callable[..., Path]) -> None:
    rows = pupils(g8j=30)
    for cells in rows:
        cells[4] = "Passe bra"
    rows[3][4] = "Bare når Kari er der"
    draft = describe(survey(rows, mapping=None))
    assert "Elev" not in draft
    assert "Kari" not in draft
    assert "Passe bra" in draft


def test_a_file_from_udir_needs_no_draft(tmp_path: Path) -> None:
    path = tmp_path / "e.csv"
    path.write_text("EnhetNavn;Skoleaarnavn;Score\nF;2025-26;4,1\n")
    with pytest.raises(ImportFailed, match="fra Udir"):
        describe(path)


def test_pupils_never_show_in_a_repr(survey: Callable[..., Path]) -> None:
    from lmtools.survey.policy import load_policy
    from lmtools.survey.reading import open_source, read
    from lmtools.survey.trouble import Trouble

    path = survey(pupils(g8j=12))
    source = open_source(path, load_policy().limits, Trouble("x"))
    reading = read(source, tomllib.loads(MAPPING), Trouble("x"))
    assert "Elev" not in repr(reading)
    assert "nan" not in repr(reading)
    assert "array" not in repr(reading)


def test_a_hidden_answer_of_one_gender_does_not_follow_from_the_other_and_all(
    survey: Callable[..., Path], door: Door
) -> None:
    rows = pupils(g8j=40, g8g=40)
    for i, cells in enumerate(rows):
        cells[3] = SCALE[2 + i % 3]
    rows[0][3] = SCALE[0]  # one girl alone
    for cells in rows[40:44]:
        cells[3] = SCALE[0]  # four boys: five in all
    released = door(survey(rows))
    lowest = {
        gender: released.figure("egen_miljo-jeg-trives", unit=SCHOOL, year=2025, gender=gender).shares[0]
        for gender in ("girls", "boys", "all")
    }
    assert lowest["girls"] is None
    assert None in (lowest["boys"], lowest["all"])


def test_a_question_over_several_lines_in_the_header_is_read(tmp_path: Path, door: Door) -> None:
    rows = pupils(g8j=30)
    path = tmp_path / "skjema.csv"
    header = ['"Trives du\nher?"' if name == "Jeg trives" else name for name in HEADER]
    path.write_text("\n".join(";".join(cells) for cells in [header, *rows]) + "\n", encoding="utf-8")
    path.with_suffix(".toml").write_text(MAPPING.replace("Jeg trives", "Trives du her?"), encoding="utf-8")
    assert door(path).figure("Klassemiljø", unit=SCHOOL, year=2025).n == 30

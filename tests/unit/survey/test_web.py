from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
import xlsxwriter

from lmtools.domain.figures import Status
from lmtools.survey import Released
from lmtools.survey.reading.dotted import Part, read_parts, split_header

Door = Callable[..., Released]
FIXED = [
    *("EnhetNivaa", "Nasjonaltkode", "Fylkekode", "Kommunekode", "Organisasjonsnummer"),
    *("Nasjonalt", "Fylke", "Kommune", "EnhetNavn"),
]
TOPICS = {
    "Trivsel.Alle spørsmål": ("4,1", "0,8", "5 943"),
    "Trivsel.Trives du på skolen?": ("4,0", "*", "101"),
}
MEASURES = ("Score", "Standardavvik", "Antall besvart")


def table() -> list[list[str]]:
    header = [
        f"2025-26.{topic}.5. årstrinn.Alle eierformer.Alle kjønn.{m}" for topic in TOPICS for m in MEASURES
    ]
    values = [value for values in TOPICS.values() for value in values]
    school = ["4", "I", "33", "3305", "999901004", "Hele landet", "Buskerud", "Ringerike", "Fjordvik skole "]
    other = ["4", "I", "33", "3305", "999901012", "Hele landet", "Buskerud", "Ringerike", "Solvik skole"]
    return [[*FIXED, *header], [*school, *values], [*other, "*", "*", "*", "", "", ""]]


def written(delimiter: str, *, sep_line: bool = True, end: str = "\n") -> str:
    lines = [delimiter.join(cells) for cells in table()]
    return end.join([f"sep={delimiter}", *lines] if sep_line else lines) + end


ENCODINGS = {
    "utf-16-le without a mark": written("\t").encode("utf-16-le"),
    "utf-16 with a mark": written("\t").encode("utf-16"),
    "utf-16 big end first": b"\xfe\xff" + written("\t").encode("utf-16-be"),
    "utf-8 with a mark and semicolons": written(";", sep_line=False).encode("utf-8-sig"),
    "utf-8 with a sep line": written(";").encode(),
    "windows letters": written(";", sep_line=False).encode("cp1252"),
    "windows line ends": written("\t", end="\r\n").encode("utf-16-le"),
    "doubled line ends": written("\t", end="\r\r\n").encode("utf-16-le"),
    "a stray line above the header": ("sep=\t\nElevundersøkelsen\n" + written("\t", sep_line=False)).encode(
        "utf-16-le"
    ),
}


@pytest.mark.parametrize("content", ENCODINGS.values(), ids=ENCODINGS)
def test_the_web_export_is_read_in_every_dress(tmp_path: Path, door: Door, content: bytes) -> None:
    path = tmp_path / "20251201-0900_rapport.csv"
    path.write_bytes(content)
    check(door(path))


def test_the_web_export_saved_as_a_workbook_is_read(tmp_path: Path, door: Door) -> None:
    path = tmp_path / "rapport.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet()
        for y, cells in enumerate(table()):
            for x, cell in enumerate(cells):
                number = cell.replace(",", ".").replace(" ", "")
                if y and x > 8 and number.replace(".", "").isdigit():
                    sheet.write_number(y, x, float(number))
                elif y and x in (0, 2, 3, 4):
                    sheet.write_number(y, x, int(cell))
                else:
                    sheet.write_string(y, x, cell)
    check(door(path))


def check(released: Released) -> None:
    school = released.unit("999901004")
    assert school.name == "Fjordvik skole"
    found = released.figure("Trivsel", unit=school, year=2025, grade="5")
    assert (found.mean, found.sd, found.n) == (4.1, 0.8, 5943)
    (question,) = released.questions("Trivsel")
    asked = released.figure(question, unit=school, year=2025, grade="5")
    assert (question.name, asked.mean, asked.sd) == ("Trives du på skolen?", 4.0, None)
    assert released.figure("Trivsel", unit="999901012", year=2025, grade="5").status is Status.SUPPRESSED
    assert released.figure(question, unit="999901012", year=2025, grade="5").status is Status.EMPTY


def test_a_dot_inside_a_part_does_not_split_it() -> None:
    parts = split_header("2024-25.Engelsk.5. årstrinn.Alle eierformer.Alle kjønn.Skalapoeng")
    assert parts == ["2024-25", "Engelsk", "5. årstrinn", "Alle eierformer", "Alle kjønn", "Skalapoeng"]


def test_the_parts_may_come_in_any_order() -> None:
    parts = split_header("Jenter.Skalapoeng.Videregående trinn 1.Lesing.2024-25.Alle eierformer")
    assert read_parts(parts) == [Part.GENDER, Part.MEASURE, Part.GRADE, Part.TOPIC, Part.YEAR, Part.OWNER]


def one_column(tmp_path: Path, headers: list[str], rows: list[list[str]]) -> Path:
    path = tmp_path / "web.csv"
    lines = ["\t".join([*FIXED, *headers]), *("\t".join(cells) for cells in rows)]
    path.write_bytes("\n".join(["sep=\t", *lines, ""]).encode("utf-16-le"))
    return path


def school(*values: str, number: str = "999901004", place: str = "3305") -> list[str]:
    return ["4", "I", "33", place, number, "Hele landet", "Buskerud", "Ringerike", "Fjordvik skole", *values]


def test_a_question_that_holds_a_short_form_is_put_together_again(tmp_path: Path, door: Door) -> None:
    base = "2025-26.{}.5. årstrinn.Alle eierformer.Alle kjønn.Score"
    headers = [base.format("Trivsel.Alle spørsmål"), base.format("Trivsel.Har du noen, f.eks. en venn?")]
    released = door(one_column(tmp_path, headers, [school("4,1", "4,0")]))
    assert [q.name for q in released.questions("Trivsel")] == ["Har du noen, f.eks. en venn?"]


def test_national_tests_are_indicators_of_their_own_on_another_scale(tmp_path: Path, door: Door) -> None:
    base = "2025-26.Engelsk.5. årstrinn.Alle eierformer.Alle kjønn."
    headers = [base + m for m in ("Skalapoeng", "Usikkerhet", "Antall elever deltatt")]
    released = door(one_column(tmp_path, headers, [school("50", "0,1", "56 929")]))
    assert released.indicators() == ()
    (test,) = released.indicators(kinds=("other",))
    found = released.figure(test, unit="999901004", year=2025, grade="5")
    assert (test.name, test.scale, found.value, found.n) == ("Engelsk (skalapoeng)", "points", 50, 56929)


def test_a_wide_table_gives_a_school_no_grades_it_does_not_have(tmp_path: Path, door: Door) -> None:
    headers = [
        f"2025-26.Trivsel.Alle spørsmål.{g}. årstrinn.Alle eierformer.Alle kjønn.Score" for g in (5, 8)
    ]
    rows = [school("4,1", ""), school("", "3,9", number="999901012")]
    released = door(one_column(tmp_path, headers, rows))
    assert released.grades("999901004") == ("5",)
    assert released.figure("Trivsel", unit="999901004", year=2025, grade="8").status is Status.ABSENT


def test_a_header_that_cannot_be_understood_is_named(tmp_path: Path, refused: Callable[..., object]) -> None:
    report = refused(one_column(tmp_path, ["2025-26.Trivsel.Kvantefluks"], [school("4,1")]))
    assert report.problems[0].column == "2025-26.Trivsel.Kvantefluks"


def test_two_columns_for_the_same_figure_are_refused(tmp_path: Path, refused: Callable[..., object]) -> None:
    headers = [
        f"2025-26.Trivsel.Alle spørsmål.{g}.Alle eierformer.Alle kjønn.Score"
        for g in ("5. trinn", "5. årstrinn")
    ]
    refused(one_column(tmp_path, headers, [school("4,1", "4,2")]))

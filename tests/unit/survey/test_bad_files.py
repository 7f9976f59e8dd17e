"""Files are not trusted: every bad one is refused whole, with a sentence for each thing wrong."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
import xlsxwriter

from lmtools.errors import UsageError
from lmtools.settings import Settings
from lmtools.survey import ImportReport, import_files

Refused = Callable[..., ImportReport]
Make = Callable[..., dict[str, str]]
Write = Callable[..., Path]

HEAD = "Spoersmaalgruppe;Spoersmaalnavn;Skoleaarnavn;Trinnnavn;EnhetNavn;Score\n"
LINE = "Trivsel;Alle spørsmål;2025-26;10. årstrinn;Fjordvik skole;4,1\n"

CONTENTS: dict[str, tuple[bytes, str]] = {
    "empty": (b"", "tom"),
    "only a mark": (b"\xef\xbb\xbf", "tom"),
    "only spaces": (b"  \n \n", "tom"),
    "a picture": (b"\x89PNG\r\n\x1a\n" + bytes(200), "bilde"),
    "a photo": (b"\xff\xd8\xff\xe0" + bytes(200), "bilde"),
    "a pdf": (b"%PDF-1.7\n1 0 obj", "PDF"),
    "an old workbook": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(512), "gammel Excel"),
    "a packed file": (b"\x1f\x8b\x08" + bytes(30), "pakket"),
    "a web page": (b"<!DOCTYPE html><html><body>Logg inn</body></html>", "nettside"),
    "machine code": (bytes(range(256)) * 20, "ikke tekst"),
    "prose": ("Kjære alle sammen\nher er tallene dere ba om\n".encode(), "ikke en tabell"),
    "header only": (HEAD.encode(), "ingen rader"),
    "cut in a row": ((HEAD + LINE * 3 + LINE[:20]).encode(), "like mange kolonner"),
    "cut in a letter": ((HEAD + LINE).encode("utf-16-le")[:-1], "kuttet midt i et tegn"),
    "another alphabet": ((HEAD + LINE).encode().replace("ø".encode(), b"\x9d\x81"), "Tegnsettet"),
    "ruined letters": ((HEAD + LINE).encode().decode("cp1252").encode(), "ødelagt"),
    "two alphabets": (HEAD.encode() + LINE.encode() * 2000 + LINE.encode("cp1252"), "to tegnsett"),
    "four bytes a letter": ((HEAD + LINE).encode("utf-32"), "Tegnsettet"),
    "cut json": (b'[{"EnhetNavn": "Fjordvik skole", "Sco', "kuttet"),
    "broken json": (b'[{"EnhetNavn": }]', "ikke gyldig"),
    "no numbers in json": (b'[{"EnhetNavn": "F", "Skoleaarnavn": "2025-26", "Score": NaN}]', "ikke gyldig"),
    "deep json": (b"[" * 100_000, "gyldig"),
    "a huge number in json": (
        b'[{"EnhetNavn":"F","Skoleaarnavn":"2025-26","Score":' + b"9" * 5000 + b"}]",
        "gyldig",
    ),
    "other json": (b'{"svar": 42}', "ingen rader vi kjenner igjen"),
    "json tables in cells": (
        b'[{"EnhetNavn":"F","Skoleaarnavn":"2025-26","Score":{"a":1}}]',
        "noe annet enn tall",
    ),
    "one endless line": (b"a;" * 10 + b"x" * 300_000, "linje uten ende"),
    "no value column": (b"EnhetNavn;Skoleaarnavn;Kjoenn\nF;2025-26;Alle\n", "mangler kolonnen med tall"),
    "the same column twice": (b"EnhetNavn;Skoleaarnavn;Score;Score\nF;2025-26;4,1;4,2\n", "mer enn"),
    "a formula": ((HEAD + LINE.replace("4,1", "=2+2,1")).encode(), "formel"),
    "a command as a name": ((HEAD + LINE.replace("Fjordvik skole", "=cmd|calc")).encode(), "formel"),
    "a table of nothing known": (b"navn;svar\nOla;ja\n", "koblingsfil"),
}


@pytest.mark.parametrize(("content", "word"), CONTENTS.values(), ids=CONTENTS)
def test_a_bad_file_gets_a_sentence(tmp_path: Path, refused: Refused, content: bytes, word: str) -> None:
    path = tmp_path / "tall.csv"
    path.write_bytes(content)
    report = refused(path)
    assert word in report.problems[0].what
    assert report.problems[0].file == str(path)


def test_a_missing_file_and_a_folder_get_a_sentence_each(tmp_path: Path, refused: Refused) -> None:
    report = refused(tmp_path / "borte.csv", tmp_path)
    assert [p.what for p in report.problems] == ["Fila finnes ikke.", "Dette er ikke ei fil."]


def test_ten_thousand_columns_are_refused(tmp_path: Path, refused: Refused) -> None:
    path = tmp_path / "bred.csv"
    path.write_text(";".join(f"k{i}" for i in range(10_000)) + "\n" + ";" * 9_999 + "\n")
    assert "10000 kolonner" in refused(path).problems[0].what


def test_a_two_gigabyte_file_is_refused_before_it_is_read(tmp_path: Path, refused: Refused) -> None:
    path = tmp_path / "stor.csv"
    with path.open("wb") as stream:
        stream.write((HEAD + LINE).encode())
        stream.truncate(2_000_000_000)
    assert "2000 MB" in refused(path).problems[0].what


def test_the_size_limit_is_the_policys(tmp_path: Path, row: Make, export_csv: Write) -> None:
    policy = tmp_path / "regler.toml"
    policy.write_text("[limits]\nmegabytes = 1\n")
    path = export_csv(*(row(Organisasjonsnummer=str(999_900_000 + i)) for i in range(9_000)))
    settings = Settings(data_dir=tmp_path / "data", policy_file=policy)
    assert "Grensa er 1 MB" in import_files([path], settings=settings).problems[0].what


def test_every_problem_of_a_file_is_told_at_once(row: Make, export_csv: Write, refused: Refused) -> None:
    report = refused(
        export_csv(
            row(Score="7,5"), row(Trinnnavn="9. trinn", AntallBesvart="mange"), row(Standardavvik="-1")
        )
    )
    assert [(p.row, p.column) for p in report.problems] == [
        (2, "Score"),
        (4, "Standardavvik"),
        (3, "AntallBesvart"),
    ]


def test_neither_a_wrong_year_nor_a_formula_keeps_the_other_problems_back(
    row: Make, export_csv: Write, refused: Refused
) -> None:
    report = refused(export_csv(row(Score="7,5"), row(Skoleaarnavn="i fjor"), row(Standardavvik="=1+1")))
    assert {(p.row, p.column) for p in report.problems} == {
        (2, "Score"),
        (3, "Skoleaarnavn"),
        (4, "Standardavvik"),
    }


def test_many_rows_with_the_same_trouble_are_counted(row: Make, export_csv: Write, refused: Refused) -> None:
    report = refused(
        export_csv(*(row(Score="feil", Organisasjonsnummer=str(999_900_000 + i)) for i in range(50)))
    )
    assert len(report.problems) == 21
    assert "30 rader til" in report.problems[-1].what


def test_one_bad_file_among_good_ones_stops_them_all(
    row: Make, export_csv: Write, tmp_path: Path, refused: Refused
) -> None:
    (tmp_path / "feil.csv").write_bytes(b"\x89PNG")
    report = refused(export_csv(row()), tmp_path / "feil.csv")
    assert [Path(p.file).name for p in report.problems] == ["feil.csv"]


def test_a_data_folder_that_cannot_be_written_is_told_in_a_sentence(
    row: Make, export_csv: Write, tmp_path: Path
) -> None:
    data = tmp_path / "data"
    data.mkdir()
    (data / "released").symlink_to(tmp_path / "a disk that is not there")
    with pytest.raises(UsageError, match="LMTOOLS_DATA"):
        import_files([export_csv(row())], settings=Settings(data_dir=data))


def test_no_message_repeats_a_cell(row: Make, export_csv: Write, refused: Refused) -> None:
    secret = "hemmelig-svar-fra-en-elev"
    report = refused(export_csv(row(Score=secret, Skoleaarnavn="2025-26"), row(AntallBesvart=secret)))
    assert secret not in json.dumps(report.as_json(), ensure_ascii=False)


# --- workbooks -------------------------------------------------------------------------------------


def book(path: Path, rows: list[list[object]]) -> Path:
    with xlsxwriter.Workbook(path) as made:
        sheet = made.add_worksheet()
        for y, cells in enumerate(rows):
            for x, cell in enumerate(cells):
                sheet.write(y, x, cell)
    return path


COLUMNS = HEAD.strip().split(";")
CELLS = LINE.strip().split(";")


def test_a_workbook_of_the_export_is_read(tmp_path: Path, door: Callable[..., object]) -> None:
    door(book(tmp_path / "eksport.xlsx", [COLUMNS, CELLS]))


def test_a_workbook_that_is_named_as_a_text_file_is_read(tmp_path: Path, door: Callable[..., object]) -> None:
    door(book(tmp_path / "eksport.xlsx", [COLUMNS, CELLS]).rename(tmp_path / "eksport.csv"))


def test_formulas_in_a_workbook_are_refused_by_row_and_column(tmp_path: Path, refused: Refused) -> None:
    wrong = [[*CELLS[:-1], "=1+3.1"], [*CELLS[:-1], "7,5"]]
    report = refused(book(tmp_path / "e.xlsx", [COLUMNS, CELLS, *wrong]))
    assert [(p.row, p.column, "formel" in p.what) for p in report.problems] == [
        (3, "Score", True),
        (4, "Score", False),
    ]


def test_an_empty_workbook_is_refused(tmp_path: Path, refused: Refused) -> None:
    assert "ingen tabell" in refused(book(tmp_path / "e.xlsx", [])).problems[0].what


def test_a_cut_workbook_is_refused(tmp_path: Path, refused: Refused) -> None:
    path = book(tmp_path / "e.xlsx", [COLUMNS, CELLS])
    path.write_bytes(path.read_bytes()[:-200])
    assert "kuttet eller ødelagt" in refused(path).problems[0].what


def test_a_workbook_with_a_ruined_part_is_refused(tmp_path: Path, refused: Refused) -> None:
    good = book(tmp_path / "god.xlsx", [COLUMNS, CELLS])
    path = repack(good, tmp_path / "e.xlsx", {"xl/worksheets/sheet1.xml": b"<worksheet><sheetData><row><c"})
    assert "kuttet eller ødelagt" in refused(path).problems[0].what


def test_a_zip_that_is_no_workbook_is_refused(tmp_path: Path, refused: Refused) -> None:
    path = tmp_path / "e.xlsx"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("tall.csv", HEAD + LINE)
    assert "zip-fil" in refused(path).problems[0].what


def test_a_zip_bomb_is_refused_from_its_directory(tmp_path: Path, refused: Refused) -> None:
    good = book(tmp_path / "god.xlsx", [COLUMNS, CELLS])
    path = repack(good, tmp_path / "e.xlsx", {"xl/worksheets/sheet1.xml": b" " * 50_000_000})
    assert path.stat().st_size < 200_000
    assert "pakker seg ut" in refused(path).problems[0].what


def test_a_workbook_with_a_document_type_is_refused(tmp_path: Path, refused: Refused) -> None:
    good = book(tmp_path / "god.xlsx", [COLUMNS, CELLS])
    bomb = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><sst>&b;</sst>'
    assert (
        "regneark"
        in refused(repack(good, tmp_path / "e.xlsx", {"xl/sharedStrings.xml": bomb})).problems[0].what
    )


def test_a_date_where_a_number_should_be_is_refused(tmp_path: Path, refused: Refused) -> None:
    path = tmp_path / "e.xlsx"
    with xlsxwriter.Workbook(path) as made:
        sheet = made.add_worksheet()
        for x, (name, cell) in enumerate(zip(COLUMNS, CELLS, strict=True)):
            sheet.write(0, x, name)
            if name == "Score":
                sheet.write_number(1, x, 45_000, made.add_format({"num_format": "yyyy-mm-dd"}))
            else:
                sheet.write(1, x, cell)
    assert refused(path).problems[0].column == "Score"


def repack(source: Path, target: Path, parts: dict[str, bytes]) -> Path:
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, parts.get(name, old.read(name)))
    return target


def test_organisation_numbers_rounded_by_a_spreadsheet_are_refused(
    row: Make, export_csv: Write, refused: Refused
) -> None:
    report = refused(export_csv(row(Organisasjonsnummer="9,74E+08")))
    assert (report.problems[0].row, report.problems[0].column) == (2, "Organisasjonsnummer")


def test_windows_letters_far_down_in_a_file_are_read(
    row: Make, export_csv: Write, tmp_path: Path, door: Callable[..., object]
) -> None:
    plain = {
        "Kommune": "Ringerike",
        "EnhetNavn": "Fjordvik",
        "Spoersmaalnavn": "Alle",
        "Trinnnavn": "8. trinn",
    }
    plain |= {"Kjoenn": "Gutt"}
    rows = [row(plain, Organisasjonsnummer=str(999_900_000 + i)) for i in range(900)]
    path = export_csv(*rows, row(Kommune="Østre Toten", Trinnnavn="9. trinn", Kjoenn="Jente"))
    path.write_bytes(path.read_text("utf-8").encode("cp1252"))
    assert path.read_bytes()[:65_536].isascii()
    door(path)


def test_uneven_rows_are_named_even_when_letters_are_broken(tmp_path: Path, refused: Refused) -> None:
    path = tmp_path / "tall.csv"
    path.write_bytes((HEAD + LINE * 2000 + "for;få\n").encode() + b"\xc3;\n")
    assert "to tegnsett" in refused(path).problems[0].what


def test_uneven_rows_are_named_by_number(tmp_path: Path, refused: Refused) -> None:
    path = tmp_path / "tall.csv"
    path.write_text(HEAD + LINE + "for;få\n" + LINE + "en;to;tre;fire;fem;seks;sju\n", encoding="utf-8")
    assert [p.row for p in refused(path).problems] == [3, 5]


@pytest.mark.parametrize("tail", [";;\n", "\n\n", "   \n", ";\n"])
def test_blank_rows_at_the_end_are_no_trouble(tmp_path: Path, door: Callable[..., object], tail: str) -> None:
    path = tmp_path / "tall.csv"
    path.write_text(HEAD + LINE + tail, encoding="utf-8")
    door(path)


def test_a_table_of_blank_rows_only_has_no_rows(tmp_path: Path, refused: Refused) -> None:
    path = tmp_path / "tall.csv"
    path.write_text(HEAD + ";;\n;\n", encoding="utf-8")
    assert "ingen rader" in refused(path).problems[0].what


def test_a_workbook_whose_packing_is_broken_is_refused(tmp_path: Path, refused: Refused) -> None:
    path = book(tmp_path / "e.xlsx", [COLUMNS, *[CELLS] * 300])
    content = bytearray(path.read_bytes())
    with zipfile.ZipFile(path) as archive:
        part = archive.getinfo("xl/worksheets/sheet1.xml")
    start = part.header_offset + 30 + len(part.filename)
    content[start + 20 : start + 60] = bytes(40)
    path.write_bytes(bytes(content))
    assert "kuttet eller ødelagt" in refused(path).problems[0].what

"""What people write stays text in every document that leaves the house."""

from __future__ import annotations

import io
import re
import zipfile
from html.parser import HTMLParser

import docx
import icalendar
import openpyxl
import pytest

from lmtools.room.arguments import clean
from tests.browser.people import Colleague, Leader
from tests.conftest import Server
from tests.hostile_texts import CLEANED, FORMULAS, PLANNED, STAY, HostileDay, expected
from tests.unit.serving.conftest import plain_client

PEOPLE = 5


@pytest.fixture(scope="module")
def documents(server: Server) -> dict[str, bytes]:
    """Each document of a day in which every field was filled with hostile texts."""
    leader = Leader(server, groups=2, expected=PEOPLE)
    day = HostileDay(leader, [Colleague(server, leader.code) for _ in range(PEOPLE)])
    for part in (day.think, day.agree, day.show, day.choose, day.plan, day.report):
        part()
    with plain_client(server) as reader:
        reader.post("api/join", json={"code": leader.code})
        place = f"api/room/{leader.code}/report"
        answers = {kind: reader.get(f"{place}.{kind}") for kind in ("docx", "xlsx", "html", "ics")}
    for answer in answers.values():
        assert answer.status_code == 200
        assert answer.headers["Content-Disposition"].startswith("attachment; filename=")
    return {kind: answer.content for kind, answer in answers.items()}


def planned() -> list[str]:
    """What was written in the plan's fields, as it is stored."""
    return [CLEANED.get(text, text) for text in PLANNED]


@pytest.mark.parametrize("text", [*CLEANED, "\ud800halv\udfff", "  ytterst  ", "a\r\nb"])
def test_what_is_no_text_is_taken_away_on_the_way_in(text: str) -> None:
    cleaned = clean(text)
    assert not re.search(r"[\x00-\x09\x0b-\x1f\x7f\ud800-\udfff\u202a-\u202e]", cleaned)
    assert cleaned == cleaned.strip()


@pytest.mark.parametrize("text", STAY)
def test_what_is_text_is_kept_sign_for_sign(text: str) -> None:
    assert clean(text) == text.strip() or clean(text).replace("\ufeff", "") == text.replace("\ufeff", "")


def test_word_shows_it_and_makes_neither_field_nor_link_of_it(documents: dict[str, bytes]) -> None:
    document = docx.Document(io.BytesIO(documents["docx"]))
    shown = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    whole = "\n".join([*(paragraph.text for paragraph in document.paragraphs), *shown])
    for text in (*expected()[2:], *planned()):  # two points were merged
        assert text in whole
    with zipfile.ZipFile(io.BytesIO(documents["docx"])) as parts:
        xml = parts.read("word/document.xml").decode()
        footers = "".join(parts.read(name).decode() for name in parts.namelist() if "footer" in name)
        relations = parts.read("word/_rels/document.xml.rels").decode()
    for tag in ("w:hyperlink", "w:fldSimple", "w:instrText", "w:object", "w:altChunk"):
        assert f"<{tag}" not in xml
    assert footers.count("<w:instrText") == 1  # the page number
    assert 'TargetMode="External"' not in relations


def test_a_spreadsheet_holds_strings_and_no_formula_or_link(documents: dict[str, bytes]) -> None:
    book = openpyxl.load_workbook(io.BytesIO(documents["xlsx"]))
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert {cell.data_type for cell in cells} <= {
        "s",
        "n",
        "d",
    }  # dates are ours
    assert all(cell.hyperlink is None for cell in cells)
    with zipfile.ZipFile(io.BytesIO(documents["xlsx"])) as parts:
        sheets = [parts.read(name).decode() for name in parts.namelist() if "worksheets/sheet" in name]
        assert not [name for name in parts.namelist() if "external" in name.lower()]
        strings = parts.read("xl/sharedStrings.xml").decode()
    assert not [sheet for sheet in sheets if "<f>" in sheet or "<hyperlink" in sheet]
    assert "&lt;script&gt;" in strings and "<script" not in strings
    values = {str(cell.value) for cell in cells}
    for formula in FORMULAS:
        assert formula in values  # sign for sign, as a string


class Tags(HTMLParser):
    """The elements and attributes of a page, and its text."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: set[str] = set()
        self.text = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes |= {name for name, _ in attrs}

    def handle_data(self, data: str) -> None:
        self.text += data


def test_the_page_to_print_has_our_elements_and_no_others(documents: dict[str, bytes]) -> None:
    html = documents["html"].decode()
    page = Tags(html)
    ours = "html head meta title style body main div p h1 h2 h3 ul li"
    ours += " table caption colgroup col thead tbody tr th td"
    assert page.tags <= set(ours.split())
    assert page.attributes <= {"lang", "charset", "name", "content", "class", "scope", "http-equiv", "style"}
    assert all(re.fullmatch(r"width:\d+%", style) for style in re.findall(r'style="([^"]*)"', html))
    for text in (*expected()[2:], *planned()):
        assert text in page.text


def test_a_calendar_has_the_plans_entries_and_no_others(documents: dict[str, bytes]) -> None:
    raw = documents["ics"]
    assert all(len(line) <= 75 for line in raw.split(b"\r\n"))
    assert b"\n" not in raw.replace(b"\r\n", b"")
    calendar = icalendar.Calendar.from_ical(raw)
    entries = [entry for entry in calendar.walk() if entry.name == "VEVENT"]
    kinds = {name for entry in calendar.walk() for name in entry}
    assert not kinds & {"ATTACH", "URL", "ORGANIZER", "ATTENDEE"}
    assert {entry.name for entry in calendar.walk()} <= {"VCALENDAR", "VEVENT", "VALARM"}
    assert all(str(entry["UID"]).endswith("@lmtools") for entry in entries)
    assert "Innbrudd" not in {str(entry["SUMMARY"]) for entry in entries}
    told = "\n".join(str(entry["DESCRIPTION"]) for entry in entries)
    assert any(text in told for text in planned())

"""Each document is opened again with its own library and says what the description says."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import date, datetime
from html.parser import HTMLParser

import docx
import icalendar
import openpyxl
import pytest
from docx.oxml.ns import qn

from lmtools.domain.plan import Action
from lmtools.reports import (
    Bullets,
    Heading,
    Paragraph,
    Report,
    Sheet,
    as_docx,
    as_html,
    as_ics,
    as_xlsx,
    day_report,
)
from lmtools.text import Text


@pytest.fixture
def report(day):
    return day_report(day, Text("nb"))


def a_report(*blocks, language="nb"):
    return Report("Tittel", "Sted og dag", "Ingress", language, date(2026, 9, 16), blocks)


class TestWord:
    def test_headings_are_real_headings(self, report):
        document = docx.Document(io.BytesIO(as_docx(report)))
        styles = [(p.style.name, p.text) for p in document.paragraphs]
        assert ("Title", "Ståsted: det dagen ga") in styles
        assert ("Heading 1", "Det vi så") in styles
        assert ("Heading 2", "Mål 1: Elevene møter de samme reglene i alle timer") in styles
        assert ("List Bullet", "Elevrådet sier fra") in styles

    def test_every_table_has_a_head_that_repeats_and_a_title(self, report):
        document = docx.Document(io.BytesIO(as_docx(report)))
        assert len(document.tables) == len(report.tables)
        for drawn, described in zip(document.tables, report.tables, strict=True):
            assert [cell.text for cell in drawn.rows[0].cells] == list(described.columns)
            assert drawn.rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None
            assert drawn._tbl.tblPr.find(qn("w:tblCaption")).get(qn("w:val")) == described.caption
            assert [[c.text for c in row.cells] for row in drawn.rows[1:]] == [
                [str(value) for value in row] for row in described.rows
            ]

    @pytest.mark.parametrize(("language", "tag"), [("nb", "nb-NO"), ("nn", "nn-NO"), ("en", "en-GB")])
    def test_the_language_is_set_for_spelling_and_for_screen_readers(self, language, tag):
        document = docx.Document(io.BytesIO(as_docx(a_report(language=language))))
        assert (
            document.styles.element.find(f".//{qn('w:rPrDefault')}//{qn('w:lang')}").get(qn("w:val")) == tag
        )
        assert document.core_properties.language == tag

    def test_no_author_is_named(self, report):
        properties = docx.Document(io.BytesIO(as_docx(report))).core_properties
        assert (properties.author, properties.last_modified_by, properties.comments) == ("", "", "")
        assert properties.title == report.title
        assert properties.created.date() == date(2026, 9, 16)

    def test_what_people_wrote_is_text_also_when_it_holds_signs_that_xml_cannot(self):
        document = docx.Document(io.BytesIO(as_docx(a_report(Paragraph("<w:p/> & \x00\x0b slutt")))))
        assert "<w:p/> &  slutt" in [p.text for p in document.paragraphs]


class TestPage:
    def test_the_page_says_its_language_and_has_one_main_heading(self, report):
        page = as_html(report)
        assert '<html lang="nb">' in page
        assert page.count("<h1>") == 1
        assert '<th scope="col">Tiltak</th>' in page

    def test_what_people_wrote_is_text_and_never_markup(self, report):
        page = as_html(report)
        assert "<b>mer</b>" not in page
        assert "&lt;b&gt;mer&lt;/b&gt;" in page

    def test_the_page_asks_for_nothing_from_elsewhere(self, report):
        class Addresses(HTMLParser):
            found: list[str] = []  # noqa: RUF012 - one parser, thrown away

            def handle_starttag(self, tag, attrs):
                self.found += [value for name, value in attrs if name in ("src", "href", "action")]

        reader = Addresses()
        reader.feed(as_html(report))
        assert reader.found == []
        assert "url(" not in as_html(report)
        assert "@import" not in as_html(report)

    def test_every_kind_of_block_has_its_element(self):
        page = as_html(a_report(Heading("H", 2), Paragraph("P", quiet=True), Bullets(("a", "b"))))
        assert "<h3>H</h3>" in page
        assert '<p class="quiet">P</p>' in page
        assert "<ul><li>a</li><li>b</li></ul>" in page


def a_book(*sheets):
    return openpyxl.load_workbook(io.BytesIO(as_xlsx(sheets, title="Tittel", on=date(2026, 9, 16))))


class TestSheets:
    def test_each_sheet_has_its_head_frozen_on_top(self):
        book = a_book(Sheet("Tiltak", ("Hva", "Hvem"), (("Tre regler", "Alle"),), (40, 20)))
        assert [cell.value for cell in book["Tiltak"][1]] == ["Hva", "Hvem"]
        assert book["Tiltak"].freeze_panes == "B2"
        assert book["Tiltak"].print_title_rows == "$1:$1"

    def test_numbers_are_numbers_dates_are_dates_and_nothing_is_nothing(self):
        row = (34, 3.8, date(2027, 1, 15), None, "")
        sheet = a_book(Sheet("T", ("a", "b", "c", "d", "e"), (row,), (9,) * 5)).active
        values = [cell.value for cell in sheet[2]]
        assert values == [34, 3.8, datetime(2027, 1, 15), None, None]
        assert sheet["C2"].is_date

    @pytest.mark.parametrize(
        "written", ["=2+2", "+1", "-1", "@SUM(A1)", '=HYPERLINK("x")', "0042", "https://x.no"]
    )
    def test_what_people_wrote_is_never_a_formula_a_link_or_a_number(self, written):
        sheet = a_book(Sheet("T", ("a", "b"), ((written, written),), (9, 9))).active
        assert [(cell.value, cell.data_type, cell.hyperlink) for cell in sheet[2]] == [
            (written, "s", None)
        ] * 2

    def test_names_that_excel_refuses_or_has_already_are_changed(self):
        names = ["[A]: b/c?", "X" * 40, "X" * 40, "???"]
        written = a_book(*(Sheet(name, ("a",), (), (9,)) for name in names)).sheetnames
        assert len(written) == 4
        assert all(0 < len(name) <= 31 for name in written)

    def test_no_author_is_named(self):
        properties = a_book(Sheet("T", ("a",), (), (9,))).properties
        assert not properties.creator
        assert not properties.lastModifiedBy


class TestCalendar:
    def events(self, day):
        return icalendar.Calendar.from_ical(as_ics(day, Text("nb"))).walk("VEVENT")

    def test_a_deadline_and_the_day_to_look_again_are_whole_days(self, day):
        assert [(str(e["summary"]), e["dtstart"].dt) for e in self.events(day)] == [
            ("Tiltak: Tre regler som gjelder i alle timer, laget med elevrådet", date(2027, 1, 15)),
            ("Halvveissjekk av planen: Solbakken ungdomsskole", date(2026, 12, 16)),
            ("Se på planen: Solbakken ungdomsskole", date(2027, 3, 17)),
        ]

    def test_an_entry_says_who_and_how_we_know(self, day):
        described = str(self.events(day)[0]["description"])
        assert "Hvem: Teamlederne og elevrådet" in described
        assert "Tegn på at det virker: Elevrådet sier at reglene er til å forstå" in described

    def test_the_file_says_what_it_is_and_no_line_is_longer_than_calendars_take(self, day, goals):
        long = replace(goals[0].actions[0], text="Å følge opp reglene likt i alle timer, " * 10)
        written = as_ics(replace(day, goals=(replace(goals[0], actions=(long,)),)), Text("nb"))
        calendar = icalendar.Calendar.from_ical(written)
        assert (calendar["method"], calendar["version"]) == ("PUBLISH", "2.0")
        assert calendar["prodid"].startswith("-//lmtools//")
        assert max(len(line) for line in written.split(b"\r\n")) <= 75
        assert str(calendar.walk("VEVENT")[0]["summary"]).count("følge opp") == 10

    def test_the_same_session_has_the_same_entries_wherever_it_is_opened(self, day):
        elsewhere = replace(day.session, id="s2", origin=day.session.mark)
        there = [str(e["uid"]) for e in self.events(replace(day, session=elsewhere))]
        assert there == [str(e["uid"]) for e in self.events(day)]
        assert all(uid.startswith(day.session.mark) for uid in there)

    def test_the_check_and_looking_again_are_reminded_of_a_week_before(self, day):
        alarms = [alarm for event in self.events(day)[1:] for alarm in event.walk("VALARM")]
        assert [alarm["trigger"].dt.days for alarm in alarms] == [-7, -7]

    def test_the_check_half_way_asks_how_it_goes_with_each_action(self, day):
        described = str(self.events(day)[1]["description"])
        assert described.startswith("Er vi i gang?")
        assert "Tiltak: Tre regler som gjelder i alle timer" in described

    def test_importing_twice_replaces_instead_of_doubling(self, day):
        assert [str(e["uid"]) for e in self.events(day)] == [str(e["uid"]) for e in self.events(day)]
        assert len({str(e["uid"]) for e in self.events(day)}) == 3

    def test_an_action_without_a_text_has_no_entry(self, day, goals):
        bare = replace(goals[0], actions=(Action("a9", "s1", "g1", when="15. januar"),))
        summaries = [str(event["summary"]) for event in self.events(replace(day, goals=(bare,)))]
        assert not any(summary.startswith("Tiltak") for summary in summaries)

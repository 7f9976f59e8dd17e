"""When the day is over, in a real browser: files, the page for pupils and parents, opening and deleting."""

from __future__ import annotations

import io
import re
import uuid
import zipfile
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import docx
import icalendar
import openpyxl
import pypdf
import pytest
from playwright.sync_api import Page, expect

from lmtools.domain.day import Day
from lmtools.domain.plan import Plan
from lmtools.domain.session import Phase, Step, WorkSession
from lmtools.domain.summary import HEADLINE_LENGTH, PART_LENGTH, PART_LINES, Summary
from lmtools.reports import Said, as_html, summary_page
from lmtools.text import Text
from tests.browser.checks import check, check_narrow, check_paper
from tests.browser.people import LAPTOP, SLOW, Colleague, Leader, scan

pytestmark = pytest.mark.browser

POINT, ACTION = "Reglene er like på papiret, men ikke i timene", "Tre regler som gjelder i alle timer"


def a_day(server: Any) -> Leader:
    """A session at its end: a point, a vote that has been shown, and a plan."""
    leader = Leader(server, groups=1, expected=5)
    people = [Colleague(server, leader.code) for _ in range(5)]
    leader.go("reflect-1", "group")
    point = str(uuid.uuid4())
    people[0].send("point.add", point=point, step="reflect-1", text=POINT, notes=[])
    leader.send("moderate", point=point, show=True)
    leader.go("prioritise-1", "alone")
    for person in people:
        person.send("vote.cast", step="prioritise-1", round=1, votes={point: 3})
    leader.go("prioritise-1", "plenary")
    leader.send("reveal", step="prioritise-1")
    leader.send("goal.save", goal="g1", text="Elevene møter de samme reglene")
    leader.send("action.save", action="a1", goal="g1", text=ACTION, who="Teamlederne", when="15. januar 2027")
    leader.send("plan.save", evaluate_on="2027-03-17")
    return leader


def come_in(make: Any, server: Any, path: str) -> Page:
    """A facilitator's page, in a browser that has signed in with the key."""
    page: Page = make(viewport=LAPTOP).new_page()
    page.goto(f"{server.url}prosessleder#nokkel={server.key}")
    expect(page.get_by_role("heading", name="Ny økt")).to_be_visible()
    page.goto(f"{server.url}{path}")
    return page


def download(page: Page, name: str) -> bytes:
    """Press a link and keep the file it gives."""
    with page.expect_download() as started:
        page.get_by_role("link", name=name, exact=True).click()
    return Path(started.value.path()).read_bytes()


def test_what_the_day_gave_is_taken_along_and_the_session_deleted(browser_context: Any, server: Any) -> None:
    leader = a_day(server)
    page = come_in(browser_context, server, f"okt/{leader.code}/styr")
    page.get_by_role("link", name="Alt dere kan ta med, og sletting").click()
    expect(page.get_by_label("Dette gjør vi")).to_have_value(re.compile(ACTION))
    check(page)
    check_paper(page)
    check_narrow(page)

    # Each file is opened by its own library.
    minutes = docx.Document(io.BytesIO(download(page, "Referat og plan (Word)")))
    assert "5 var med, i én gruppe." in [paragraph.text for paragraph in minutes.paragraphs]
    book = openpyxl.load_workbook(io.BytesIO(download(page, "Alt i regneark (Excel)")))
    assert [row[4].value for row in book["Tiltak"].iter_rows(min_row=2)] == [datetime(2027, 1, 15)]
    events = icalendar.Calendar.from_ical(download(page, "Datoene (kalenderfil)")).walk("VEVENT")
    dates = [event["dtstart"].dt for event in events if "-check@" not in event["uid"]]  # it moves with today
    assert dates == [date(2027, 1, 15), date(2027, 3, 17)]
    kept = download(page, "Øktfila")
    assert zipfile.ZipFile(io.BytesIO(kept)).testzip() is None

    # The page for pupils and parents goes out in the words that are saved, and not before.
    assert page.get_by_role("link", name="Åpne arket til utskrift").count() == 0
    page.get_by_label("Dette gjør vi").fill("Vi lager tre regler sammen med elevrådet.")
    page.get_by_role("button", name="Lagre teksten").click()
    expect(page.get_by_text(re.compile(r"^Lagret \d\d\.\d\d$"))).to_be_visible()
    with page.expect_popup() as opened:
        page.get_by_role("link", name="Åpne arket til utskrift").click()
    sheet = opened.value
    expect(sheet.get_by_text("Vi lager tre regler sammen med elevrådet.")).to_be_visible()
    expect(sheet.get_by_text("17. mars 2027 ser vi på om det har hjulpet.")).to_be_visible()
    expect(sheet.get_by_text(ACTION)).to_have_count(0)
    check(sheet)
    sheet.close()

    # Deleting is asked once, with the code; who is still in the room is told.
    phone = scan(browser_context, server, leader.code)
    page.get_by_role("button", name="Slett økta").click()
    check(page)
    page.get_by_role("button", name="Slett for godt").click()
    expect(page.get_by_role("alert").filter(has_text="for å slette")).to_be_visible()
    page.get_by_label("Skriv koden").fill(f"{leader.code[:3]} {leader.code[3:]}")
    page.get_by_role("button", name="Slett for godt").click()
    expect(page.get_by_role("heading", name="Økta er slettet")).to_be_visible()
    expect(page.get_by_text("punktene (1), målene (1), tiltakene (1)", exact=False)).to_be_visible()
    expect(phone.get_by_role("heading", name="Økta er slettet")).to_be_visible(timeout=SLOW)
    check(phone)

    # And the file opens it again: another code, the same plan, and it is told when it is opened twice.
    page.goto(f"{server.url}prosessleder")
    name = {"name": "okt.lmtools", "mimeType": "application/octet-stream", "buffer": kept}
    page.locator("#session-file").set_input_files(name)
    page.get_by_role("button", name="Hent økta").click()
    page.wait_for_url(re.compile(r"/okt/\d{6}/styr"))
    assert leader.code not in page.url
    expect(page.get_by_role("heading", name="Nøkkelen til økta")).to_be_visible()
    page.emulate_media(media="print")
    expect(page.get_by_role("heading", name="Nøkkelen til økta")).to_be_hidden()  # paper lies about
    page.emulate_media(media="screen")
    page.goto(f"{server.url}prosessleder")
    page.locator("#session-file").set_input_files(name)
    page.get_by_role("button", name="Hent økta").click()
    expect(page.get_by_role("alert").filter(has_text="her fra før")).to_be_visible()
    check(page)
    page.locator("#session-file").set_input_files({**name, "buffer": kept[:300]})
    page.get_by_role("button", name="Hent økta").click()
    expect(page.get_by_role("alert").filter(has_text="Fila er ikke hel")).to_be_visible()


def test_a_half_written_page_for_pupils_is_there_after_a_reload(browser_context: Any, server: Any) -> None:
    leader = Leader(server)
    page = come_in(browser_context, server, f"okt/{leader.code}/etter")
    page.get_by_label("Overskrift").fill("Vi har hørt på dere")
    page.reload()
    expect(page.get_by_label("Overskrift")).to_have_value("Vi har hørt på dere")
    page.get_by_label("Dette gjør vi").fill("Vi snakker med Amira i 9B.")
    page.get_by_role("button", name="Lagre teksten").click()
    expect(page.get_by_text("«Amira» ligner navnet på en person.")).to_be_visible()


@pytest.mark.parametrize("word", ["Mmmmm", "ord"])
def test_the_page_for_pupils_is_one_sheet_of_paper_however_much_is_written(browser: Any, word: str) -> None:
    page = browser.new_page()
    page.set_content(as_html(fullest(word)))
    printed = pypdf.PdfReader(io.BytesIO(page.pdf(prefer_css_page_size=True)))
    page.close()
    assert len(printed.pages) == 1
    width, height = printed.pages[0].mediabox.width, printed.pages[0].mediabox.height
    assert (round(width), round(height)) == (595, 842)  # A4


def fullest(word: str) -> Any:
    """The page with as much on it as can be saved."""
    line = (f"{word} " * 100)[: PART_LENGTH // PART_LINES - 1]
    part = "\n".join([line] * PART_LINES)
    session = WorkSession(
        id="s",
        code="482617",
        workbook="stasted",
        title="Ståsted",
        school_key="1",
        school_name="Nordre Østkyst oppvekstsenter og ungdomsskole",
        grade="10",
        language="nb",
        groups=1,
        expected=5,
        started_at=datetime(2026, 9, 16, 12, tzinfo=UTC),
        ends_on=date(2026, 12, 1),
        steps=(Step("report-1", "report", "Rapport"),),
        now_step="report-1",
        now_phase=Phase.PLENARY,
    )
    plan = Plan("s", evaluate_on=date(2027, 3, 17))
    day = Day(session, 30, (), (), (), (), plan, (), ())
    summary = Summary("s", (f"{word} " * 40)[:HEADLINE_LENGTH], part, part, 1)
    return summary_page(
        day, summary, Said((), "Kilde: Elevundersøkelsen, Utdanningsdirektoratet. " * 2), Text("nb")
    )

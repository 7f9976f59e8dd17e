"""The pages around the workbooks, rendered alone: what they say, and what they never do."""

from __future__ import annotations

import json
import re
from dataclasses import asdict
from typing import Any

import pytest

from lmtools.domain.guide import Guide
from lmtools.domain.session import Outline, Step
from lmtools.serving.pages import TEMPLATES, page_environment
from lmtools.text import Text

PAGES = sorted(path.name for path in TEMPLATES.glob("*.html") if not path.name.startswith("_"))
STASTED = Outline("stasted", "Ståsted", "Hvor står vi?", ())
SCHOOL = {"key": "974000001", "name": "Solbakken", "grades": [{"key": "all", "name": "Alle trinn"}]}


def render(name: str, **context: Any) -> str:
    """The page `name` with no more than every page gets, and `context`."""
    language = context.get("language", "nb")
    least = {"t": Text(language).t, "static": lambda file: f"/static/{file}"}
    return page_environment().get_template(name).render(**least, **context)


def sectors(page: str) -> list[str]:
    """The states of the wheel's workbooks, clockwise."""
    return re.findall(r'class="sector" data-state="(\w+)"', page)


@pytest.mark.parametrize("name", PAGES)
def test_every_page_can_be_shown_with_nothing_but_texts_and_files(name: str) -> None:
    page = render(name)
    assert "<title>" in page
    assert 'id="innhold"' in page
    assert page.count("<h1") <= 1


@pytest.mark.parametrize("name", PAGES)
def test_no_page_has_styles_or_scripts_of_its_own_inside(name: str) -> None:
    page = render(name, facilitator=True, schools=[SCHOOL], workbooks=[STASTED], demo=True)
    assert not re.search(r"\sstyle=|<style|\son\w+=", page)
    inline = re.findall(r"<script(?![^>]*\ssrc=)([^>]*)>", page)
    assert all('type="application/json"' in attributes for attributes in inline)


@pytest.mark.parametrize("name", PAGES)
def test_no_page_names_an_address_outside(name: str) -> None:
    outside = re.findall(r'(?:href|src|action)="((?:https?:)?//[^"]*)"', render(name))
    assert outside == []


def test_a_workbook_that_is_here_is_a_link_and_the_rest_are_coming() -> None:
    page = render("start.html", workbooks=[STASTED])
    assert page.count('class="when">Kommer<') == 8
    assert set(re.findall(r'href="/(bok/[^"]*)"', page)) == {"bok/nb/stasted"}
    assert sectors(page) == ["later", "ready", *["later"] * 7]


def test_todays_workbook_is_marked_as_now_in_the_wheel_and_in_the_list() -> None:
    today = {"workbook": "stasted", "title": "Ståsted", "date": "24. november", "expected": 38, "groups": 9}
    page = render("start.html", workbooks=[STASTED], today=today)
    assert sectors(page)[1] == "today"
    assert page.count('aria-current="date"') == 1
    assert "38 ansatte i 9 grupper" in page


def test_a_workbook_outside_the_plan_has_a_list_of_its_own() -> None:
    page = render("start.html", workbooks=[STASTED, Outline("egen", "Vår egen", "Laget her.", ())])
    assert "Flere arbeidsbøker" in page
    assert 'href="/bok/nb/egen"' in page


def test_a_folder_with_a_shared_workbook_alone_shows_that_and_no_wheel() -> None:
    page = render("start.html", workbooks=[Outline("egen", "Vår egen", "Laget her.", ())])
    assert sectors(page) == []
    assert "Kommer" not in page
    assert re.search(r'ds-button[^>]*href="/bok/nb/egen"', page)


def test_a_demonstration_tells_its_key_and_the_way_on_and_others_tell_neither() -> None:
    page = render("facilitator.html", demo=True, demo_key="demo-demo-demo")
    assert "nøkkelen demo-demo-demo" in page
    assert 'href="/om#egne"' in page
    assert 'id="egne"' in render("about.html", demo=True)
    assert "demo-demo" not in render("facilitator.html")
    assert "#egne" not in render("facilitator.html")


def test_what_others_have_written_is_text_and_never_markup() -> None:
    page = render("start.html", workbooks=[Outline("stasted", "<b>Ståsted</b>", "", ())], school="<i>S</i>")
    assert "<b>Ståsted" not in page
    assert "<i>S" not in page


def test_an_unknown_code_is_told_beneath_the_field_it_was_written_in() -> None:
    page = render("start.html", error="Vi finner ingen økt.", code="482671")
    field = re.search(r'<input[^>]*id="kode"[^>]*>', page)
    assert field is not None
    assert 'aria-invalid="true"' in field[0]
    assert 'aria-describedby="kode-feil"' in field[0]
    assert re.search(r'id="kode-feil" role="alert"><p[^>]*>Vi finner ingen økt\.', page)


def test_only_a_demonstration_says_that_it_is_one() -> None:
    sentence = "Dette er en demonstrasjon med oppdiktede tall. Ingenting deles eller lagres."
    assert sentence in render("start.html", demo=True)
    assert sentence in render("console.html", demo=True, code="482617")
    assert sentence not in render("start.html")


def test_without_figures_the_start_page_offers_none_and_says_why() -> None:
    page = render("start.html", workbooks=[STASTED], has_data=False)
    assert "/bok/" not in page
    assert "Ingen tall ennå" in page


def test_without_figures_the_facilitator_is_told_how_to_import() -> None:
    page = render("facilitator.html", facilitator=True, workbooks=[STASTED])
    assert "lmtools import" in page
    assert 'id="new-session"' not in page


def test_a_key_to_one_session_starts_no_other() -> None:
    page = render("facilitator.html", facilitator=True, may_start=False, sessions=[])
    assert "Ny økt" not in page
    assert "Økter som er i gang" in page


def test_without_a_key_nothing_but_the_key_is_asked_for() -> None:
    page = render("facilitator.html", schools=[SCHOOL], sessions=[{"code": "482617", "title": "Hemmelig"}])
    assert 'id="nokkel"' in page
    assert "Hemmelig" not in page


def test_a_key_pressed_in_before_the_script_is_there_goes_nowhere() -> None:
    assert re.search(r'<form[^>]*id="sign-in" method="dialog"', render("facilitator.html"))


def test_pages_lie_under_the_base_url_and_change_language_where_they_are() -> None:
    page = render("start.html", workbooks=[STASTED], base="/user/x/proxy/8866/", language="nn")
    assert '<html lang="nn"' in page
    assert 'href="/user/x/proxy/8866/bok/nn/stasted"' in page
    assert 'href="/bok' not in page
    assert re.findall(r'href="(\?sprak=\w+)"', page) == ["?sprak=nb", "?sprak=nn", "?sprak=en"]


def test_the_page_about_hiding_says_so_when_nothing_is_read_in() -> None:
    page = render("skjerming.html")
    assert "Ingen tall ennå" in page
    assert "skjerming.json" not in page


GUIDE = Guide("At <b>alle</b> vet.", 90, "Alle.", ("Les.",), ("Lytt.",), ("Si fra.",))


def test_the_facilitator_reads_how_a_workbook_is_used_before_starting_it_and_on_the_console() -> None:
    book = Outline("stasted", "Ståsted", "Hvor står vi?", (), guide=GUIDE)
    page = render("facilitator.html", facilitator=True, schools=[SCHOOL], workbooks=[book], guided=[book])
    folded = re.search(r'<details[^>]*data-guide-of="stasted" hidden>(.*?)</details>', page, re.DOTALL)
    assert folded is not None
    assert all(part in folded[1] for part in ("90 minutter", "Alle.", "Les.", "Lytt.", "Si fra."))
    assert "<b>" not in folded[1]
    console = render("console.html", code="482617", guide=asdict(GUIDE))
    kept = re.search(r'<script type="application/json" id="guide">(.*?)</script>', console)
    assert kept is not None
    assert json.loads(kept[1])["before"] == ["Les."]


def test_ready_agendas_stand_under_the_workbook_they_are_of() -> None:
    of = {"book": "f", "book_title": "F", "book_number": 1}
    none = {"book": "", "book_title": "", "book_number": 0}
    ready = [
        {"name": "f-45", "title": "F på 45", "fit": True, **of},
        {"name": "uten", "title": "Uten bok", "fit": True, **none},
    ]
    page = render(
        "facilitator.html", facilitator=True, schools=[SCHOOL], workbooks=[STASTED], ready_agendas=ready
    )
    assert '<option value="ready:f-45" data-guide="f">F på 45</option>' in page
    assert re.search(r"<summary>F</summary>.*?F på 45.*?</details>", page, re.DOTALL)


def test_a_workbook_without_figures_is_not_offered_as_a_way_to_see_them() -> None:
    results = Step("results-1", "results", "Se")
    books = [Outline("prat", "Prat", "", ()), Outline("tall", "Tall", "", (results,))]
    page = render("start.html", workbooks=books)
    assert "Åpne Tall" in page
    assert "Åpne Prat" not in page

"""An agenda becomes a notebook with the cells of several workbooks, in its own order and times."""

from __future__ import annotations

import nbformat
import pytest
from nbconvert.filters import markdown2html

from lmtools.book import outline, translate
from lmtools.book.agenda_checks import troubles_of
from lmtools.book.arranging import ARRANGED, Shelf, arrange, can_ask_otherwise, parts_of
from lmtools.book.outlining import outline_of
from lmtools.domain.agenda import Agenda, AgendaItem, Break, minutes_of
from lmtools.domain.session import Pause, Phase
from lmtools.domain.verbs import VERBS
from lmtools.errors import NotFound
from tests.hostile_texts import EVERY

OPEN = "from lmtools import open_book\nbook = open_book('x')"


@pytest.fixture
def shelf(write_workbook):
    """Two workbooks, and a way to read them."""
    write_workbook(
        "en",
        "# En",
        OPEN,
        "## Gjett\n\nPrøv selv.",
        'book.guess("Trivsel")',
        ("## Se"),
        'book.results("Trivsel", "Mobbing på skolen")',
        "## Tenk\n\nAlene først.",
        ('book.reflect("Hva ser vi?")', {"say": "Vent."}),
        'book.reflect("Hva mangler?")',
        "## Velg",
        'book.prioritise("Hva nå?")',
    )
    path = write_workbook(
        "to",
        OPEN,
        "# To\n\nBare tittelen.",
        "## Tenk",
        'book.reflect("Hva virker?")',
        "## Vei",
        "book.weigh()",
        "## Plan",
        "book.actions()",
        "## Vis",
        "book.report()",
    )

    def workbook(name):
        if name not in ("en", "to"):
            raise NotFound("Arbeidsboka «{name}» finnes ikke.", name=name)
        return nbformat.read(path.with_name(f"{name}.ipynb"), as_version=4)

    return Shelf(workbook)


def item(name, minutes=None, **own):
    workbook, _, step = name.partition(":")
    return AgendaItem(workbook, step, {Phase(phase): n for phase, n in (minutes or {}).items()}, **own)


def arranged(shelf, *items):
    return arrange(Agenda("Dagen vår", items), shelf)


def steps(shelf, *items):
    return outline_of(arranged(shelf, *items), "x").steps


def said(shelf, *items):
    return [
        (trouble.item, str(trouble.said), trouble.stops) for trouble in troubles_of(Agenda("A", items), shelf)
    ]


def test_activities_of_several_workbooks_come_in_the_order_of_the_agenda(shelf):
    read = steps(shelf, item("to:reflect-1"), item("en:reflect-2"), item("en:guess-1"))
    assert [(step.key, step.title, step.prompt) for step in read] == [
        ("reflect-1", "Tenk", "Hva virker?"),
        ("reflect-2", "Tenk", "Hva mangler?"),
        ("guess-1", "Gjett", "Hvor godt trives elevene på skolen?"),
    ]


def test_an_activity_brings_the_prose_that_belongs_to_it_and_no_other(shelf):
    notebook = arranged(shelf, item("en:reflect-2"), item("to:reflect-1"))
    prose = [cell.source for cell in notebook.cells if cell.cell_type == "markdown"]
    assert prose[1:] == ["## Tenk\n\nAlene først.", "## Tenk"]
    nbformat.validate(notebook)


def test_the_same_activity_can_be_used_twice(shelf):
    read = steps(shelf, item("to:reflect-1"), item("to:reflect-1"))
    assert [step.key for step in read] == ["reflect-1", "reflect-2"]
    nbformat.validate(arranged(shelf, item("to:reflect-1"), item("to:reflect-1")))


def test_the_parts_of_a_workbook_have_the_keys_of_its_outline(monkeypatch):
    monkeypatch.delenv("LMTOOLS_WORKBOOKS", raising=False)
    for name in ("stasted", "aktiviteter"):
        from lmtools.book import find_workbook

        notebook = nbformat.read(find_workbook(name), as_version=4)
        assert list(parts_of(notebook)) == [step.key for step in outline(name).steps]


def test_times_are_those_of_the_agenda_and_a_phase_without_time_is_left_out(shelf):
    usual, own = steps(shelf, item("en:reflect-1"), item("en:reflect-1", {"alone": 2, "plenary": 7}))
    assert usual.minutes == {"alone": 5, "group": 10, "plenary": 10}
    assert (own.phases, own.minutes) == ((Phase.ALONE, Phase.PLENARY), {"alone": 2, "plenary": 7})
    assert (own.say, usual.say) == ("Vent.", "Vent.")


def test_a_vote_takes_the_time_alone_twice_when_there_is_talk_in_between(shelf):
    with_talk, without = steps(
        shelf,
        item("en:prioritise-1", {"alone": 3, "group": 5, "plenary": 4}),
        item("en:prioritise-1", {"alone": 3, "plenary": 4}),
    )
    assert (minutes_of(with_talk), minutes_of(without)) == (15, 7)


def test_a_title_and_a_question_of_ones_own_replace_the_workbooks(shelf):
    (step,) = steps(shelf, item("en:reflect-1", title="Vår *egen*", prompt='Hva sier "vi"?'))
    assert (step.title, step.prompt) == ("Vår *egen*", 'Hva sier "vi"?')
    (guess,) = steps(shelf, item("en:guess-1", prompt="Hvor mange?"))
    assert (guess.prompt, guess.params["indicator"]) == ("Hvor mange?", "Trivsel")


@pytest.mark.parametrize("text", EVERY)
def test_a_title_and_a_question_stay_text_on_the_page_and_in_the_cell(shelf, text):
    line = " ".join(text.split()) or "x"
    notebook = translate(arrange(Agenda(line, (item("en:reflect-1", title=line, prompt=line),)), shelf), "nb")
    read = outline_of(notebook, "x").steps[0]
    assert read.prompt == line
    for cell in (cell for cell in notebook.cells if cell.cell_type == "markdown"):
        html = markdown2html(cell.source)
        assert not [
            tag for tag in ("<script", "<img", "<svg", "<b>", "<em>", "<code", "<iframe") if tag in html
        ]
        assert 'href="http' not in html and 'href="java' not in html


def test_a_verb_that_asks_something_can_ask_something_else():
    silent = {"results", "actions", "report"}
    assert {verb for verb in VERBS if not can_ask_otherwise(verb)} == silent


def test_a_break_belongs_to_what_comes_before_it(shelf):
    before, after = steps(shelf, item("en:reflect-1"), Break(10, "Lunsj"), Break(5), item("en:guess-1"))
    assert (before.pause, after.pause) == (Pause(15, "Lunsj"), None)


def test_the_notebook_is_named_by_what_is_in_it(shelf):
    one, same, other = (arranged(shelf, item(name)) for name in ("en:guess-1", "en:guess-1", "en:reflect-1"))
    names = [notebook.metadata.lmtools.name for notebook in (one, same, other)]
    assert names[0] == names[1] != names[2]
    assert all(ARRANGED.fullmatch(name) for name in names)


def test_putting_together_leaves_the_workbooks_as_they_are(shelf):
    kept = Shelf(lambda name: notebook)
    notebook = shelf._workbook("en")
    before = nbformat.writes(notebook)
    arrange(Agenda("A", (item("en:reflect-1", {"alone": 1}, title="B", prompt="C"), Break(5))), kept)
    assert nbformat.writes(notebook) == before


@pytest.mark.parametrize("language", ["nn", "en"])
def test_what_comes_from_a_workbook_is_translated_as_it_is_there(monkeypatch, language):
    monkeypatch.delenv("LMTOOLS_WORKBOOKS", raising=False)
    from lmtools.book import find_workbook

    shelf = Shelf(lambda name: nbformat.read(find_workbook(name), as_version=4))
    notebook = arrange(Agenda("Min dag", (item("stasted:reflect-1"), item("stasted:report-1"))), shelf)
    theirs = {step.key: step for step in outline("stasted", language).steps}
    for step in outline_of(notebook, "x", language).steps:
        assert (step.title, step.prompt, step.say) == (
            theirs[step.key].title,
            theirs[step.key].prompt,
            theirs[step.key].say,
        )


def test_an_agenda_that_can_be_carried_out_has_no_troubles(shelf):
    assert (
        said(shelf, item("en:guess-1"), item("en:reflect-1"), item("en:prioritise-1"), item("to:actions-1"))
        == []
    )


@pytest.mark.parametrize(
    ("items", "place", "sentence", "stops"),
    [
        ((), None, "Dagsordenen er tom", True),
        ((Break(5),), None, "Dagsordenen er tom", True),
        ((item("tre:guess-1"),), 0, "Arbeidsboka «tre» finnes ikke", True),
        ((item("en:guess-1"), item("en:swot-1")), 1, "har ikke steget «swot-1»", True),
        ((item("en:guess-1", {"group": 5}),), 0, "«Gjett» har ikke fasen gruppe", True),
        ((item("en:results-1", prompt="Hva?"),), 0, "«Se» har ikke noe spørsmål å bytte ut", True),
        ((item("en:prioritise-1"),), 0, "«Velg» velger blant punkter fra plenum", True),
        (
            (item("en:guess-1"), item("to:weigh-1"), item("en:reflect-1")),
            1,
            "«Vei» velger blant punkter",
            True,
        ),
        ((item("en:results-1"), item("en:guess-1")), 1, "Tallet i «Gjett» er vist tidligere", False),
        ((item("to:actions-1"),), 0, "Ingenting er valgt før «Plan»", False),
        ((item("to:report-1"), item("en:reflect-1")), 0, "«Vis» kommer før «Tenk»", False),
        ((Break(5), item("en:guess-1")), 0, "Dagen begynner med pause", False),
    ],
)
def test_what_cannot_work_and_what_may_surprise_is_told_where_it_is(shelf, items, place, sentence, stops):
    told = said(shelf, *items)
    assert [(at, stop) for at, _, stop in told] == [(place, stops)]
    assert sentence in told[0][1]


def test_an_agenda_tells_the_facilitator_what_the_workbook_that_most_of_it_is_from_tells(write_workbook):
    for name in ("en", "to"):
        about = f'book.about(purpose="Til {name}.", minutes=90, who="Alle.")'
        path = write_workbook(name, f"# {name}", OPEN, about, "## Tenk", "book.reflect()", "book.check_out()")
    shelf = Shelf(lambda name: nbformat.read(path.with_name(f"{name}.ipynb"), as_version=4))
    notebook = arranged(shelf, item("en:reflect-1"), item("to:reflect-1"), Break(5), item("to:check_out-1"))
    read = outline_of(notebook, "x")
    assert read.guide.purpose == "Til to."
    assert [step.key for step in read.steps] == ["reflect-1", "reflect-2", "check_out-1"]
    other = arranged(shelf, item("en:reflect-1"), item("to:reflect-1"), Break(5), item("en:check_out-1"))
    assert outline_of(other, "x").guide.purpose == "Til en."
    assert notebook.metadata["lmtools"]["name"] != other.metadata["lmtools"]["name"]

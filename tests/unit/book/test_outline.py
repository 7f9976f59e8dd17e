"""What a workbook contains is read without running it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from lmtools.book import WorkbookError, outline
from lmtools.domain.guide import Guide
from lmtools.domain.session import Phase
from lmtools.domain.verbs import VERBS

OPEN = 'from lmtools import open_book\nbook = open_book("dagen")'


def test_title_lead_and_steps_are_read_in_order(write_workbook):
    write_workbook(
        "dagen",
        "# Dagen\n\nHvor **står** vi?\n\n- Tid: 90 minutter",
        OPEN,
        "## Gjett først\n\nPrøv.",
        'book.guess("Trivsel", grade=10)',
        "## Hva ser vi?",
        'book.reflect("Hva er bra?", limit=200)',
        'book.reflect("Hva overrasker?")',
    )
    read = outline("dagen")
    assert (read.name, read.title, read.lead) == ("dagen", "Dagen", "Hvor står vi?")
    assert [(step.key, step.verb, step.title, step.prompt) for step in read.steps] == [
        ("guess-1", "guess", "Gjett først", "Hvor godt trives elevene på 10. trinn?"),
        ("reflect-1", "reflect", "Hva ser vi?", "Hva er bra?"),
        ("reflect-2", "reflect", "Hva ser vi?", "Hva overrasker?"),
    ]
    assert read.steps[0].params == {"indicator": "Trivsel", "grade": "10", "question": None}
    assert read.steps[1].params == {"prompt": "Hva er bra?", "help": None, "limit": 200}


def test_phases_and_minutes_are_the_usual_unless_the_cell_says_otherwise(write_workbook):
    path = write_workbook(
        "dagen",
        "book.prioritise()",
        ("book.actions()", {"phases": ["plenary"], "minutes": {"plenary": 25}, "say": "Les høyt."}),
    )
    usual, own = outline(path).steps
    assert usual.phases == (Phase.ALONE, Phase.GROUP, Phase.PLENARY)
    assert usual.minutes == {"alone": 3, "group": 5, "plenary": 5}
    assert (own.phases, own.minutes, own.say) == ((Phase.PLENARY,), {"plenary": 25}, "Les høyt.")


def test_a_step_without_a_heading_has_a_title_all_the_same(write_workbook):
    assert (
        outline(write_workbook("dagen", "book.report()")).steps[0].title
        == "Rapporten fra dagen, som dokument."
    )


def test_a_workbook_without_a_title_is_called_by_its_name(write_workbook):
    assert outline(str(write_workbook("dagen", "book.report()"))).title == "dagen"


@pytest.mark.parametrize(
    ("cell", "sentence"),
    [
        ("book.refleks()", "book.refleks. Mente du book.reflect"),
        ("book.xyz()", "Disse finnes: actions, analysis"),
        ("book.guess()", "book.guess er skrevet på en måte vi ikke kan lese"),
        ("book.guess(navn)", "book.guess er skrevet på en måte vi ikke kan lese"),
        ("book.guess(1)", "Skriv hva det skal gjettes på"),
        ("book.guess('Trivsel', grade='tiende')", "«tiende» er ikke et trinn"),
        ("book.results()", "Skriv hvilke områder som skal vises"),
        ("book.results('Trivsel', '')", "Skriv hvilke områder som skal vises"),
        ("book.reflect(' ')", "Skriv et spørsmål å tenke på"),
        ("book.reflect('Hva?', limit=0)", "limit må være et helt tall fra 1 til 1000. Det er nå 0."),
        ("book.prioritise(points=11)", "points må være et helt tall fra 1 til 10. Det er nå 11."),
        ("book.prioritise(keep='to')", "keep må være et helt tall fra 1 til 5. Det er nå to."),
        ("book.swot('')", 'Skriv hva book.swot skal handle om, for eksempel book.swot("Friminuttene").'),
        ("book.analysis()", "book.analysis er skrevet på en måte vi ikke kan lese"),
        ("book.check_in(limit=0)", "limit må være et helt tall fra 1 til 1000."),
        ("book.case('Friminuttet')", "Skriv en tittel og så eksemplet"),
        ("book.case('A', 'B', questions=[])", "Skriv fra ett til 5 spørsmål"),
        ("book.case('A', 'B', questions='Hva?')", "Skriv fra ett til 5 spørsmål"),
        ("book.statements('Slik er det')", "Skriv et spørsmål og så påstandene"),
        ("book.statements('A', 'B', 'B')", "To av tekstene er like"),
        ("book.statements('A', 'B', scales='enig')", 'scales må være "agree"'),
        ("book.weigh('Hva?', '')", "Skriv et spørsmål, og så det som skal veies"),
        ("book.weigh(keep=0)", "keep må være et helt tall fra 1 til 5. Det er nå 0."),
        ("book.commit(1)", "Skriv hva book.commit skal handle om"),
        ("book.forces('A', limit='mye')", "limit må være et helt tall"),
        ("book.start_stop_continue(3)", "Skriv hva book.start_stop_continue skal handle om"),
        ("book.actions(max_goals=True)", "max_goals må være et helt tall fra 1 til 5."),
        ("book.actions(from_last='ja')", "from_last må være True eller False."),
    ],
)
def test_a_misused_verb_is_answered_with_what_to_write(write_workbook, cell, sentence):
    with pytest.raises(WorkbookError) as caught:
        outline(write_workbook("dagen", cell))
    assert sentence in str(caught.value)


def test_a_guess_without_a_grade_leaves_it_to_the_work_session(write_workbook):
    step = outline(write_workbook("dagen", "book.guess('Mobbing på skolen')")).steps[0]
    assert step.params["grade"] is None
    assert step.prompt == "Hvor mange av 100 elever blir mobbet på skolen?"


@pytest.mark.parametrize(("grade", "asked"), [("10", "på 10. trinn"), ("'VG1'", "på Vg1")])
def test_a_guess_for_a_grade_asks_about_that_grade(write_workbook, grade, asked):
    step = outline(write_workbook("dagen", f"book.guess('Mobbing på skolen', grade={grade})")).steps[0]
    assert asked in step.prompt


@pytest.mark.parametrize("language", ["nn", "en"])
def test_the_outline_is_in_the_readers_language(monkeypatch, language):
    monkeypatch.delenv("LMTOOLS_WORKBOOKS", raising=False)
    bokmål, other = outline("stasted"), outline("stasted", language)
    assert [step.key for step in bokmål.steps] == [step.key for step in other.steps]
    assert other.lead != bokmål.lead
    for mine, theirs in zip(bokmål.steps, other.steps, strict=True):
        assert theirs.say != mine.say
        assert theirs.params == mine.params


def test_the_sample_workbook_is_a_whole_day_of_ninety_minutes(monkeypatch):
    monkeypatch.delenv("LMTOOLS_WORKBOOKS", raising=False)
    steps = outline("stasted").steps
    assert [step.verb for step in steps] == ["guess", "results", "reflect", "prioritise", "actions", "report"]
    assert 85 <= sum(sum(step.minutes.values()) for step in steps) <= 90
    assert all(step.say for step in steps)


ALL_VERBS = Path(__file__).parents[2] / "workbooks/alle-verb.ipynb"


def test_a_workbook_can_use_every_verb_and_its_steps_say_all_that_a_room_needs():
    steps = {step.verb: step for step in outline(ALL_VERBS).steps}
    assert set(steps) == set(VERBS)
    assert [box.key for box in steps["analysis"].boxes] == ["problem", "maintains", "change"]
    assert [(box.key, box.title) for box in steps["case"].boxes] == [
        ("q1", "Hva ser vi?"),
        ("q2", "Hva gjør vi nå?"),
    ]
    assert steps["case"].story[0].startswith("Tre elever")
    assert [item.text for item in steps["statements"].items] == [
        "Vi tør å be hverandre om hjelp",
        "Vi er enige om reglene",
    ]
    assert [scale.key for scale in steps["statements"].scales] == ["importance", "now"]
    assert (steps["weigh"].items, steps["weigh"].params["keep"]) == ((), 2)
    assert steps["check_in"].phases == (Phase.ALONE, Phase.PLENARY)
    assert all(step.prompt for verb, step in steps.items() if verb not in ("results", "actions", "report"))
    json.dumps([step.params for step in steps.values()])


ABOUT = """book.about(
    purpose="At alle vet.",
    minutes=90,
    who="Alle.",
    before=["Les.", "Ring."],
    after=["Si fra."],
)"""


def test_what_the_facilitator_is_told_is_read_and_is_no_step(write_workbook):
    read = outline(write_workbook("dagen", "# Dagen", OPEN, ABOUT, "## Tenk", "book.reflect()"))
    assert read.guide == Guide("At alle vet.", 90, "Alle.", ("Les.", "Ring."), (), ("Si fra.",))
    assert [(step.key, step.title) for step in read.steps] == [("reflect-1", "Tenk")]


def test_a_workbook_need_not_tell_anything_nor_have_a_place_in_the_two_years(write_workbook):
    read = outline(write_workbook("dagen", "# Dagen", OPEN, "book.reflect()"))
    assert (read.guide, read.number) == (None, 0)


def test_a_question_with_boxes_and_one_that_is_not_voted_on(write_workbook):
    asks = 'book.reflect("Hva tenker du?", boxes=["Håp", "Uro"], options=False)'
    one, two = outline(write_workbook("dagen", asks, 'book.reflect("Og så?")')).steps
    assert ([box.title for box in one.boxes], one.is_option_source) == (["Håp", "Uro"], False)
    assert ([box.key for box in two.boxes], two.is_option_source) == ([""], True)


def test_only_a_workbook_with_results_has_figures(write_workbook):
    assert outline(write_workbook("tall", 'book.results("Trivsel")')).has_figures
    assert not outline(write_workbook("prat", "book.reflect()")).has_figures

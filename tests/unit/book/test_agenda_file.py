"""An agenda as a file: what is written is read again, and what is wrong is told in sentences."""

from __future__ import annotations

from datetime import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lmtools.book.agenda_file import AgendaUnreadable, agenda_from, as_dict, read_agenda, write_agenda
from lmtools.domain.agenda import LONGEST_DAY, MOST_ITEMS, MOST_MINUTES, Agenda, AgendaItem, Break
from lmtools.domain.session import Phase
from tests.hostile_texts import EVERY

MINUTES = st.integers(1, MOST_MINUTES)
NAMES = st.from_regex(r"[a-zæøå0-9_-]{1,30}", fullmatch=True)
LINES = st.text(max_size=39)
ITEMS = st.builds(
    AgendaItem,
    NAMES,
    NAMES,
    st.dictionaries(st.sampled_from(Phase), MINUTES),
    title=LINES,
    prompt=LINES,
)
AGENDAS = st.builds(
    Agenda,
    st.just("Torsdag") | LINES.map("T{}".format),
    st.lists(ITEMS | st.builds(Break, MINUTES, LINES), max_size=8).map(tuple),
    st.builds(time, st.integers(0, 23), st.integers(0, 59)),
    st.integers(1, LONGEST_DAY),
)


def problems(text: str) -> str:
    with pytest.raises(AgendaUnreadable) as caught:
        read_agenda(text)
    return "\n".join(str(problem) for problem in caught.value.problems)


@settings(max_examples=50)
@given(AGENDAS)
def test_what_is_written_is_read_again(written: Agenda) -> None:
    agenda = agenda_from(as_dict(written))  # its texts are cleaned, as all texts are on the way in
    assert read_agenda(write_agenda(agenda)) == agenda
    assert (agenda.start, agenda.length, len(agenda.items)) == (
        written.start,
        written.length,
        len(written.items),
    )


@given(st.text(max_size=300))
def test_any_text_is_an_agenda_or_is_refused_with_sentences(text: str) -> None:
    try:
        read_agenda(text)
    except AgendaUnreadable as error:
        assert all(str(problem).endswith(".") for problem in error.problems)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=9),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=9), inner, max_size=3),
)
FIELDS = ("lmtools", "title", "start", "length", "items", "workbook", "step", "minutes", "break", "prompt")


@settings(max_examples=40)
@given(
    st.dictionaries(st.sampled_from(FIELDS), JSON | st.lists(st.dictionaries(st.sampled_from(FIELDS), JSON)))
)
def test_any_value_in_any_field_is_taken_or_refused_with_sentences(found: dict[str, object]) -> None:
    try:
        agenda_from(found)
    except AgendaUnreadable as error:
        assert all(str(problem).endswith(".") for problem in error.problems)


@pytest.mark.parametrize("text", EVERY)
def test_whatever_is_written_as_a_title_stays_text(text: str) -> None:
    agenda = agenda_from({"title": f"x{text}"[:120], "items": [{"break": 5, "title": text[:120]}]})
    assert read_agenda(write_agenda(agenda)) == agenda
    assert not {"\n", "\x1b", "\u202e"} & set(agenda.title)


def test_a_file_reads_as_a_person_would_write_it() -> None:
    text = """
        title = "Torsdag"
        start = 12:30:00
        [[items]]
        workbook = "stasted"
        step = "reflect-1"
        minutes = { plenary = 9, alone = 4, group = 0 }
        [[items]]
        break = 10
    """
    item = AgendaItem("stasted", "reflect-1", {Phase.ALONE: 4, Phase.PLENARY: 9})
    assert read_agenda(text) == Agenda("Torsdag", (item, Break(10)), time(12, 30), 90)


STEP = '[[items]]\nworkbook = "stasted"\nstep = "guess-1"\n'


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ('title = "A', "Fila slutter midt i noe"),
        ('title = "A"\nlength = i dag', "Linje 2 i fila er skrevet på en måte vi ikke kan lese"),
        ('title = "A"\nlmtools = 2', "laget med en nyere utgave av lmtools"),
        ("length = 60", "mangler en tittel"),
        ("title = 7", "Tittelen på dagsordenen: teksten må stå i anførselstegn"),
        (f'title = "{"a" * 121}"', "Det er plass til 120 tegn"),
        ('title = "A"\nstart = "kl. ni"', 'skrives slik: start = "09:00"'),
        ('title = "A"\nlength = 0', "Lengden på dagen: skriv et helt antall minutter fra 1 til 720"),
        ('title = "A"\nitems = 3', "Vi finner ikke postene"),
        ('title = "A"\nskole = "B"', "Øverst i dagsordenen: vi kjenner ikke «skole»"),
        ('title = "A"\n' + STEP + "minutter = 3", "Post 1: vi kjenner ikke «minutter»"),
        ('title = "A"\n' + STEP + "minutes = 3", "Post 1: tida skrives slik: minutes = { alone = 5"),
        ('title = "A"\n' + STEP + "minutes = { alone = 0 }", "Post 1: minst én fase må ha tid"),
        ('title = "A"\n' + STEP + "minutes = { alone = 2.5 }", "fra 0 til 240"),
        (
            'title = "A"\n' + STEP + '[[items]]\nworkbook = "../etc"\nstep = "x"',
            "Post 2: skriv hvilken arbeidsbok",
        ),
        ('title = "A"\n[[items]]\nbreak = "lenge"', "Post 1: skriv et helt antall minutter fra 1 til 240"),
        ('title = "A"\n' + STEP * (MOST_ITEMS + 1), "60 poster er det meste"),
        ("#" * 70_000, "Fila er for stor"),
    ],
)
def test_what_is_wrong_is_told_with_where_and_what_to_write(text: str, sentence: str) -> None:
    assert sentence in problems(text)


def test_all_that_is_wrong_is_told_at_once() -> None:
    told = problems('title = "A"\nlength = 0\n' + STEP + "minutes = 3\n[[items]]\nbreak = 0")
    assert len(told.splitlines()) == 3

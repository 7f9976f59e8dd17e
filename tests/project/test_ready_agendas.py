"""The agendas that come with lmtools fit its workbooks and take the time they say, in every language."""

from __future__ import annotations

import nbformat
import pytest

from lmtools.book import find_workbook, list_workbooks, outline, workbooks_folder
from lmtools.book.agenda_checks import troubles_of
from lmtools.book.agenda_file import read_agenda, write_agenda
from lmtools.book.arranging import Shelf, arrange, main_workbook
from lmtools.book.outlining import outline_of
from lmtools.domain.agenda import Break, minutes_of
from lmtools.domain.verbs import VERBS
from lmtools.settings import LANGUAGES

AGENDAS = {path.stem: path for path in workbooks_folder().glob("*.toml")}
LENGTHS = {"45-minutter": 45, "90-minutter": 90, "halv-dag": 240}
OTHERS = sorted(set(AGENDAS) - set(LENGTHS))
DAYS = [name for name in list_workbooks() if not outline(name).is_collection]
FIRST = {"stasted": ("45-minutter", "90-minutter")}
"""The oldest two have names of their own."""


def shelf(language):
    return Shelf(lambda name: nbformat.read(find_workbook(name), as_version=4), language)


def test_there_is_one_for_each_length_of_day():
    assert set(AGENDAS) >= set(LENGTHS)


@pytest.mark.parametrize("name", DAYS)
def test_each_workbook_has_one_of_45_minutes_one_of_90_and_one_for_those_seldom_in_the_room(name):
    assert set(FIRST.get(name, (f"{name}-45", f"{name}-90"))) | {f"elevrad-{name}-30"} <= set(AGENDAS)


@pytest.mark.parametrize("name", OTHERS)
def test_one_of_a_single_workbook_fits_and_takes_the_time_its_name_says(name):
    agenda = read_agenda(AGENDAS[name].read_text("utf-8"))
    books = shelf("nb")
    assert troubles_of(agenda, books) == ()
    read = outline_of(arrange(agenda, books), name)
    book = max((one for one in list_workbooks() if name.startswith(f"{one}-")), key=len)
    length = int(name.split("-")[-1])
    assert main_workbook(agenda, books) == book
    assert agenda.length == length == sum(map(minutes_of, read.steps))
    assert (read.steps[0].verb, read.steps[-1].verb) == ("check_in", "check_out")
    assert read.guide == outline(book).guide


@pytest.mark.parametrize("name", LENGTHS)
@pytest.mark.parametrize("language", LANGUAGES)
def test_it_can_be_carried_out_as_it_is_and_takes_the_time_it_says(name, language):
    agenda = read_agenda(AGENDAS[name].read_text("utf-8"))
    assert troubles_of(agenda, shelf(language)) == ()
    read = outline_of(arrange(agenda, shelf(language)), name, language)
    breaks = [entry.minutes for entry in agenda.items if isinstance(entry, Break)]
    assert agenda.length == LENGTHS[name] == sum(map(minutes_of, read.steps)) + sum(breaks)
    verbs = [step.verb for step in read.steps]
    assert (verbs[0], verbs[-1]) == ("check_in", "check_out")
    assert {"results", "reflect", "prioritise", "actions", "commit"} <= set(verbs)
    assert bool(breaks) == (name == "halv-dag")
    assert all(step.say for step in read.steps)


@pytest.mark.parametrize("name", AGENDAS)
def test_its_file_is_as_lmtools_writes_it(name):
    text = AGENDAS[name].read_text("utf-8")
    assert write_agenda(read_agenda(text)) == text


def test_the_collection_has_every_activity_and_is_no_day_in_itself():
    read = outline("aktiviteter")
    assert read.is_collection
    assert [step.key for step in read.steps] == [f"{step.verb}-1" for step in read.steps]
    assert {step.verb for step in read.steps} == set(VERBS)
    assert not outline("stasted").is_collection

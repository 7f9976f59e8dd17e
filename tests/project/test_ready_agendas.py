"""The agendas that come with lmtools fit its workbooks and take the time they say, in every language."""

from __future__ import annotations

import nbformat
import pytest

from lmtools.book import find_workbook, outline, workbooks_folder
from lmtools.book.agenda_checks import troubles_of
from lmtools.book.agenda_file import read_agenda, write_agenda
from lmtools.book.arranging import Shelf, arrange
from lmtools.book.outlining import outline_of
from lmtools.domain.agenda import Break, minutes_of
from lmtools.domain.verbs import VERBS
from lmtools.settings import LANGUAGES

AGENDAS = {path.stem: path for path in workbooks_folder().glob("*.toml")}
LENGTHS = {"45-minutter": 45, "90-minutter": 90, "halv-dag": 240}


def shelf(language):
    return Shelf(lambda name: nbformat.read(find_workbook(name), as_version=4), language)


def test_there_is_one_for_each_length_of_day():
    assert set(AGENDAS) == set(LENGTHS)


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


@pytest.mark.parametrize("name", LENGTHS)
def test_its_file_is_as_lmtools_writes_it(name):
    text = AGENDAS[name].read_text("utf-8")
    assert write_agenda(read_agenda(text)) == text


def test_the_collection_has_every_activity_and_is_no_day_in_itself():
    read = outline("aktiviteter")
    assert read.is_collection
    assert [step.key for step in read.steps] == [f"{step.verb}-1" for step in read.steps]
    assert {step.verb for step in read.steps} == set(VERBS)
    assert not outline("stasted").is_collection

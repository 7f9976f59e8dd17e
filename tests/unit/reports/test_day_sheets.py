"""Everything as sheets: what was shown and agreed, in rows that can be sorted and counted, and nobody."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import date, datetime

import openpyxl
import pytest

from lmtools.domain.contributions import PlenaryPoint
from lmtools.domain.counting import Priority, PriorityResult
from lmtools.domain.day import RatingOutcome, Shared
from lmtools.domain.figures import Figure, Status
from lmtools.domain.rating import RatedItem, RatingResult, Spread
from lmtools.domain.session import Step
from lmtools.reports import as_xlsx, sheets_of
from lmtools.text import Text

STATEMENTS = Step("statements-1", "statements", "Slik er det", params={"scales": "agree"})
NB = Text("nb")


def book_of(day):
    """The workbook, opened again with another library than the one that wrote it."""
    written = as_xlsx(sheets_of(day, NB), title=day.session.title, on=date(2026, 9, 16))
    return openpyxl.load_workbook(io.BytesIO(written))


def rows(day, name):
    return [[cell.value for cell in row] for row in book_of(day)[name].iter_rows(min_row=2)]


def test_there_is_a_sheet_for_each_kind(day):
    assert book_of(day).sheetnames == [
        "Om økta",
        "Gjetning",
        "Punkter",
        "Avstemning",
        "Mål",
        "Tiltak",
        "Det planen trenger",
        "Datoer",
    ]


def test_the_first_sheet_says_how_many_and_never_who(day):
    about = dict(rows(day, "Om økta"))
    assert about["Hvor mange var med"] == 36
    assert about["Dato"] == datetime(2026, 9, 16)
    assert "Ingen notater" in about["Hva som er med"]
    few = dict(rows(replace(day, joined=None), "Om økta"))
    assert few["Hvor mange var med"] == "Vises ikke, for få var med"


def test_a_point_stands_with_its_phase_and_the_groups_own_words_under_it(day):
    point = PlenaryPoint("p1", "reflect-1", "Like regler", 2, 9, quotes=("Ulikt i timene", "=Likt"))
    shown = replace(day, reflections=(replace(day.reflections[0], points=(point,)),))
    assert [row[2:] for row in rows(shown, "Punkter")] == [
        ["Plenum", "Like regler", 2, 9],
        ["Gruppe", "=Likt", None, None],
        ["Gruppe", "Ulikt i timene", None, None],
    ]


def test_a_point_of_a_small_room_is_tied_to_no_groups(day):
    point = PlenaryPoint("p1", "reflect-1", "Like regler", None, None)
    shown = replace(day, reflections=(replace(day.reflections[0], points=(point,)),))
    assert rows(shown, "Punkter")[0][3:] == ["Like regler", None, None]


def test_both_rounds_of_a_vote_are_numbers_and_what_is_hidden_is_a_word(day):
    options = (Priority("o1", "Likt", 19, 34), Priority("o2", "Ulikt", None, None))
    vote = replace(day.priorities[0], result=PriorityResult(options, 36, ("o1",)))
    assert [row[1:] for row in rows(replace(day, priorities=(vote,)), "Avstemning")] == [
        ["Likt", 19, 34, "Ja"],
        ["Ulikt", "Vises ikke", "Vises ikke", None],
    ]


def test_a_rating_stands_with_its_shown_counts_and_hidden_ones_as_a_word(day):
    spread = Spread(12, (0, None, None, 5, 0), mean=3.4, agreement=0.7, about=True)
    item = RatedItem("s1", "Vi tør å be om hjelp", {"agree": spread})
    shown = replace(day, ratings=(RatingOutcome(STATEMENTS, RatingResult((item,))),))
    assert rows(shown, "Vurderinger")[0][3:] == [0, "Vises ikke", "Vises ikke", 5, 0, 3.4, 0.7, None]


def test_a_deadline_is_a_date_beside_the_words_it_was_found_in(day):
    first, second = rows(day, "Tiltak")
    assert first[3:5] == ["Ferdig 15. januar", datetime(2027, 1, 15)]
    assert second[1] == "=2+2 på teamtid annenhver uke"
    assert second[4] is None
    assert [row[:2] for row in rows(day, "Datoer")] == [
        [datetime(2026, 12, 16), "Halvveissjekk"],
        [datetime(2027, 1, 15), "Frist for tiltak"],
        [datetime(2027, 3, 17), "Se på planen"],
    ]


@pytest.mark.parametrize(("status", "told"), [(Status.SUPPRESSED, "Skjermet"), (Status.EMPTY, None)])
def test_a_hidden_figure_is_a_word_and_never_a_number(day, status, told):
    hidden = replace(day.guesses[0], answer=Figure(2025, status, scale="share"), low=None, high=None)
    assert rows(replace(day, guesses=(hidden,)), "Gjetning")[0][1] == told


def test_only_what_was_shared_with_everyone_is_there(day):
    shared = replace(day, commitments=(Shared(Step("commit-1", "commit", "Mandag"), ("Hilse i døra",)),))
    assert rows(shared, "Delt med alle") == [["Mandag", "Hilse i døra"]]
    assert "Delt med alle" not in book_of(day).sheetnames


def test_the_sheets_have_other_names_in_another_language(day):
    assert next(sheet.name for sheet in sheets_of(day, Text("en"))) != "Om økta"

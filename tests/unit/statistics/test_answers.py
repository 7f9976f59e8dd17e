"""Which figure answers a guess."""

from __future__ import annotations

from lmtools.domain.answers import as_json
from lmtools.domain.figures import Figure, Status
from lmtools.statistics import answer_of

OLD = Figure(2023, Status.PUBLISHED, "share", share=10.0, n=100)
NEW = Figure(2024, Status.PUBLISHED, "share", share=14.0, n=104)
HIDDEN = Figure(2025, Status.SUPPRESSED, "share", n=4)
ABSENT = Figure(2025, Status.ABSENT)


def test_the_newest_published_figure_answers_even_when_a_newer_one_is_hidden() -> None:
    told = as_json(answer_of((OLD, NEW, HIDDEN), "Solbakken"), "Solbakken")
    assert (told["year"], told["value"], told["n"], told["status"]) == (2024, 14.0, 104, "published")
    assert told["low"] < 14 < told["high"]


def test_without_a_published_figure_the_hidden_one_tells_that_it_is_hidden_and_no_number() -> None:
    told = as_json(answer_of((HIDDEN,), "Solbakken"), "Solbakken")
    assert (told["status"], told["year"], told["unit_name"]) == ("suppressed", 2025, "Solbakken")
    assert {told[name] for name in ("value", "low", "high", "n")} == {None}


def test_without_any_figure_the_answer_is_absent_and_still_names_the_school() -> None:
    assert answer_of((ABSENT,), "Solbakken") is None
    told = as_json(None, "Solbakken")
    assert (told["status"], told["unit_name"], told["value"]) == ("absent", "Solbakken", None)

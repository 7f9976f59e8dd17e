"""A page may choose figures and ask questions. Whatever else it says to its widgets changes nothing."""

from __future__ import annotations

from typing import Any

import pytest

from lmtools import widgets

HOW: dict[str, Any] = {"step": "results-1", "content": {}, "sentence": "Figurer"}
SECRET = "ord-fra-sida"


def results() -> widgets.ResultsView:
    """A view that shows what was chosen."""
    return widgets.ResultsView(
        explore=lambda chosen: {"chosen": chosen}, selection={"unit": "1"}, verb="results", **HOW
    )


def say(view: Any, data: Any) -> None:
    """What arrives when a page sends `data`."""
    view._handle_msg({"content": {"comm_id": "x", "data": data}, "buffers": []})


def test_a_page_chooses_figures() -> None:
    view = results()
    say(view, {"method": "update", "state": {"selection": {"unit": "2"}}})
    assert view.shown == {"chosen": {"unit": "2"}}


@pytest.mark.parametrize("name", ["_esm", "_css", "_view", "content", "shown", "language", "problem", "step"])
def test_a_page_sets_nothing_else(name: str) -> None:
    for view in (results(), widgets.View(verb="report", **HOW)):
        before = getattr(view, name, None)
        say(view, {"method": "update", "state": {name: f"/etc/passwd {SECRET}"}})
        assert getattr(view, name, None) == before


@pytest.mark.parametrize(
    "data",
    [
        {"method": "update", "state": {"selection": SECRET}},
        {"method": "update", "state": SECRET},
        {"method": "update", "state": {}, "buffer_paths": [[SECRET, 0]]},
        {"method": "custom", "content": SECRET},
        {"method": SECRET},
        {},
        SECRET,
    ],
)
def test_nonsense_is_neither_raised_nor_repeated_in_the_log(
    data: Any, caplog: pytest.LogCaptureFixture
) -> None:
    view = results()
    say(view, data)
    assert view.selection == {"unit": "1"}
    assert SECRET not in caplog.text

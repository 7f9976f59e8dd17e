"""What the server's log says when something fails: enough to act on, and nothing that anybody wrote."""

from __future__ import annotations

import logging
from types import SimpleNamespace

import pytest

from lmtools.errors import LmtoolsError
from lmtools.serving.base import Handler
from lmtools.store import StoreUnavailable

SECRET = "Det Kari sa i timen"


class Page:
    """As much of a handler as the log asks of one."""

    request = SimpleNamespace(method="GET")

    def fails(self, error: Exception) -> None:
        Handler.log_exception(self, type(error), error, None)


@pytest.fixture
def told(caplog: pytest.LogCaptureFixture) -> pytest.LogCaptureFixture:
    caplog.set_level(logging.INFO, "lmtools")
    return caplog


def test_a_database_that_does_not_answer_is_told_with_what_is_wrong(told: pytest.LogCaptureFixture) -> None:
    Page().fails(StoreUnavailable("Databasen svarer ikke på {address}.", address=SECRET))
    assert [record.levelname for record in told.records] == ["ERROR"]
    assert "GET Page: Databasen svarer ikke på {address}." in told.text
    assert SECRET not in told.text


def test_what_a_visitor_is_told_is_no_fault_and_is_not_logged(told: pytest.LogCaptureFixture) -> None:
    Page().fails(LmtoolsError("Du har skrevet {text}.", text=SECRET))
    assert told.records == []


def test_a_fault_of_ours_is_told_by_its_kind_alone(told: pytest.LogCaptureFixture) -> None:
    Page().fails(ValueError(SECRET))
    assert "GET Page failed: ValueError" in told.text
    assert SECRET not in told.text

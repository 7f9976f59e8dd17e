"""Every refusal in a test is a whole sentence that all languages have, whatever the test itself asks."""

from __future__ import annotations

import string
from collections.abc import Iterator

import pytest

from lmtools.errors import LmtoolsError
from lmtools.text import Text


@pytest.fixture(autouse=True)
def told_whole(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """What was raised while the test ran is in the catalogues, and each of its fields has been filled."""
    told: list[LmtoolsError] = []
    made = LmtoolsError.__init__

    def noted(self: LmtoolsError, message: str, **fields: object) -> None:
        made(self, message, **fields)
        told.append(self)

    monkeypatch.setattr(LmtoolsError, "__init__", noted)
    yield
    monkeypatch.undo()
    wrong = {repr(error.message) for error in told if not (is_filled(error) and is_ours(error))}
    assert wrong == set()


def is_filled(error: LmtoolsError) -> bool:
    """Whether it has the fields that its sentence names, no other, and none that is empty."""
    named = {name for _, name, _, _ in string.Formatter().parse(error.message or "") if name}
    return named == error.fields.keys() and None not in error.fields.values()


def is_ours(error: LmtoolsError) -> bool:
    """Whether it is said otherwise in English, or, before it has been translated, stands in the sources."""
    return Text("en").error(error) != Text("nb").error(error) or error.message in sentences()


def sentences() -> dict[str, set[str]]:
    """Every sentence in the sources: seconds, which only one that is new costs."""
    from lmtools.text.catalogue import find_messages

    return find_messages()

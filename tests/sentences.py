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
    told: set[tuple[str, frozenset[str]]] = set()
    made = LmtoolsError.__init__

    def noted(self: LmtoolsError, message: str, **fields: object) -> None:
        made(self, message, **fields)
        told.add((message, frozenset(name for name, value in fields.items() if value is not None)))

    monkeypatch.setattr(LmtoolsError, "__init__", noted)
    yield
    monkeypatch.undo()
    wrong = [message for message, filled in told if not (filled == named_in(message) and is_ours(message))]
    assert wrong == []


def named_in(message: str) -> frozenset[str]:
    """The fields that a sentence names."""
    return frozenset(name for _, name, _, _ in string.Formatter().parse(message or "") if name)


def is_ours(message: str) -> bool:
    """Whether it is said otherwise in English, or, before it has been translated, stands in the sources."""
    return Text("en").t(message) not in (message, "") or message in sentences()


def sentences() -> dict[str, set[str]]:
    """Every sentence in the sources: seconds, which only one that is new costs."""
    from lmtools.text.catalogue import find_messages

    return find_messages()

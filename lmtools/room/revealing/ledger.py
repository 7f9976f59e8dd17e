"""One more entry in the ledger of what has been shown: the last again, or a new one after it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from lmtools.domain.session import Step
from lmtools.domain.shown import Shown


def sealed(ledger: Sequence[Shown]) -> Shown | None:
    """The result that came in a file, which stands as it is; None in a session that was begun here."""
    return ledger[-1] if ledger and ledger[-1].is_sealed else None


def again(ledger: Sequence[Shown]) -> Shown | None:
    """The last result once more; None when none has been shown in numbers."""
    has_numbers = bool(ledger) and bool(ledger[-1].content)
    return replace(ledger[-1], again=True) if has_numbers else None


def follow_up(session: str, step: Step, ledger: Sequence[Shown], content: Mapping[str, object]) -> Shown:
    """A new entry; one without numbers is written over, because nobody can have learned from it."""
    last = ledger[-1] if ledger else None
    number = 1 if last is None else last.number + bool(last.content)
    return Shown(session, step.key, number, dict(content))

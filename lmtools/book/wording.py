"""A session in another language than the one it was started in: its workbook's own words, not people's."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import lru_cache

from lmtools.domain.session import Outline, Step, WorkSession
from lmtools.errors import LmtoolsError

_KEPT = 64
_WORDS = ("title", "prompt", "say")


@dataclass(frozen=True)
class _Both:
    """A workbook in the session's language and in another."""

    own: Outline
    other: Outline


class InLanguage:
    """Sessions whose titles, questions and advice are in the reader's language.

    A word that is not the workbook's stays: somebody wrote it for this day, or the workbook has been changed
    since. `outline` reads a workbook by name and language, and is asked once for each pair of languages.
    """

    def __init__(self, outline: Callable[[str, str], Outline]) -> None:
        self._outline = outline
        self._both = lru_cache(_KEPT)(self._read_both)

    def __call__(self, session: WorkSession, language: str) -> WorkSession:
        """`session` in `language`; as it is where its workbook is not here."""
        if language == session.language:
            return session
        both = self._both(session.workbook, session.language, language)
        if both is None:
            return session
        own, other = ({step.key: step for step in outline.steps} for outline in (both.own, both.other))
        return replace(
            session,
            title=both.other.title if session.title == both.own.title else session.title,
            steps=tuple(_worded(step, own.get(step.key), other.get(step.key)) for step in session.steps),
        )

    def _read_both(self, name: str, own: str, other: str) -> _Both | None:
        try:
            return _Both(self._outline(name, own), self._outline(name, other))
        except LmtoolsError:  # a session that was brought here from elsewhere
            return None


def _worded(step: Step, own: Step | None, other: Step | None) -> Step:
    if own is None or other is None or own.verb != step.verb:
        return step
    known = [word for word in _WORDS if getattr(step, word) == getattr(own, word)]
    return replace(step, **{word: getattr(other, word) for word in known})

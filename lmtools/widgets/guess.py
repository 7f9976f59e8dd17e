"""Guess first, then see: the answer stays in the kernel until the page asks for it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Unpack

from lmtools.domain.jsonable import Json
from lmtools.widgets.view import Told, View


class GuessView(View):
    """Asks for a guess. In a work session the room holds the answer; alone, the kernel does.

    `answer` is called with what the page asked for (`unit` and `grade` may be in it). It is
    never part of the state, so a page's source does not hold it before the guess is locked.
    """

    def __init__(self, *, answer: Callable[[Json], Json], **view: Unpack[Told]) -> None:
        self._answer = answer
        super().__init__(**view)
        self.on_msg(self._receive)

    def _receive(self, _widget: object, message: object, _buffers: object) -> None:
        if isinstance(message, dict) and message.get("type") == "answer":
            self._attempt(lambda: self._tell(message))

    def _tell(self, message: Json) -> None:
        self.send({"type": "answer", "answer": self._answer(message)})

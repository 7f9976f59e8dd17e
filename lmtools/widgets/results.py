"""Explore released figures: the page chooses, the kernel answers with charts, sentences and a table."""

from __future__ import annotations

import json
from collections.abc import Callable
from contextlib import suppress
from typing import Unpack

import traitlets

from lmtools.domain.jsonable import Json
from lmtools.widgets.view import Told, View


class ResultsView(View):
    """Shows what `explore` returns for the present `selection`.

    `selection` is set by the page, `shown` by the kernel; `shown["selection"]` says which
    choices the figures on the page are for.
    """

    heard = frozenset({"selection"})
    script = "results.js"  # the same views, and the library that draws charts
    selection = traitlets.Dict().tag(sync=True)
    shown = traitlets.Dict().tag(sync=True)

    prepared_for = ("genders", "grades")
    """The choices that most begin with, by their names among the options, and so in `selection` without s."""

    def __init__(self, *, explore: Callable[[Json], Json], selection: Json, **view: Unpack[Told]) -> None:
        self._explore = explore
        self._start: Json = {}
        self._prepared: dict[str, Json] = {}
        super().__init__(selection=selection, **view)
        self._attempt(self._show)
        self.observe(lambda _change: self._attempt(self._show), names="selection")

    def prepare(self) -> None:
        """Work out beforehand what the first choices will show; kernels forked from here have it at once."""
        start = dict(self.shown.get("selection", {}))
        for name in self.prepared_for:
            for choice in self.shown.get("options", {}).get(name, ()):
                chosen = {**start, name.removesuffix("s"): choice["key"]}
                with suppress(Exception):  # what fails is told to the one who chooses it
                    self._prepared[_key(start, chosen)] = self._explore(chosen)
        self._start = start

    def _look(self, chosen: Json) -> Json:
        known = self._prepared.get(_key(self._start, chosen)) if self._prepared else None
        return known or self._explore(chosen)

    def _show(self) -> None:
        shown = self._look(dict(self.selection))
        if shown == self.shown:  # no change to tell of, but the page that chose waits for an answer
            self.send_state("shown")
        else:
            self.shown = shown


def _key(start: Json, chosen: Json) -> str:
    """The same for two choices that show the same: what is left open is as it was at the start."""
    return json.dumps({**start, **{name: value for name, value in chosen.items() if value}}, sort_keys=True)

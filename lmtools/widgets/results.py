"""Explore released figures: the page chooses, the kernel answers with charts, sentences and a table."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import traitlets

from lmtools.widgets._view import View

Selection = dict[str, Any]
Shown = dict[str, Any]


class ResultsView(View):
    """Shows what `explore` returns for the present `selection`.

    `selection` is set by the page, `shown` by the kernel; `shown["selection"]` says which
    choices the figures on the page are for.
    """

    heard = frozenset({"selection"})
    script = "results.js"  # the same views, and the library that draws charts
    selection = traitlets.Dict().tag(sync=True)
    shown = traitlets.Dict().tag(sync=True)

    def __init__(self, *, explore: Callable[[Selection], Shown], selection: Selection, **view: Any) -> None:
        self._explore = explore
        super().__init__(selection=selection, **view)
        self._attempt(self._show)
        self.observe(lambda _change: self._attempt(self._show), names="selection")

    def _show(self) -> None:
        shown = self._explore(dict(self.selection))
        if shown == self.shown:  # no change to tell of, but the page that chose waits for an answer
            self.send_state("shown")
        else:
            self.shown = shown

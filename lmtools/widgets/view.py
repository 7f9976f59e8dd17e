"""What all views share: their traits, the file that draws them, and how a failure becomes a sentence."""

from __future__ import annotations

import logging
import os
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import ClassVar, NotRequired, TypedDict
from weakref import WeakSet

import anywidget
import traitlets

from lmtools.domain.jsonable import Json
from lmtools.errors import LmtoolsError
from lmtools.text import Text

STATIC = Path(__file__).parent / "static"
# Our own page has the views in its bundle; sending them again in every widget would only be weight.
SERVED_ESM = "export default {}"
_METHODS = ("update", "request_state", "custom")
_log = logging.getLogger(__name__)


def _asset(name: str, otherwise: str) -> str:
    path = STATIC / name
    is_served = os.environ.get("LMTOOLS_SERVED") == "1"
    return otherwise if is_served or not path.exists() else path.read_text("utf-8")


class Told(TypedDict):
    """What every view is told: its activity, what to show, and the sentence for readers without widgets."""

    verb: str
    step: str
    content: Json
    sentence: str
    language: NotRequired[str]


class View(anywidget.AnyWidget):
    """One activity of a workbook, as a widget.

    Synced traits: `verb` and `step` (which activity of the workbook this is), `content`
    (texts and settings as JSON), `language`, `problem` (a sentence when something failed,
    otherwise empty) and `_view` (which of the page's views draws it).
    """

    living: ClassVar[WeakSet[View]] = WeakSet()
    """Every view there is."""

    heard: frozenset[str] = frozenset()
    """The traits that a page may set. What it says of any other is not listened to."""

    script = "widgets.js"  # where there is no page of ours: JupyterLab, stock Voilà
    _esm = traitlets.Unicode().tag(sync=True)
    _css = traitlets.Unicode().tag(sync=True)
    _view = traitlets.Unicode().tag(sync=True)
    verb = traitlets.Unicode().tag(sync=True)
    step = traitlets.Unicode().tag(sync=True)
    content = traitlets.Dict().tag(sync=True)
    language = traitlets.Unicode("nb").tag(sync=True)
    problem = traitlets.Unicode().tag(sync=True)

    def __init__(
        self,
        *,
        verb: str,
        step: str,
        content: Json,
        sentence: str,
        language: str = "nb",
        drawn_as: str = "",
        **traits: object,
    ) -> None:
        """Show `content`; `traits` are those of the kind of view.

        `drawn_as`: which of the page's views draws it, where that is not the verb's own.
        """
        self._sentence = sentence
        how = {"_view": drawn_as or verb, "verb": verb, "step": step, "language": language}
        super().__init__(content=content, **how, **traits)
        self.living.add(self)

    def __repr__(self) -> str:
        return self._sentence

    @traitlets.default("_esm")
    def _default_esm(self) -> str:
        return _asset(self.script, SERVED_ESM)

    @traitlets.default("_css")
    def _default_css(self) -> str:
        return _asset("widgets.css", "")

    def set_state(self, sync_data: Json) -> None:
        """Take over from the page what it may decide, and nothing else."""
        try:
            super().set_state({name: value for name, value in sync_data.items() if name in self.heard})
        except traitlets.TraitError:  # ipywidgets would send the page a trace, which repeats what it sent
            _log.error("%s was sent what does not fit", type(self).__name__)

    def _handle_msg(self, msg: Mapping[str, Mapping[str, object]]) -> None:
        if _is_understood(msg["content"]["data"]):
            super()._handle_msg(msg)

    def prepare(self) -> None:
        """Work out what this view will soon be asked for, before there are many of it. Most have nothing."""

    def _attempt(self, work: Callable[[], None]) -> None:
        """Do `work`; a failure becomes a sentence in `problem`, never a silent page."""
        text = Text(self.language)
        try:
            work()
        except LmtoolsError as error:
            self.problem = text.error(error)
        except Exception as error:  # whatever it is, the reader must be told
            _log.error("%s failed: %s", type(self).__name__, type(error).__name__)
            self.problem = text.t("Noe gikk galt da figuren skulle lages. Last sida på nytt og prøv igjen.")
        else:
            self.problem = ""


def _is_understood(data: object) -> bool:
    """Whether a page's message is one that ipywidgets reads without stumbling. No view takes files."""
    if not isinstance(data, dict) or data.get("buffer_paths"):
        return False
    return data.get("method") in _METHODS and isinstance(data.get("state", {}), dict)

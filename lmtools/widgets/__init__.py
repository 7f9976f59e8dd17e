"""The kernel's side of each view: what it shows and what it answers. One view per file.

A view holds no visitor: its state is the same for everyone until the page asks for
something. How a view looks is the page's work (`frontend/`); JupyterLab and stock Voilà
get the built file in `static/`.
"""

from __future__ import annotations

from lmtools.widgets._view import View
from lmtools.widgets.actions import ActionsView
from lmtools.widgets.activity import ActivityView
from lmtools.widgets.guess import GuessView
from lmtools.widgets.prioritise import PrioritiseView
from lmtools.widgets.reflect import ReflectView
from lmtools.widgets.report import ReportView
from lmtools.widgets.results import ResultsView

__all__ = [
    "ActionsView",
    "ActivityView",
    "GuessView",
    "PrioritiseView",
    "ReflectView",
    "ReportView",
    "ResultsView",
    "View",
]

"""The kernel's side of each activity: what it shows and what it answers.

A view holds no visitor: its state is the same for everyone until the page asks for something. Most only
show: what people write and choose is kept by the room, never by the kernel. How a view looks is the page's
work (`frontend/`); JupyterLab and stock Voilà get the built file in `static/`.
"""

from __future__ import annotations

from lmtools.widgets.guess import GuessView
from lmtools.widgets.results import ResultsView
from lmtools.widgets.view import Told, View

__all__ = ["GuessView", "ResultsView", "Told", "View"]

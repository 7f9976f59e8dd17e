"""Released figures as charts, each with its text alternative, its sentence and its row in a table."""

from .choices import Selection
from .explorer import Explorer, PanelJson, Shown
from .source import FiguresSource

__all__ = ["Explorer", "FiguresSource", "PanelJson", "Selection", "Shown"]

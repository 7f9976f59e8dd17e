"""Honest statistics for small groups: intervals, verdicts, pooling, funnels and goals.

Our own code is the choice of method; the arithmetic is scipy's and statsmodels'. Everything works
from published figures (n, mean, SD, share) as well as from answers, and nothing is derived from a
figure that is not published.
"""

from .answers import answer_of
from .funnel import Funnel, funnel_limits
from .goals import ClearChanges, clear_changes
from .intervals import Interval, mean_interval, share_interval
from .pooling import Pooled, pool
from .summary import Summary, interval_of
from .verdicts import FEW, Verdict, adjust, compare

__all__ = [
    "FEW",
    "ClearChanges",
    "Funnel",
    "Interval",
    "Pooled",
    "Summary",
    "Verdict",
    "adjust",
    "answer_of",
    "clear_changes",
    "compare",
    "funnel_limits",
    "interval_of",
    "mean_interval",
    "pool",
    "share_interval",
]

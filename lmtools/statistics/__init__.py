"""Honest statistics for small groups: intervals, and a verdict on a change.

Our own code is the choice of method; the arithmetic is scipy's and statsmodels'. Everything works
from published figures (n, mean, SD, share), and nothing is derived from one that is not published.
"""

from .answers import answer_of
from .intervals import Interval, detectable_change, interval_of, mean_interval, share_interval
from .verdicts import FEW, Verdict, adjust, compare

__all__ = [
    "FEW",
    "Interval",
    "Verdict",
    "adjust",
    "answer_of",
    "compare",
    "detectable_change",
    "interval_of",
    "mean_interval",
    "share_interval",
]

"""Honest statistics for small groups: intervals, verdicts, pooling, funnels, run charts and goals.

Our own code is the choice of method; the arithmetic is scipy's and statsmodels'. Everything works
from published figures (n, mean, SD, share) as well as from answers, and nothing is derived from a
figure that is not published.
"""

from .answers import answer_of
from .funnel import Funnel, funnel_limits
from .goals import GoalCheck, detectable_change, goal_check
from .intervals import Interval, mean_interval, share_interval
from .pooling import Pooled, pool
from .runs import FEWEST_POINTS, RunChart, Signal, run_chart
from .summary import Summary, interval_of, mean_interval_of
from .verdicts import FEW, Looked, Verdict, adjust, compare, looked_at

__all__ = [
    "FEW",
    "FEWEST_POINTS",
    "Funnel",
    "GoalCheck",
    "Interval",
    "Looked",
    "Pooled",
    "RunChart",
    "Signal",
    "Summary",
    "Verdict",
    "adjust",
    "answer_of",
    "compare",
    "detectable_change",
    "funnel_limits",
    "goal_check",
    "interval_of",
    "looked_at",
    "mean_interval",
    "mean_interval_of",
    "pool",
    "run_chart",
    "share_interval",
]

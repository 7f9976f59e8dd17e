"""Partial pooling: several groups of one year, each drawn towards all of them by how little it knows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from statsmodels.stats.meta_analysis import combine_effects


@dataclass(frozen=True)
class Pooled:
    """Groups drawn together, in the order they were given; nothing is sorted or ranked.

    Attributes:
        estimates: What each is after pooling.
        tau2: The variance between groups, in the unit squared; 0 when chance alone explains the
            differences, None with fewer than two groups.
    """

    estimates: tuple[float, ...]
    tau2: float | None


def pool(estimates: Sequence[float], standard_errors: Sequence[float]) -> Pooled:
    """Closed-form normal-normal empirical Bayes over the schools or grades of one year.

    A group with a weight w keeps w of its own estimate and takes 1 - w of the common mean, where
    w = tau2 / (tau2 + its squared standard error). With one group there is nothing to learn from, and
    it stays as it is.

    Source: DerSimonian and Laird 1986 for tau2 (statsmodels' `combine_effects`), cut off at 0; Efron and
    Morris 1975 for the estimates.

    Raises:
        ValueError: The two are not equally long, a number is not finite, or a standard error is not
            over 0 (a group that claims to know its own mean exactly cannot be pooled).
    """
    raw, errors = np.asarray(estimates, dtype=float), np.asarray(standard_errors, dtype=float)
    if raw.ndim != 1 or raw.shape != errors.shape:
        raise ValueError("pool needs as many standard errors as estimates.")
    if not (np.isfinite(raw).all() and np.isfinite(errors).all()):
        raise ValueError("pool needs finite numbers; leave out groups that are not published.")
    if not (errors > 0).all():
        raise ValueError("pool needs standard errors over 0; Summary.standard_error never is 0.")
    if raw.size < 2:
        return Pooled(tuple(raw.tolist()), None)
    variances = errors**2
    with np.errstate(invalid="ignore"):  # it goes on with a tau2 under 0, which is of no use here
        tau2 = max(0.0, float(combine_effects(raw, variances, method_re="dl").tau2))
    shares = 1 / (variances + tau2)
    weights, mean = tau2 * shares, float(np.average(raw, weights=shares))
    return Pooled(tuple((weights * raw + (1 - weights) * mean).tolist()), tau2)

"""How often the 95 % intervals cover the truth, and how often no change is called a clear one.

    python -m benchmarks.coverage

For shapes of answers 1-5 and n from 5 to 200. Intervals are not simulated: the chance of every possible
sample is summed (a Fourier transform gives the distribution of the sum and the sum of squares of n
answers), so the numbers have no error of their own. Published figures depend on where the true mean lies
between two decimals, so each shape is tilted to several places; the mean, lowest and highest are shown.
Changes between published figures are summed likewise, those between answers drawn 200,000 times with a
seed. The code measured is that of `lmtools.statistics`, on arrays.

A mark behind a number says that it is outside 93-97 % (or over 5 % false): `-` under, `+` over because the
possible samples are so few that no interval of one width lands inside, `*` over for another reason (see the
note under the table). The last line is JSON.
"""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from dataclasses import asdict, dataclass

import numpy as np
from scipy import optimize, stats

from lmtools.statistics.differences import difference_arm
from lmtools.statistics.scores import mean_bounds, share_bounds, step_of, widen

SEED = 20251207
SIZES = (5, 8, 10, 15, 20, 30, 50, 75, 100, 150, 200)
OPTIONS = np.arange(1, 6)
SHAPES = {
    "middle": (0.05, 0.20, 0.50, 0.20, 0.05),
    "spread": (0.20, 0.20, 0.20, 0.20, 0.20),
    "high": (0.03, 0.07, 0.20, 0.40, 0.30),
    "skewed to 5": (0.01, 0.02, 0.07, 0.30, 0.60),
    "mostly 5": (0.01, 0.01, 0.03, 0.10, 0.85),
    "polar": (0.30, 0.10, 0.10, 0.10, 0.40),
    "only 1 and 5": (0.50, 0.00, 0.00, 0.00, 0.50),
    "nearly all 4": (0.01, 0.01, 0.03, 0.90, 0.05),
}
SHARES = (0.02, 0.06, 0.1, 0.2, 0.3, 0.5)
PLACES = (-0.04, -0.02, 0.0, 0.02, 0.04)
PAIRS = 200_000
HALF = 0.05
LEVEL = 0.05
NEGLIGIBLE = 1e-11
EDGE = 1e-9
LOW, HIGH = 0.93, 0.97

NOTE = """
+  So few different samples are likely that no interval of one width around the figure covers 93-97 %.
*  Means from answers: a small sample near an end, or of nearly equal answers, often holds none of the rare
   low ones. The interval must reach for what is not there, and then also covers when they are there.
*  Published means: one decimal is a step of 0.1. When the standard error is not much more than that (n from
   about 100), an interval of one width covers a true mean in the middle of a step far more often than one
   near its edge; it is made to hold at the edge. No rule on the rounded figure alone can do both. Where all
   five shares are published the exact mean follows from them, and the first table holds.
-  Means from answers: nearly all alike and a few far off. A sample without those few lies too high and
   claims too much. The interval would have to be wider for everyone.
-  Shares: Wilson's interval swings with n and p, because counts are whole. Over all p it covers 95 %.
"""


@dataclass(frozen=True)
class Samples:
    """Every sample that can come, as n, mean and SD, with its chance. `truth` is the true mean."""

    n: int
    truth: float
    mean: np.ndarray
    sd: np.ndarray
    chance: np.ndarray


@dataclass(frozen=True)
class Row:
    """One shape and size. Coverages and rates are 0-1, widths in the unit of the scale."""

    what: str
    shape: str
    n: int
    coverage: float
    lowest: float
    highest: float
    width: float
    false_clear: float | None
    in_steps: bool


def main() -> None:
    start = time.perf_counter()
    rows: list[Row] = []
    for what, make in (("answers", of_answers), ("published", of_published), ("share", of_shares)):
        found = list(make())
        rows += found
        show(what, found)
    print(NOTE)
    print(f"{time.perf_counter() - start:.0f} s")
    print(json.dumps(summary(rows)))


def of_answers() -> Iterator[Row]:
    generator = np.random.default_rng(SEED)
    for name, shape in SHAPES.items():
        for n in SIZES:
            samples = samples_of(shape, n)
            low, high = mean_bounds(n, samples.mean, samples.sd)
            covered, width = held(samples, low, high)
            false = false_among_answers(samples, generator)
            yield Row("answers", name, n, covered, covered, covered, width, false, in_steps(samples))


def of_published() -> Iterator[Row]:
    for name, shape in SHAPES.items():
        for n in SIZES:
            found = [published(samples_of(tilted(shape, place), n)) for place in PLACES]
            covered, widths, false = (np.array(column) for column in zip(*found, strict=True))
            yield Row(
                "published",
                name,
                n,
                float(covered.mean()),
                float(covered.min()),
                float(covered.max()),
                float(widths.mean()),
                float(false.max()),
                in_steps(samples_of(shape, n)),
            )


def of_shares() -> Iterator[Row]:
    for share in SHARES:
        for n in SIZES:
            counts = np.arange(n + 1)
            chance = stats.binom.pmf(counts, n, share)
            samples = Samples(n, share, counts / n, np.zeros(n + 1), chance)
            low, high = share_bounds(samples.mean, n, LEVEL)
            covered, width = held(samples, low, high)
            false = false_of_all(samples, low, high, rounding=0.0, steps=np.full(n + 1, 1 / n))
            yield Row("share", f"{share:.0%}", n, covered, covered, covered, width, false, in_steps(samples))


def samples_of(shape: tuple[float, ...], n: int) -> Samples:
    """Sums over n answers of (answer, answer squared), by the transform of one answer to the power n."""
    table = np.zeros((4 * n + 1, 16 * n + 1))
    for step, chance in enumerate(shape):
        table[step, step**2] = chance
    all_of_them = np.fft.irfft2(np.fft.rfft2(table) ** n, s=table.shape)
    total, squares = np.nonzero(all_of_them > NEGLIGIBLE)
    variance = np.maximum(0, (squares - total**2 / n) / (n - 1))
    chance = all_of_them[total, squares]
    return Samples(n, float(np.dot(shape, OPTIONS)), 1 + total / n, np.sqrt(variance), chance / chance.sum())


def tilted(shape: tuple[float, ...], by: float) -> tuple[float, ...]:
    """The same shape with its mean moved, by an exponential tilt."""
    target = float(np.dot(shape, OPTIONS)) + by

    def moved(slope: float) -> np.ndarray:
        weights = np.array(shape) * np.exp(slope * (OPTIONS - 3))
        return np.asarray(weights / weights.sum())

    slope = optimize.brentq(lambda slope: float(moved(slope) @ OPTIONS) - target, -30, 30)
    return tuple(moved(slope).tolist())


def published(exact: Samples) -> tuple[float, float, float]:
    """Coverage, width and false changes when n, mean and SD are read with one decimal."""
    tenths = np.floor(np.stack([exact.mean, exact.sd]) * 10 + 0.5 + EDGE).astype(int)
    pairs, where = np.unique(tenths, axis=1, return_inverse=True)
    chance = np.bincount(where.ravel(), exact.chance)
    samples = Samples(exact.n, exact.truth, pairs[0] / 10, pairs[1] / 10, chance)
    low, high = mean_bounds(samples.n, samples.mean, samples.sd)
    wide_low = samples.mean - widen(samples.mean - low, (HALF,), LEVEL)
    wide_high = samples.mean + widen(high - samples.mean, (HALF,), LEVEL)
    covered, width = held(samples, np.maximum(1, wide_low), np.minimum(5, wide_high))
    return covered, width, false_of_all(samples, low, high, rounding=HALF, steps=np.zeros(len(low)))


def held(samples: Samples, low: np.ndarray, high: np.ndarray) -> tuple[float, float]:
    """Coverage and mean width."""
    holds = (low <= samples.truth + EDGE) & (high >= samples.truth - EDGE)
    return float(samples.chance[holds].sum()), float(samples.chance @ (high - low))


def false_of_all(
    samples: Samples, low: np.ndarray, high: np.ndarray, *, rounding: float, steps: np.ndarray
) -> float:
    """How often two cohorts of one school are called different, over all pairs of samples."""
    likely = samples.chance > 1e-7
    mean, chance = samples.mean[likely], samples.chance[likely]
    down, up, step = mean - low[likely], high[likely] - mean, steps[likely]
    change = mean[None, :] - mean[:, None]
    rising = difference_arm(
        (up[:, None], down[None, :]),
        roundings=(rounding, rounding),
        steps=(step[:, None], step[None, :]),
        level=LEVEL,
    )
    return float(2 * (np.outer(chance, chance) * (change > rising + EDGE)).sum())


def false_among_answers(samples: Samples, generator: np.random.Generator) -> float:
    """The same for pairs drawn with a seed."""
    low, high = mean_bounds(samples.n, samples.mean, samples.sd)
    step = step_of(samples.n, samples.mean, samples.sd)
    first, second = generator.choice(len(samples.mean), size=(2, PAIRS), p=samples.chance)
    change = samples.mean[second] - samples.mean[first]
    is_up = change > 0
    down, up = samples.mean - low, high - samples.mean
    arm = difference_arm(
        (np.where(is_up, up[first], down[first]), np.where(is_up, down[second], up[second])),
        roundings=(0.0, 0.0),
        steps=(step[first], step[second]),
        level=LEVEL,
    )
    return float(np.mean(np.abs(change) > arm + EDGE))


def in_steps(samples: Samples) -> bool:
    """Whether no interval of one width around the figure covers 93-97 %."""
    distances, where = np.unique(np.round(np.abs(samples.mean - samples.truth), 9), return_inverse=True)
    reached = np.cumsum(np.bincount(where.ravel(), samples.chance, minlength=len(distances)))
    return not bool(((reached >= LOW) & (reached <= HIGH)).any())


def show(what: str, rows: list[Row]) -> None:
    title = {"answers": "Means from answers", "published": "Means from published figures", "share": "Shares"}
    kinds = "coverage % [lowest highest]" if what == "published" else "coverage %"
    print(f"\n{title[what]}: {kinds}, mean width, false clear changes %")
    for name in dict.fromkeys(row.shape for row in rows):
        print(f"  {name}")
        for row in (row for row in rows if row.shape == name):
            print("    " + line(row))


def line(row: Row) -> str:
    between = f" [{100 * row.lowest:5.1f} {100 * row.highest:5.1f}]" if row.what == "published" else ""
    false = "few" if row.n < 10 else f"{100 * (row.false_clear or 0):4.2f}"
    return f"n {row.n:3}  {100 * row.coverage:5.1f}{mark(row)}{between}  {row.width:6.3f}  {false}"


def mark(row: Row) -> str:
    if row.n < 10:
        return " "
    if row.lowest < LOW:
        return "-"
    if row.coverage > HIGH:
        return "+" if row.in_steps else "*"
    return " "


def summary(rows: list[Row]) -> dict[str, object]:
    promised = [row for row in rows if row.n >= 10]
    kinds = {}
    for what in ("answers", "published", "share"):
        mine = [row for row in promised if row.what == what]
        kinds[what] = {
            "cells": len(mine),
            "inside": sum(LOW <= row.coverage <= HIGH for row in mine),
            "lowest": round(min(row.lowest for row in mine), 4),
            "highest": round(max(row.highest for row in mine), 4),
            "under": sum(row.lowest < LOW for row in mine),
            "over_in_steps": sum(row.coverage > HIGH and row.in_steps for row in mine),
            "over": sum(row.coverage > HIGH and not row.in_steps for row in mine),
            "most_false_clear": round(max(row.false_clear or 0.0 for row in mine), 4),
        }
    table = [
        {key: round(value, 4) if isinstance(value, float) else value for key, value in asdict(row).items()}
        for row in rows
    ]
    return {"summary": kinds, "rows": table}


if __name__ == "__main__":
    main()

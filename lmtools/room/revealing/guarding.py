"""Votes before the disclosure engine: which points may be shown, alone and beside what was shown before.

The attacker is a facilitator or colleague who keeps every result they have seen, knows how many points
were given, who voted or voted again, and their own ballot.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import TYPE_CHECKING

from lmtools.domain.counting import backers, points_by_option
from lmtools.domain.shown import Ballots, Column

if TYPE_CHECKING:
    import pandas as pd

    from lmtools.disclosure import Report

POINTS = "points"


def protected_points(
    ballots: Ballots, options: Sequence[str], *, minimum: int, each: int
) -> dict[str, int | None] | None:
    """Points by option, None where hidden; None for all when fewer than `minimum` voted or nothing is left.

    An option with points from 1 to `minimum` - 1 voters is hidden. The sum is taken as known (everyone
    had `each` points), so the next smallest are hidden with it until a hidden option's points could be
    `each` + 1 different numbers: then one's own ballot does not tell another's either.
    """
    if len(ballots) < minimum:
        return None
    points, backing = points_by_option(ballots, options), backers(ballots, options)
    hidden = {option for option in options if 0 < backing[option] < minimum}
    cap = each * (minimum - 1)
    shown = [option for option in options if points[option] and option not in hidden]
    shown.sort(key=lambda option: points[option])
    while hidden and not _is_safe_alone(points, hidden, each=each, cap=cap):
        if not shown:
            return None
        hidden.add(shown.pop(0))
        cap = sum(points.values())  # a partner may have any number
    if not shown:
        return None
    return {option: None if option in hidden else points[option] for option in options}


def protected_counts(counts: Sequence[int], minimum: int) -> tuple[int | None, ...] | None:
    """Counts of a rating's levels, None where hidden; None for all when nothing is left.

    What `protected_points` gives where everybody has one point, without a solver: with one known sum, a
    hidden count has more than one possible number when there are two or more that are not all 1. A room
    rates twenty things at a time, and twenty attacks would be a second's wait.
    """
    hidden = {at for at, count in enumerate(counts) if 0 < count < minimum}
    shown = sorted((at for at, count in enumerate(counts) if count >= minimum), key=lambda at: counts[at])
    most = minimum - 1
    while hidden and not _are_free([counts[at] for at in hidden], most):
        if not shown:
            return None
        hidden.add(shown.pop(0))
        most = sum(counts)  # a partner may have any number
    if not shown:
        return None
    return tuple(None if at in hidden else count for at, count in enumerate(counts))


def _are_free(hidden: Sequence[int], most: int) -> bool:
    """Whether each of these counts, of 1 to `most` and with a known sum, could be two numbers or more."""
    return len(hidden) > 1 and len(hidden) < sum(hidden) < most * len(hidden)


def is_safe_together(columns: Sequence[Column], *, minimum: int) -> bool:
    """Whether the rounds and results, all seen, keep every hidden option and every few people's points.

    People are taken by when their ballots counted: those who voted again between the second and third
    result are one class, and so on. A class of fewer than `minimum` people must not be left with one
    possible number of points for an option, but for none.
    """
    import pandas as pd

    from lmtools.disclosure import Rule, audit

    leaves, small = _classes(columns, minimum)
    seen = [f"in_{number}" for number in range(len(columns))]
    cells = [{"class": name, POINTS: total} for name, total in leaves.groupby("class")[POINTS].sum().items()]
    cells += [
        {name: "yes", "option": option, POINTS: given}
        for name, column in zip(seen, columns, strict=True)
        for option, given in column.points.items()
    ]
    secret = leaves[leaves["class"].isin(small) & (leaves[POINTS] > 0)]
    cells += [{"class": row["class"], "option": row["option"], POINTS: None} for _, row in secret.iterrows()]
    columns_used = ["class", "option", *seen]
    report = audit(
        pd.DataFrame(cells, columns=[*columns_used, POINTS]),
        views=[["class"], ["class", "option"], *([name, "option"] for name in seen)],
        count=POINTS,
        rule=Rule(minimum=1),
        structure=leaves[columns_used],
    )
    return _holds(report)


def _is_safe_alone(points: Mapping[str, int], hidden: Collection[str], *, each: int, cap: int) -> bool:
    import pandas as pd

    from lmtools.disclosure import Rule, audit

    rows = [(option, None if option in hidden else given) for option, given in points.items()]
    cells = pd.DataFrame([*rows, (None, sum(points.values()))], columns=["option", POINTS])
    # Zeros are shown, so that who knows the rule knows that a hidden option has at least one point.
    rule = Rule(minimum=1, width=each, positive=True)
    if not audit(cells, views=[["option"], []], count=POINTS, rule=rule).ok:
        return False
    return len(hidden) * cap - sum(points[option] for option in hidden) >= each


def _classes(columns: Sequence[Column], minimum: int) -> tuple[pd.DataFrame, frozenset[str]]:
    """Points by class of ballots and option, with which columns each class is in; and the small classes."""
    import pandas as pd

    options = list(dict.fromkeys(option for column in columns for option in column.points))
    patterns: dict[tuple[bool, ...], list[Mapping[str, int]]] = {}
    for person in sorted({person for column in columns for person in column.ballots}):
        cast = [dict(column.ballots.get(person) or {}) for column in columns]
        for ballot in [one for at, one in enumerate(cast) if one and one not in cast[:at]]:
            patterns.setdefault(tuple(one == ballot for one in cast), []).append(ballot)
    rows = [
        {
            "class": str(number),
            "option": option,
            POINTS: sum(ballot.get(option, 0) for ballot in ballots),
            **{f"in_{at}": "yes" if is_in else "no" for at, is_in in enumerate(pattern)},
        }
        for number, (pattern, ballots) in enumerate(patterns.items())
        for option in options
    ]
    small = [str(number) for number, ballots in enumerate(patterns.values()) if len(ballots) < minimum]
    return pd.DataFrame(rows), frozenset(small)


def _holds(report: Report) -> bool:
    table = report.cells
    return not bool(table["exact"].any()) and bool((table["solver"] == "optimal").all())

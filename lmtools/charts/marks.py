"""What the parts of a chart share: layers of a specification, and series cut where they stop."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from lmtools.domain.jsonable import Json

from .panel import Point

HEIGHT = 160
LETTER = 7.6
"""Pixels of a letter of a label, on the average."""

PLAIN: Json = {"strokeDash": [1, 0]}  # the theme's rules are dashed
RUN: Json = {"field": "run", "type": "nominal"}


def layer(mark: Mapping[str, object], rows: Sequence[Mapping[str, object]], **encoding: object) -> Json:
    """One layer with its data inside."""
    made: Json = {"mark": mark, "data": {"values": rows}}
    return {**made, "encoding": encoding} if encoding else made


def runs(points: tuple[Point, ...], stops: frozenset[int]) -> list[list[Point]]:
    """The points that are drawn, cut where one is missing and at the years in `stops`."""
    found: list[list[Point]] = [[]]
    for point in points:
        if not point.is_shown or point.year in stops:
            found.append([])
        if point.is_shown:
            found[-1].append(point)
    return [run for run in found if run]

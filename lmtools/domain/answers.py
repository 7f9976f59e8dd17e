"""The answer to a guess, as the room and a kernel both tell it."""

from __future__ import annotations

from dataclasses import dataclass

from lmtools.domain.figures import Figure, Status


@dataclass(frozen=True)
class Answer:
    """What the pupils answered. `low` and `high` are None where no interval can be given."""

    figure: Figure
    low: float | None
    high: float | None
    unit_name: str


def as_json(answer: Answer | None, unit_name: str) -> dict[str, object]:
    """The answer as the browser gets it; numbers only of a published figure, "absent" when there is none."""
    if answer is None:
        nothing: dict[str, object] = dict.fromkeys(("value", "low", "high", "n", "year", "scale"))
        return {**nothing, "status": str(Status.ABSENT), "unit_name": unit_name}
    figure = answer.figure
    return {
        "value": figure.value,
        "low": answer.low,
        "high": answer.high,
        "n": figure.n if figure.status is Status.PUBLISHED else None,
        "year": figure.year,
        "status": str(figure.status),
        "scale": figure.scale,
        "unit_name": answer.unit_name,
    }

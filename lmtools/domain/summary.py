"""The page that goes to pupils and parents: what they said, and what the school does about it."""

from __future__ import annotations

from dataclasses import dataclass

HEADLINE_LENGTH = 90
PART_LENGTH = 600  # characters in each of the two parts: with PART_LINES they fill one A4 page at most
PART_LINES = 8


@dataclass(frozen=True)
class Summary:
    """The facilitator's text, one point a line. Nothing goes out before it has been saved once."""

    session: str
    headline: str = ""
    said: str = ""
    does: str = ""
    revision: int = 0

    @property
    def is_saved(self) -> bool:
        """Whether the facilitator has read it over and kept it."""
        return self.revision > 0 and bool(self.said or self.does)


def lines_of(part: str) -> tuple[str, ...]:
    """The points of a part, without blank lines and without the dashes people put in front."""
    lines = (line.strip().lstrip("-–•* ").strip() for line in part.splitlines())
    return tuple(line for line in lines if line)

"""What a workbook tells the one who will lead it: what it is for, who comes, and what to do around it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Guide:
    """How a workbook is meant to be used. `minutes` is how long all of it takes."""

    purpose: str
    minutes: int
    who: str
    before: tuple[str, ...] = ()
    during: tuple[str, ...] = ()
    after: tuple[str, ...] = ()

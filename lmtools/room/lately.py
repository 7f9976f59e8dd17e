"""Who came in a moment ago: a page asks several times in its first seconds, each time as the same browser."""

from __future__ import annotations

import threading
import time
from collections.abc import Hashable
from typing import Generic, TypeVar

T = TypeVar("T")


class Lately(Generic[T]):
    """Values that are right for `seconds`, at most `most` of them. Safe to use from many threads."""

    def __init__(self, *, seconds: float, most: int) -> None:
        self._seconds, self._most = seconds, most
        self._kept: dict[Hashable, tuple[float, T]] = {}
        self._keeping = threading.Lock()

    def get(self, key: Hashable) -> T | None:
        """What was kept, or None when that is too long ago."""
        until, value = self._kept.get(key, (0.0, None))
        return value if time.monotonic() < until else None

    def keep(self, key: Hashable, value: T) -> None:
        """Keep it, in place of the oldest when there is no room."""
        with self._keeping:
            self._kept.pop(key, None)
            self._kept[key] = (time.monotonic() + self._seconds, value)
            while len(self._kept) > self._most:
                del self._kept[next(iter(self._kept))]

    def clear(self) -> None:
        """Keep nothing."""
        with self._keeping:
            self._kept.clear()

"""Where the server of a data folder is reached from its own machine, noted in the folder while it runs."""

from __future__ import annotations

import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

FILE = "adresse"
PATIENCE_SECONDS = 3.0


@contextmanager
def noted(folder: Path, address: str) -> Iterator[None]:
    """Note `address` in `folder` for as long as the block runs."""
    file = folder / FILE
    with suppress(OSError):
        file.write_text(address, encoding="utf-8")
    try:
        yield
    finally:
        with suppress(OSError):
            if file.read_text(encoding="utf-8") == address:  # else another has started meanwhile
                file.unlink()


def running_at(folder: Path) -> str | None:
    """The address of the server that runs on `folder`, or None if none answers."""
    try:
        address = (folder / FILE).read_text(encoding="utf-8").strip()
    except (OSError, ValueError):
        return None
    return address if answers(address) else None


def answers(address: str) -> bool:
    """Whether a server at `address` is there and takes visitors."""
    try:
        urllib.request.urlopen(f"{address}api/health", timeout=PATIENCE_SECONDS).close()
    except (OSError, ValueError):  # the first also for what urllib could not ask
        return False
    return True

"""The last rehearsal, kept as a file in the data folder: when, how many, how it went. No one wrote in it."""

from __future__ import annotations

import json
from contextlib import suppress
from pathlib import Path

from lmtools.rehearsal.report import Report

FILE = "generalprove.json"


def keep(report: Report, folder: Path) -> None:
    """Keep `report` as the last one; a folder that cannot be written to keeps none."""
    with suppress(OSError):
        fresh = folder / f"{FILE}.ny"
        fresh.write_text(json.dumps(report.as_json(), ensure_ascii=False), encoding="utf-8")
        fresh.replace(folder / FILE)


def last(folder: Path) -> Report | None:
    """The last one, or None."""
    try:
        return Report.from_json(json.loads((folder / FILE).read_text(encoding="utf-8")))
    except (OSError, ValueError):
        return None

"""The comparison claims nothing that no test shows."""

from __future__ import annotations

import re
from pathlib import Path

from tests.project.named import NAMED, missing

ROOT = Path(__file__).parents[2]
TEXT = (ROOT / "docs" / "compared.md").read_text(encoding="utf-8")
ROWS = [line for line in TEXT.splitlines() if line.startswith("| ") and "shown by" not in line]
COMMAND = re.compile(r"`python -m benchmarks\.(\w+)`")


def test_every_line_names_a_test_or_a_command_that_is_there() -> None:
    assert len(ROWS) > 30
    for row in ROWS:
        assert NAMED.search(row) or COMMAND.search(row), row
    for name in COMMAND.findall(TEXT):
        assert (ROOT / "benchmarks" / f"{name}.py").is_file(), name


def test_every_test_that_is_named_exists() -> None:
    assert missing(TEXT) == []

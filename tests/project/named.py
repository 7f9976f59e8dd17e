"""The tests that a document names as `tests/path.py::test_name`, and those of them that are not there."""

from __future__ import annotations

import ast
import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
NAMED = re.compile(r"`(tests/[\w/]+\.py)::(test_\w+)`")


def missing(text: str) -> list[str]:
    """Those that `text` names and pytest would not find: no such file of tests, or no such test in it."""
    return [f"{path}::{name}" for path, name in NAMED.findall(text) if name not in _tests_of(ROOT / path)]


def _tests_of(path: Path) -> set[str]:
    if not path.name.startswith("test_") or not path.is_file():
        return set()
    module = ast.parse(path.read_text(encoding="utf-8"))
    classes = [
        part for part in module.body if isinstance(part, ast.ClassDef) and part.name.startswith("Test")
    ]
    parts = [part for holder in (module, *classes) for part in holder.body]
    return {part.name for part in parts if isinstance(part, ast.FunctionDef)}

"""How the code is kept. `python docs/tools/house.py` prints the numbers and lowers what is allowed."""

from __future__ import annotations

import ast
import re
import statistics
import tomllib
from pathlib import Path

import pytest

from docs.tools import house
from docs.tools.house import House
from docs.tools.unused import unused


@pytest.fixture(scope="module")
def whole() -> House:
    return House()


@pytest.mark.parametrize("kind", house.KINDS)
def test_nothing_that_the_house_owes_grows(whole: House, kind: str) -> None:
    allowed = house.allowed()[kind]
    grown = {name: count for name, count in whole.owed[kind].items() if count > allowed.get(name, 0)}
    assert not grown, f"{house.KINDS[kind]}: {grown}\n" + "\n".join(map(str, whole.silenced()))


def test_the_median_function_is_under_nine_lines(whole: House) -> None:
    assert statistics.median(whole.functions) < house.MEDIAN_FUNCTION


def test_every_rule_switched_off_for_whole_files_has_its_reason() -> None:
    text = (house.ROOT / "pyproject.toml").read_text("utf-8")
    lint = tomllib.loads(text)["tool"]["ruff"]["lint"]
    lines = text.splitlines()
    for name in (*lint["ignore"], *lint["per-file-ignores"]):
        (at,) = (number for number, line in enumerate(lines) if line.strip().startswith(f'"{name}"'))
        assert "#" in lines[at] or lines[at - 1].startswith("#"), name


@pytest.mark.parametrize(
    ("switch", "is_owed"),
    [
        ("noqa", True),
        ("noqa: E501", True),
        ("noqa: E501 - a pattern cannot be broken", False),
        ("type: ignore", True),
        ("type: ignore[misc]", True),
        ("type: ignore[misc]  # Voilà has no types", False),
    ],
)
def test_a_rule_is_switched_off_by_name_and_with_a_reason(tmp_path: Path, switch: str, is_owed: bool) -> None:
    (tmp_path / "run.py").write_text(f"x = f()  # {switch}\n", "utf-8")
    assert bool(list(House(tmp_path).silenced())) is is_owed


def test_mypy_is_told_to_ignore_nothing_where_it_does_not_look(whole: House) -> None:
    ignore = re.compile(r"# type:\s*ignore")
    assert not [path for path, text in whole.texts.items() if path not in whole.trees and ignore.search(text)]


def test_a_name_is_unused_when_only_its_own_definition_says_it(tmp_path: Path) -> None:
    sources = {
        "lmtools/__init__.py": "__all__ = ['open_book']\ndef open_book(): ...",
        "lmtools/a.py": "def f(): f()\ndef g(): ...\nK = 1\nclass C:\n def m(self): ...\n def n(self): ...",
        "lmtools/b.py": "from lmtools.a import C, K, g\nC().n()\nprint(K)",
    }
    found = unused(tmp_path, {path: ast.parse(source) for path, source in sources.items()})
    assert [name.name for name in found] == ["f", "g", "C.m"]

"""Numbers are measured by a command: docs/measured.md is what it gave, and the others quote only from it."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

from benchmarks.__main__ import run_all
from benchmarks.catalogue import BENCHMARKS, Benchmark
from benchmarks.measured import DOCS, TABLE, Run, keep, kept, table
from benchmarks.promises import Promise, at_least, at_most, quantity

ROOT = Path(__file__).parents[2]
MEASURED = DOCS / TABLE
QUOTING = [ROOT / "README.md", *sorted(path for path in DOCS.glob("*.md") if path != MEASURED)]
QUANTITY = re.compile(r"(?<![\w.,§/-])(\d[\d.,]*)\s?(ms|s|kB|KB|MB|GB|ganger|times|×|%)(?![\w/])")
FENCED = re.MULTILINE | re.DOTALL
SET = {"0.3 s", "15 s", "2 s", "60 %", "100 %", "64 KB", "1 MB", "8 MB"}
"""What is chosen and not measured: limits, patience, and Chromium's own figures for a slow net."""
PARTS = {"crowd", "database", "faults", "kernel_line", "machine", "proxy", "servers", "watching", "writing"}
PARTS |= {"catalogue", "measured", "promises", "planning", "paint_pages"}
PARTS |= {"mutating", "noticing", "forked"}
"""Modules that a benchmark is made of. `planning` is the arithmetic that `nodes` ends with."""


def test_the_table_is_the_one_of_what_was_kept() -> None:
    assert MEASURED.read_text("utf-8") == table(kept())


def test_every_benchmark_is_one_that_all_of_them_runs() -> None:
    here = {path.stem for path in (ROOT / "benchmarks").glob("*.py") if not path.stem.startswith("_")}
    run = {one.command.split()[2].removeprefix("benchmarks.") for one in BENCHMARKS}
    assert here - PARTS - run == set()


@pytest.mark.parametrize("name", sorted({one.command for one in BENCHMARKS}))
def test_a_benchmark_knows_the_options_it_is_run_with(name: str) -> None:
    module, options = name.split()[2], [word for word in name.split() if word.startswith("--")]
    if not module.startswith("benchmarks."):
        return  # a command of lmtools, whose options its own tests give
    path = ROOT / f"{module.replace('.', '/')}.py"
    calls = [node for node in ast.walk(ast.parse(path.read_text("utf-8"))) if isinstance(node, ast.Call)]
    added = [call.args[0] for call in calls if getattr(call.func, "attr", "") == "add_argument"]
    assert set(options) <= {one.value for one in added if isinstance(one, ast.Constant)}


@pytest.mark.parametrize("doc", QUOTING, ids=lambda doc: doc.name)
def test_a_measured_number_is_quoted_from_the_table(doc: Path) -> None:
    quoted = quantities(re.sub(r"^```.*?^```$|`[^`\n]*`", "", doc.read_text("utf-8"), flags=FENCED))
    assert quoted - quantities(MEASURED.read_text("utf-8")) - SET == set()


def quantities(text: str) -> set[str]:
    """The numbers with a unit in `text`; a decimal comma is a point here."""
    return {
        f"{re.sub(r'(?<=[0-9]),(?=[0-9]{1,2}(?![0-9]))', '.', value)} {unit}"
        for value, unit in QUANTITY.findall(text)
    }


@pytest.fixture
def two(tmp_path: Path) -> list[Benchmark]:
    """One benchmark that fails and one that does not."""
    (tmp_path / "breaks.py").write_text("raise SystemExit('no such thing')", "utf-8")
    (tmp_path / "works.py").write_text("print('on my way')\nprint('{\"a\": 3}')", "utf-8")

    def told(found: dict[str, float]) -> list[Promise]:
        return [at_most("a", found["a"], 2, "s"), at_least("b", found["a"], 2, "s")]

    return [
        Benchmark(name, f"tries {name}", f"python {tmp_path / name}.py", 0.1, told)
        for name in ("breaks", "works")
    ]


def test_one_that_fails_is_told_of_and_hides_no_other(
    two: list[Benchmark], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run_all(two, tmp_path)
    runs = kept(tmp_path)
    assert runs["breaks"].failed == "it ended with 1. no such thing"
    assert runs["works"].result == {"a": 3}
    lines = [line for line in table(runs, two).splitlines() if line.startswith("| ")]
    assert "| tries breaks |  | **failed**: it ended with 1. no such thing | **no** |" in lines[1]
    assert lines[2].startswith("| a | at most 2 s | 3 s | **no** |")
    assert lines[3].startswith("| b | at least 2 s | 3 s | yes |")
    assert "on my way" in capsys.readouterr().out


def test_one_that_is_run_again_leaves_the_others_their_date(two: list[Benchmark], tmp_path: Path) -> None:
    old = Run("2026-01-02", "abc", "a machine", 60, 0.1, "python -m x", {"a": 1})
    keep({"codes": old, "works": old}, tmp_path)
    run_all(two[1:], tmp_path)
    assert kept(tmp_path)["codes"] == old
    assert kept(tmp_path)["works"].date > "2026-01-02"


def test_a_result_that_is_not_understood_is_told_and_not_hidden(two: list[Benchmark]) -> None:
    run = Run("2026-01-02", "abc", "a machine", 60, 0.1, "python -m x", {"other": 1})
    assert "**not understood**: KeyError('a')" in table({"works": run}, two)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, "–"),
        (0, "0 s"),
        (0.0234, "0.0234 s"),
        (0.64, "0.64 s"),
        (8.3, "8.3 s"),
        (23.44, "23.4 s"),
        (3204, "3,204 s"),
    ],
)
def test_a_number_has_the_decimals_that_mean_something(value: float | None, text: str) -> None:
    assert quantity(value, "s") == text

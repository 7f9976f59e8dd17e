"""How the house is kept, in numbers, and what it still owes.

    python docs/tools/house.py            prints the numbers and what is owed
    python docs/tools/house.py --settle   writes docs/tools/owed.toml anew, with what is owed now

`owed.toml` says, file by file, what is not yet as it should be: uses of `Any`, modules above 400 lines, rules
switched off without a reason, public names that nothing uses. `tests/project/test_house.py` lets none of
it grow. A module's lines are all its lines. A function's are those from `def` to its last, without its
docstring; every function of lmtools counts, methods and those inside others too.
"""

from __future__ import annotations

import argparse
import ast
import re
import statistics
import sys
import tomllib
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT))

from docs.tools.unused import unused

OWED = Path(__file__).with_name("owed.toml")
LONGEST_MODULE = 400
MEDIAN_FUNCTION = 9
FOLDERS = ("lmtools", "tests", "benchmarks", "docs/tools", "binder")
KINDS = {
    "any": "uses of Any",
    "long": f"modules above {LONGEST_MODULE} lines",
    "silenced": "rules switched off without a reason",
    "unused": "public names that nothing uses",
}
_SWITCH = re.compile(r"#\s*(?:noqa|type:\s*ignore)\b.*")
# The rule's own name, and after it why.
_REASONED = re.compile(r"#\s*(?:noqa: [A-Z]+\d+|type: ignore\[[a-z-]+\])\s+(?:#|-)\s+\w.+")


@dataclass(frozen=True)
class House:
    """The Python files of the repository under `root`."""

    root: Path = ROOT

    @cached_property
    def texts(self) -> dict[str, str]:
        """Path from the root -> what stands there, for every module."""
        paths = [path for folder in FOLDERS for path in (self.root / folder).rglob("*.py")]
        return {
            path.relative_to(self.root).as_posix(): path.read_text("utf-8")
            for path in sorted([*paths, self.root / "run.py"])
        }

    @cached_property
    def trees(self) -> dict[str, ast.Module]:
        """Path -> what was parsed, for the modules of lmtools."""
        return {path: ast.parse(text) for path, text in self.texts.items() if path.startswith("lmtools/")}

    @cached_property
    def lengths(self) -> dict[str, int]:
        """Path -> its number of lines."""
        return {path: text.count("\n") for path, text in self.texts.items()}

    @cached_property
    def functions(self) -> list[int]:
        """The number of lines of each function of lmtools."""
        return [_lines(node) for tree in self.trees.values() for node in ast.walk(tree) if _is_function(node)]

    @cached_property
    def owed(self) -> dict[str, dict[str, int]]:
        """Kind -> path (or path:name) -> how much of it."""
        return {
            "any": {path: count for path, tree in self.trees.items() if (count := _uses_of_any(tree))},
            "long": {path: lines for path, lines in self.lengths.items() if lines > LONGEST_MODULE},
            "silenced": dict(Counter(path for path, _ in self.silenced())),
            "unused": {str(name): 1 for name in unused(self.root, self.trees)},
        }

    def silenced(self) -> Iterator[tuple[str, str]]:
        """(path, line) of each rule that is switched off without its name and a reason."""
        for path, text in self.texts.items():
            if "noqa" in text or "type: ignore" in text:
                found = (match.group() for match in map(_SWITCH.search, text.splitlines()) if match)
                yield from ((path, switch) for switch in found if not _REASONED.match(switch))

    def numbers(self) -> str:
        """Everything measured, a line each."""
        longest = max(self.lengths, key=lambda path: self.lengths[path])
        ours = [lines for path, lines in self.lengths.items() if path in self.trees]
        tenth = statistics.quantiles(self.functions, n=10)[-1]
        return "\n".join(
            (
                f"lmtools: {len(ours)} modules, {sum(ours)} lines, median {statistics.median(ours):.0f}",
                f"longest module: {self.lengths[longest]} lines ({longest})",
                f"functions: {len(self.functions)}, median {statistics.median(self.functions):.0f} lines, "
                f"a tenth above {tenth:.0f}, longest {max(self.functions)}",
                *(f"{KINDS[kind]}: {_amount(kind, found)}" for kind, found in self.owed.items()),
            )
        )


def allowed() -> dict[str, dict[str, int]]:
    """What `owed.toml` lets pass."""
    written = tomllib.loads(OWED.read_text("utf-8"))
    return {kind: written.get(kind, {}) for kind in KINDS}


def settle(owed: dict[str, dict[str, int]]) -> None:
    """Write `owed.toml`."""
    parts = [
        f"[{kind}] # {KINDS[kind]}\n"
        + "".join(f'"{name}" = {count}\n' for name, count in sorted(found.items()))
        for kind, found in owed.items()
    ]
    OWED.write_text(
        "# Written by docs/tools/house.py --settle. None of it may grow.\n\n" + "\n".join(parts), "utf-8"
    )


def main() -> int:
    """Print the numbers, and with --settle write what is owed."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--settle", action="store_true", help="write owed.toml anew")
    house = House()
    if parser.parse_args().settle:
        settle(house.owed)
    sys.stdout.write(house.numbers() + "\n")
    for kind in ("long", "unused"):
        sys.stdout.writelines(f"  {name}\n" for name in sorted(house.owed[kind]))
    sys.stdout.writelines(f"  {path}: {switch}\n" for path, switch in house.silenced())
    return 0


def _amount(kind: str, found: dict[str, int]) -> int:
    return len(found) if kind == "long" else sum(found.values())


def _is_function(node: ast.AST) -> bool:
    return isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)


def _lines(node: ast.FunctionDef) -> int:
    whole = (node.end_lineno or node.lineno) - node.lineno + 1
    first = node.body[0]
    has_docstring = ast.get_docstring(node, clean=False) is not None
    return whole - ((first.end_lineno or first.lineno) - first.lineno + 1 if has_docstring else 0)


def _uses_of_any(tree: ast.Module) -> int:
    return sum(isinstance(node, ast.Name) and node.id == "Any" for node in ast.walk(tree))


if __name__ == "__main__":
    raise SystemExit(main())

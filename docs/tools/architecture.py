"""Draw docs/images/architecture.svg: the packages in their layers, and what imports what.

    python docs/tools/architecture.py

All of it is read from the code: the layers from the contract in pyproject.toml, the sentences from the
packages' own docstrings, the imports from the modules, the colours from the front end's tokens.

A package's line goes out to the right, down in a lane of its own, and back at each dot to a package that it
imports. The outermost has the outermost lane, so no line crosses another on its way out.
"""

from __future__ import annotations

import ast
import re
import textwrap
import tomllib
from dataclasses import dataclass
from html import escape
from pathlib import Path

import grimp

ROOT = Path(__file__).resolve().parents[2]
PICTURE = ROOT / "docs/images/architecture.svg"
TOKENS = ROOT / "frontend/src/css/layer.css"
CONTRACT = "Layers of the design"

# Lengths are in the picture's own units: pixels at its natural width.
MARGIN, HEAD, ROW, FOOT = 16, 40, 40, 16
NAME, SENTENCE, BOX = 40, 140, 604  # where the names and the sentences begin, and where a row's box ends
LANE, REACH = 17, 24  # between two lanes, and from the boxes to the innermost
LETTERS = 60  # of a sentence in one line
OUT, IN = 7, -7  # a package's own line leaves beneath the middle of its row, those to it arrive above


@dataclass(frozen=True)
class Package:
    """A package (or a module at the top) with the number of its layer, the outermost being 1."""

    name: str
    layer: int
    sentence: str
    imports: tuple[str, ...]


def packages() -> list[Package]:
    """All that the contract names, outermost first."""
    graph = grimp.build_graph("lmtools", cache_dir=None)
    found = [(name, number) for number, names in enumerate(layers(), start=1) for name in names]
    for name, _ in found:
        graph.squash_module(f"lmtools.{name}")
    return [
        Package(name, number, sentence_of(name), imports_of(graph, name, [one for one, _ in found]))
        for name, number in found
    ]


def layers() -> list[list[str]]:
    """The names in each layer, from the contract that `lint-imports` checks."""
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    contracts = settings["tool"]["importlinter"]["contracts"]
    contract = next(one for one in contracts if one["name"] == CONTRACT)
    return [layer.split(" | ") for layer in contract["layers"]]


def imports_of(graph: grimp.ImportGraph, name: str, names: list[str]) -> tuple[str, ...]:
    """Which of `names` anything in the package imports."""
    imported = graph.find_modules_directly_imported_by(f"lmtools.{name}")
    return tuple(other for other in names if other != name and f"lmtools.{other}" in imported)


def sentence_of(name: str) -> str:
    """The first sentence of its docstring, without its full stop."""
    folder = ROOT / "lmtools" / name
    path = folder / "__init__.py" if folder.is_dir() else folder.with_suffix(".py")
    text = ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))) or ""
    first = re.split(r"\.(?:\s|$)", " ".join(text.split()), maxsplit=1)[0]
    return first.replace("`", "")


def drawing(shown: list[Package]) -> str:
    """The whole picture."""
    width = lane(0, len(shown)) + MARGIN
    height = HEAD + ROW * len(shown) + FOOT
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}"'
        f' height="{height}" role="img" aria-labelledby="title desc">',
        "<title id='title'>The packages of lmtools in their layers, and what imports what</title>",
        f"<desc id='desc'>{escape(in_words(shown))}</desc>",
        f"<style>{style()}</style>",
        f'<rect class="paper" x="0.5" y="0.5" width="{width - 1}" height="{height - 1}" rx="8"/>',
        f'<text class="note" x="{MARGIN}" y="26">Outermost first. A line leads out of a package, down its '
        "lane, and at each dot back to one that it imports.</text>",
        *bands(shown),
        *(label(number, package) for number, package in enumerate(shown)),
        *(line for number, package in enumerate(shown) for line in wires(number, package, shown)),
        "</svg>",
    ]
    return "\n".join(parts) + "\n"


def in_words(shown: list[Package]) -> str:
    """The same for who cannot see it."""
    return " ".join(
        f"Layer {one.layer}, {one.name}: {one.sentence}; imports {', '.join(one.imports) or 'none'}."
        for one in shown
    )


def style() -> str:
    """Colours and letters, with the values of the front end's tokens; the paper is ours on any ground."""
    token = dict(re.findall(r"--lm-([\w-]+): (#[0-9a-f]+);", TOKENS.read_text(encoding="utf-8")))
    rules = (
        f".paper{{fill:#fff;stroke:{token['line']}}}",
        f".band{{fill:{token['stone']}}}",
        "text{font-family:'Inter Variable',Inter,system-ui,sans-serif;font-size:13px;fill:"
        + token["ink"]
        + "}",
        f".name{{font-size:15px;font-weight:640;fill:{token['accent']}}}",
        f".note,.layer{{fill:{token['ink-2']}}}",
        f".wire{{fill:none;stroke:{token['chart-ref']};stroke-width:1.2}}",
        f".dot{{fill:{token['accent']}}}",
    )
    return "".join(rules)


def bands(shown: list[Package]) -> list[str]:
    """Every other layer on stone, so that those of one layer are seen as one."""
    return [
        f'<rect class="band" x="{MARGIN / 2:g}" y="{HEAD + ROW * number}" width="{BOX - MARGIN / 2:g}"'
        f' height="{ROW}"/>'
        for number, package in enumerate(shown)
        if package.layer % 2
    ]


def label(number: int, package: Package) -> str:
    """Layer, name and sentence, the last in one line or two."""
    y = middle(number)
    lines = textwrap.wrap(package.sentence, LETTERS)
    tops = [y + 5] if len(lines) == 1 else [y - 3, y + 13]
    sentence = "".join(
        f'<text x="{SENTENCE}" y="{top}">{escape(line)}</text>' for top, line in zip(tops, lines, strict=True)
    )
    return (
        f'<text class="layer" x="{MARGIN}" y="{y + 5}">{package.layer}</text>'
        f'<text class="name" x="{NAME}" y="{y + 5}">{package.name}</text>{sentence}'
    )


def wires(number: int, package: Package, shown: list[Package]) -> list[str]:
    """The line out of one package, and the lines by which others come to it."""
    x, y, drawn = lane(number, len(shown)), middle(number), []
    rows = [row for row, other in enumerate(shown) if other.name in package.imports]
    if rows:
        drawn.append(f'<path class="wire" d="M{BOX} {y + OUT}H{x}V{middle(rows[-1]) + IN}"/>')
    users = [lane(row, len(shown)) for row, other in enumerate(shown) if package.name in other.imports]
    if users:
        drawn.append(f'<path class="wire" d="M{BOX + 6} {y + IN}H{max(users)}"/>')
        drawn.append(f'<path class="dot" d="M{BOX} {y + IN}l8 -4v8z"/>')
        drawn += [f'<circle class="dot" cx="{user}" cy="{y + IN}" r="3.5"/>' for user in users]
    return drawn


def middle(number: int) -> int:
    """The middle of a row."""
    return HEAD + ROW * number + ROW // 2


def lane(number: int, count: int) -> int:
    """Where a package's own line goes down; the innermost package needs none."""
    return BOX + REACH + LANE * (count - 2 - number)


if __name__ == "__main__":
    PICTURE.write_text(drawing(packages()), encoding="utf-8")

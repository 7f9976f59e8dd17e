"""Makes mutants of a module: the same source with one small change, as mutmut makes them.

A change is one that mutmut has for what stands there: another comparison, a number one higher, an argument
left out, a text written otherwise. What mutmut leaves alone is left alone here too: decorated functions (of
ours one in seventeen: properties, context managers), annotations, and all that is outside a function.

mutmut is loaded when the first mutant is made, as few machines have it: what the benchmark takes can be asked
for without.
"""

from __future__ import annotations

import ast
import random
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import libcst as cst
    from mutmut.mutation.file_mutation import Mutation


@dataclass(frozen=True)
class Mutant:
    """A module with one change. `first` to `last` are the lines of the original that are others now."""

    path: str
    source: str
    first: int
    last: int
    before: str
    after: str

    def __str__(self) -> str:
        return f"{self.path}:{self.first}\n  - {self.before}\n  + {self.after}"


@dataclass(frozen=True)
class Change:
    """A mutant before its source is written out."""

    path: str
    module: cst.Module
    mutation: Mutation

    def mutant(self) -> Mutant | None:
        """The mutant; None where the change gives no Python."""
        from mutmut.mutation.file_mutation import deep_replace

        changed = deep_replace(self.module, self.mutation.original_node, self.mutation.mutated_node)
        assert isinstance(changed, type(self.module))
        try:
            compile(changed.code, self.path, "exec")
        except SyntaxError:
            return None
        return Mutant(self.path, changed.code, *difference(self.module.code, changed.code))


def difference(old: str, new: str) -> tuple[int, int, str, str]:
    """The first and last line of `old` that differ in `new`, and both texts."""
    olds, news = old.splitlines(), new.splitlines()
    start = same_lines(olds, news)
    end = min(same_lines(olds[::-1], news[::-1]), len(olds) - start, len(news) - start)
    gone, come = olds[start : len(olds) - end], news[start : len(news) - end]
    return start + 1, max(start + 1, len(olds) - end), shown(gone), shown(come)


def same_lines(some: list[str], others: list[str]) -> int:
    """How many lines both begin with."""
    return next(
        (place for place, (one, other) in enumerate(zip(some, others, strict=False)) if one != other),
        min(len(some), len(others)),
    )


def shown(lines: list[str]) -> str:
    """Lines as one."""
    return " / ".join(line.strip() for line in lines)


def changes(folder: Path, root: Path) -> list[Change]:
    """Every change of every function below `folder`, in the order they stand."""
    import libcst as cst

    return [
        Change(path.relative_to(root).as_posix(), module, mutation)
        for path in sorted(folder.rglob("*.py"))
        for module, mutations in [parsed(path)]
        for mutation in mutations
        if isinstance(mutation.contained_by_top_level_function, cst.FunctionDef)
    ]


def parsed(path: Path) -> tuple[cst.Module, list[Mutation]]:
    """A module and mutmut's changes of it."""
    from mutmut.mutation.file_mutation import create_mutations

    module, mutations, *_ = create_mutations(str(path), path.read_text(encoding="utf-8"))
    return module, mutations


def sample(found: list[Change], size: int, seed: str) -> Iterator[Mutant]:
    """`size` mutants drawn without putting back; the same ones for the same seed and source. 0 is all."""
    drawn = random.Random(seed).sample(found, len(found)) if size else found
    left = size or len(found)
    for change in drawn:
        mutant = change.mutant() if left else None
        if mutant:
            left -= 1
            yield mutant


@dataclass(frozen=True)
class Span:
    """Lines that run together; `body` is those of the function that a head belongs to, else None."""

    first: int
    last: int
    body: range | None = None


@cache
def statements(source: str) -> tuple[tuple[Span, ...], tuple[range, ...]]:
    """The statements of a module, of those with a body the head alone; and the bodies of its functions."""
    spans, functions = [], []
    for node in ast.walk(ast.parse(source)):
        if not isinstance(node, ast.stmt):
            continue
        body = getattr(node, "body", None) or [case.body[0] for case in getattr(node, "cases", [])]
        last = max(node.lineno, body[0].lineno - 1) if body else (node.end_lineno or node.lineno)
        inside = None
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            inside = range(body[0].lineno, (node.end_lineno or last) + 1)
            functions.append(inside)
        spans.append(Span(node.lineno, last, inside))
    return tuple(spans), tuple(functions)


def lines_that_run(source: str, line: int) -> range:
    """The lines of the statement at `line`: if none of them runs in a test, it cannot notice a change there.

    A change in the head of a function shows where its body runs; one in a head that is no statement of its
    own, such as `else` or `case`, where anything of its function does.
    """
    spans, functions = statements(source)
    around = [span for span in spans if span.first <= line <= span.last]
    if around:
        nearest = min(around, key=lambda span: span.last - span.first)
        return nearest.body or range(nearest.first, nearest.last + 1)
    bodies = [body for body in functions if line in body]
    return min(bodies, key=len) if bodies else range(line, line + 1)


def is_inside_another(source: str, line: int) -> bool:
    """Whether `line` is of a function that is made by another one, when that is called."""
    return sum(line in body for body in statements(source)[1]) > 1

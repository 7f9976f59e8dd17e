"""How many small mistakes the tests would notice, in the packages where a mistake tells or loses something.

A mutant is lmtools with one small change in one function (see `benchmarks.mutating`). It is killed when a
test fails, or when the tests do not come to an end: a timeout counts as killed. The tests are those nearest
to the package (tests/unit/<package>; for store and room tests/store too, on SQLite and without whole days
and exhaustive attackers), and of these only such as run the changed statement: first those that have noticed
most so far, then the quickest. A mutant in a statement that no test runs has survived, and is counted in "no
test" as well. Tests of one mutant that take more than 30 seconds together are left out, so some survivors
would be killed by the whole suite. All happens in a copy of the tree in a temporary folder.

`python -m benchmarks.mutants [PACKAGE…] [--sample N] [--seed S]` draws N mutants of each package (400; 0 is
all of them) and prints for each package the score in per cent and, where it is a sample, a 95 % interval
(Wilson); the last line is the same as JSON. `--survivors FILE` writes what lived, with the change; `--again
FILE` tries those alone once more. It takes one core, and minutes rather than hours. `pip install
lmtools[mutate]` brings what it needs.
"""

from __future__ import annotations

import argparse
import json
import math
import os
import shutil
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

# One core, also in what numpy starts: before it is loaded.
for _name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ[_name] = "1"

from benchmarks.mutating import Change, Mutant, changes, is_inside_another, lines_that_run, sample
from benchmarks.noticing import Reach, Trial, Verdict, notice_calls, notice_import, watch

ROOT = Path(__file__).resolve().parent.parent
# Whole days and attackers who try everything: minutes in all, and what they notice others mostly notice.
WITHOUT = [
    f"--ignore=tests/store/test_{name}.py"
    for name in ("activities", "attacker", "rating_attacker", "two_years")
]
NEAREST = {
    "statistics": ["tests/unit/statistics"],
    "disclosure": ["tests/unit/disclosure"],
    "store": [*WITHOUT, "tests/store"],
    "room": [*WITHOUT, "tests/unit/room", "tests/store"],
}
LEFT_OUT = shutil.ignore_patterns(".git", ".venv", "node_modules", ".*_cache", ".hypothesis")
DEAD = (Verdict.KILLED, Verdict.TIMEOUT)
WILSON = 1.96


def copy_of_the_tree(folder: Path) -> Path:
    """A copy to change, which is where lmtools is imported from now on."""
    tree = folder / "tree"
    shutil.copytree(ROOT, tree, ignore=LEFT_OUT)
    os.chdir(tree)
    sys.path[:] = [str(tree), *(place for place in sys.path if place and Path(place).resolve() != ROOT)]
    for name in [name for name in os.environ if name.startswith("LMTOOLS_")]:
        del os.environ[name]
    os.environ["PYTHONPATH"] = str(tree)
    return tree


def trial_of(tree: Path, mutant: Mutant, reach: Reach) -> tuple[Trial, bool]:
    """The tests that may notice a mutant, and whether it must be there before anything is imported.

    So it must where it already runs then, and in a function inside another, which may have been made then.
    """
    source = (tree / mutant.path).read_text(encoding="utf-8")
    spans = [lines_that_run(source, changed) for changed in range(mutant.first, mutant.last + 1)]
    lines = {line for span in spans for line in span}
    tests = reach.tests(mutant.path, lines)
    trial = Trial(mutant, {test: reach.seconds[test] for test in tests})
    in_a_head = any(mutant.first not in span for span in spans)
    return trial, in_a_head or is_inside_another(source, mutant.first) or reach.on_import(mutant.path, lines)


def interval(killed: int, of: int) -> tuple[float, float]:
    """Wilson's 95 % interval for a share."""
    share, wide = killed / of, WILSON**2 / of
    middle = (share + wide / 2) / (1 + wide)
    reach = WILSON * math.sqrt(share * (1 - share) / of + wide / of / 4) / (1 + wide)
    return middle - reach, middle + reach


def figures(made: int, verdicts: Counter[Verdict]) -> dict[str, float]:
    """A package's mutants: how many there are, were tried and were killed; the interval in per cent."""
    of, killed = verdicts.total(), sum(verdicts[kind] for kind in DEAD)
    low, high = (round(100 * end, 1) for end in interval(killed, of))
    return {"mutants": made, "tried": of, "killed": killed, "low": low, "high": high}


def line_of(package: str, made: int, verdicts: Counter[Verdict]) -> str:
    """A package's line of the table."""
    of, killed = verdicts.total(), sum(verdicts[kind] for kind in DEAD)
    low, high = interval(killed, of)
    between = f"{low:.0%} to {high:.0%}" if of < made else "all"
    return (
        f"{package:<12}{made:>8}{of:>8}{killed:>8}{verdicts[Verdict.TIMEOUT]:>10}{of - killed:>10}"
        f"{verdicts[Verdict.UNTESTED]:>9}{killed / of:>8.1%}   {between}"
    )


HEADS = ("package", "mutants", "tried", "killed", "(timeout)", "survived", "no test", "score", "95 %")
HEADING = "{:<12}{:>8}{:>8}{:>8}{:>10}{:>10}{:>9}{:>8}   {}".format(*HEADS)


def those_again(found: list[Change], wanted: list[dict[str, str]]) -> Iterator[Mutant]:
    """The mutants that were written to a file before, wherever they stand now."""
    left = Counter((one["path"], one["before"], one["after"]) for one in wanted)
    paths = {path for path, *_ in left}
    for change in found:
        mutant = change.mutant() if change.path in paths else None
        key = (mutant.path, mutant.before, mutant.after) if mutant else None
        if key and mutant and left[key]:
            left[key] -= 1
            yield mutant


def try_all(
    tree: Path, folders: list[str], mutants: list[Mutant], reach: Reach, pause: Path | None
) -> Iterator[tuple[Mutant, Verdict, str]]:
    """Each mutant, what became of it and which test noticed, in no order."""

    def wait() -> None:
        while pause and pause.exists():
            time.sleep(1)

    trials = [trial_of(tree, mutant, reach) for mutant in mutants]
    for trial, _ in trials:
        if not trial.seconds:
            yield trial.mutant, Verdict.UNTESTED, ""
    calls = [trial for trial, on_import in trials if trial.seconds and not on_import]
    on_disk = [trial for trial, on_import in trials if trial.seconds and on_import]
    noticed: Counter[str] = Counter()
    for trial, verdict, test in notice_calls(tree, folders, calls, wait):
        if verdict is Verdict.UNPLACED:
            on_disk.append(trial)
        else:
            noticed.update([test] if test else [])
            yield trial.mutant, verdict, test
    for trial in on_disk:
        wait()
        verdict, test = notice_import(tree, trial, noticed)
        noticed.update([test] if test else [])
        yield trial.mutant, verdict, test


def as_json(mutant: Mutant, verdict: Verdict) -> str:
    """A mutant that lived, as a line of the file of survivors."""
    told = {"path": mutant.path, "line": mutant.first, "before": mutant.before, "after": mutant.after}
    return json.dumps({**told, "verdict": verdict}, ensure_ascii=False)


def arguments() -> argparse.Namespace:
    """What was asked for."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.mutants", description=__doc__.splitlines()[0])
    parser.add_argument("packages", nargs="*", metavar="PACKAGE", help=f"of {', '.join(NEAREST)}; all")
    parser.add_argument("--sample", type=int, default=400, help="mutants of each package; 0 is all")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--survivors", type=Path, help="write what lived to this file")
    parser.add_argument("--again", type=Path, help="try those of this file alone")
    parser.add_argument("--pause", type=Path, help="wait between mutants while this file is there")
    asked = parser.parse_args()
    if unknown := set(asked.packages) - set(NEAREST):
        parser.error(f"no such package: {', '.join(sorted(unknown))}")
    for name in ("survivors", "again", "pause"):
        place = getattr(asked, name)
        setattr(asked, name, place.resolve() if place else None)
    return asked


def main() -> None:
    asked = arguments()
    if find_spec("mutmut") is None:
        sys.exit('Mutants are made with mutmut, which is not installed here: pip install -e ".[test,mutate]"')
    packages = asked.packages or list(NEAREST)
    wanted = [json.loads(line) for line in asked.again.read_text().splitlines()] if asked.again else None
    started, lived, table = time.monotonic(), [], []
    told: dict[str, dict[str, float]] = {}
    with tempfile.TemporaryDirectory(prefix="mutants-") as folder:
        tree = copy_of_the_tree(Path(folder))
        reach = watch(tree, sorted({place for package in packages for place in NEAREST[package]}))
        for package in packages:
            found = changes(tree / "lmtools" / package, tree)
            drawn = (
                those_again(found, wanted)
                if wanted is not None
                else sample(found, min(asked.sample, len(found)), f"{asked.seed} {package}")
            )
            verdicts: Counter[Verdict] = Counter()
            for mutant, verdict, test in try_all(tree, NEAREST[package], list(drawn), reach, asked.pause):
                verdicts[verdict] += 1
                print(verdict, f"{mutant.path}:{mutant.first}", test, file=sys.stderr, flush=True)
                lived += [as_json(mutant, verdict)] if verdict not in DEAD else []
                if asked.survivors:
                    asked.survivors.write_text("".join(f"{line}\n" for line in lived), encoding="utf-8")
            if verdicts:
                told[package] = figures(len(found), verdicts)
                table.append(line_of(package, len(found), verdicts))
                print(table[-1], file=sys.stderr, flush=True)
    whole = "All mutants." if not asked.sample else f"A sample of each package, seed {asked.seed}."
    print(whole if wanted is None else "Mutants that lived before, tried again; no score of a package.")
    print("\n".join([HEADING, *table]))
    print(f"{(time.monotonic() - started) / 60:.0f} minutes on one core. A timeout counts as killed.")
    print(json.dumps({"seed": asked.seed, "packages": told}))


if __name__ == "__main__":
    main()

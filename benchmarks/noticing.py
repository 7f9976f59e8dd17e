"""Runs tests in a copy of the tree, to learn whether they notice that a function of lmtools is another.

First all of them, to learn which lines each test runs and how long it takes (`watch`), then for each mutant
those that run what was changed, until one fails: first those that have noticed most so far, then the
quickest. What only runs when a function is called is changed in a process forked from one that has collected
the tests (`notice_calls`); what already runs on import, as the default of an argument, is changed on disk,
before anything is imported (`notice_import`).
"""

from __future__ import annotations

import gc
import importlib
import inspect
import json
import os
import resource
import sys
import time
import warnings
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from enum import StrEnum
from functools import partial
from pathlib import Path
from types import CodeType, FunctionType
from typing import Any

import coverage
import hypothesis
import pytest
from _pytest.main import pytest_runtestloop

from benchmarks.forked import in_a_fork, silence, with_nothing_known
from benchmarks.mutating import Mutant

MEMORY_BYTES = 8 * 2**30
PATIENCE, AT_LEAST_SECONDS = 5.0, 20.0
"""A run may take this many times as long as its tests did, and never less than this."""
BUDGET_SECONDS = 30.0
"""Tests of one mutant that together take longer than this are left out, the last of their order."""
ALONE = [
    "-q",
    "-x",
    "-p",
    "no:cacheprovider",
    "-p",
    "no:xdist",
    "-p",
    "no:unraisableexception",
    "--hypothesis-seed=0",
]

OURS = {"lmtools", "tests", "benchmarks", "docs"}
UNPLACED = 70
"""The exit code where a function is not found among what is loaded, such as a migration's: nothing ran."""
UNNOTICED = (pytest.ExitCode.OK, pytest.ExitCode.NO_TESTS_COLLECTED)


class Verdict(StrEnum):
    """What became of a mutant."""

    KILLED = "killed"
    TIMEOUT = "timeout"
    SURVIVED = "survived"
    UNTESTED = "no test"
    UNPLACED = "not placed"


@dataclass(frozen=True)
class Reach:
    """Which tests, and which fixtures that several share, run which line of which file.

    `seconds` is how long each test took, `users` the tests of each shared fixture.
    """

    lines: dict[str, dict[int, set[str]]]
    seconds: dict[str, float]
    users: dict[str, set[str]]

    def tests(self, path: str, lines: Iterable[int]) -> list[str]:
        """The tests that run one of these lines, the quickest first; last those for which a fixture does."""
        of_file = self.lines.get(path, {})
        found = set().union(*(of_file.get(line, set()) for line in lines))
        if self.on_import(path, lines):  # any test of this file may notice
            found = set().union(*of_file.values())
            found = found if found - {""} else set(self.seconds)  # and any at all of what only runs on import
        own = found & self.seconds.keys()
        through = set().union(*(self.users.get(one, set()) for one in found)) - own
        return [*self._quickest(own), *self._quickest(through)]

    def on_import(self, path: str, lines: Iterable[int]) -> bool:
        """Whether one of these lines runs outside the tests: on import."""
        of_file = self.lines.get(path, {})
        return any("" in of_file.get(line, ()) for line in lines)

    def _quickest(self, tests: set[str]) -> list[str]:
        return sorted(tests, key=lambda test: (self.seconds[test], test))


class Watching:
    """A plugin that notes which test, or which shared fixture, a line runs for."""

    def __init__(self, watch: coverage.Coverage) -> None:
        self._watch = watch
        self._test = ""
        self.seconds: dict[str, float] = {}
        self.fixtures: dict[str, list[str]] = defaultdict(list)
        self.failed: list[str] = []

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_protocol(self, item: pytest.Item) -> Any:
        """Give the lines of a test its name."""
        self._test, started = item.nodeid, time.monotonic()
        for name in getattr(item, "fixturenames", ()):
            self.fixtures[f"fixture {name}"].append(item.nodeid)
        self._watch.switch_context(item.nodeid)
        try:
            return (yield)
        finally:
            self.seconds[item.nodeid] = time.monotonic() - started
            self._watch.switch_context("")

    @pytest.hookimpl(wrapper=True)
    def pytest_fixture_setup(self, fixturedef: pytest.FixtureDef[Any]) -> Any:
        """What is made once and shared belongs to all that use it."""
        if fixturedef.scope == "function":
            return (yield)
        self._watch.switch_context(f"fixture {fixturedef.argname}")
        try:
            return (yield)
        finally:
            self._watch.switch_context(self._test)

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Remember what fails without any change."""
        if report.failed:
            self.failed.append(report.nodeid)


def hurry() -> None:
    """Let no time be spent on making a failing example smaller."""
    usual = hypothesis.settings.get_profile(hypothesis.settings.get_current_profile_name())
    phases = [hypothesis.Phase.explicit, hypothesis.Phase.generate]
    hypothesis.settings.register_profile(
        "mutants", parent=usual, phases=phases, derandomize=True, database=None
    )
    hypothesis.settings.load_profile("mutants")


class Chosen:
    """A plugin that runs these tests alone, in this order, and remembers which failed."""

    def __init__(self, tests: list[str]) -> None:
        self._order = {test: place for place, test in enumerate(tests)}
        self.failed = ""

    @pytest.hookimpl(tryfirst=True)
    def pytest_collection(self) -> None:
        """Spend no time on what cannot change the verdict."""
        hurry()

    @pytest.hookimpl(trylast=True)
    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        """Keep what was chosen."""
        items[:] = sorted(
            (item for item in items if item.nodeid in self._order), key=lambda item: self._order[item.nodeid]
        )

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Remember the one that noticed."""
        if report.failed:
            self.failed = self.failed or report.nodeid


def watch(tree: Path, folders: list[str]) -> Reach:
    """Run all tests of these folders and learn what they run.

    Raises `SystemExit` when one fails: with a test that fails anyway every mutant would be killed.
    """
    told = tree.parent / "watched.json"
    with_nothing_known(lambda: watch_here(tree, folders, told), tree)
    found = json.loads(told.read_text(encoding="utf-8"))
    if found["failed"]:
        sys.exit("These tests fail without any change:\n" + "\n".join(found["failed"]))
    preload(found["modules"])
    lines = {
        path: {int(line): set(tests) for line, tests in by_line.items()}
        for path, by_line in found["lines"].items()
    }
    return Reach(lines, found["seconds"], {name: set(tests) for name, tests in found["users"].items()})


def watch_here(tree: Path, folders: list[str], told: Path) -> int:
    """In the forked process: run all tests, write what was learned to `told`."""
    noted = coverage.Coverage(data_file=str(tree.parent / "coverage"), source=["lmtools"], config_file=False)
    plugin = Watching(noted)
    noted.start()
    pytest.main([*ALONE, "--maxfail=20", f"--basetemp={tree.parent / 'pytest'}", *folders], plugins=[plugin])
    noted.stop()
    noted.save()
    theirs = sorted(name for name in sys.modules if name.partition(".")[0] not in OURS)
    data = noted.get_data()
    lines = {
        Path(path).relative_to(tree).as_posix(): {
            line: sorted(contexts) for line, contexts in data.contexts_by_lineno(path).items()
        }
        for path in data.measured_files()
    }
    learned = {
        "lines": lines,
        "seconds": plugin.seconds,
        "users": plugin.fixtures,
        "failed": plugin.failed,
        "modules": theirs,
    }
    told.write_text(json.dumps(learned), encoding="utf-8")
    return 0


def preload(modules: list[str]) -> None:
    """Import what the tests import of others', once for all the processes to come.

    Raises `SystemExit` when lmtools has come along: a mutant on disk would then never be loaded.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        for name in modules:
            with suppress(Exception):
                importlib.import_module(name)
    if "lmtools" in sys.modules:
        sys.exit("lmtools is loaded before its mutants are.")


@dataclass(frozen=True)
class Trial:
    """A mutant and the tests that may notice it, in their order, with the seconds of each."""

    mutant: Mutant
    seconds: dict[str, float]

    def tests(self, noticed: Counter[str]) -> list[str]:
        """Those that there is time for; `noticed` is how many mutants each test has noticed before."""
        chosen, spent = [], 0.0
        for test in sorted(self.seconds, key=lambda test: -noticed[test]):
            spent += self.seconds[test]
            if spent > BUDGET_SECONDS and chosen:
                break
            chosen.append(test)
        return chosen

    def limit(self, tests: list[str]) -> float:
        """Seconds after which these tests will not come to an end."""
        return AT_LEAST_SECONDS + PATIENCE * sum(self.seconds[test] for test in tests)


def verdict_of(code: int | None) -> Verdict:
    """What an exit code of the tests says; None is that they did not come to an end."""
    if code is None:
        return Verdict.TIMEOUT
    if code == UNPLACED:
        return Verdict.UNPLACED
    return Verdict.SURVIVED if code in UNNOTICED else Verdict.KILLED


def notice_import(tree: Path, trial: Trial, noticed: Counter[str]) -> tuple[Verdict, str]:
    """Whether a test notices the mutant, and which, with its source in the module's place."""
    told, path = tree.parent / "noticed.txt", tree / trial.mutant.path
    source, times, tests = path.read_text(encoding="utf-8"), path.stat(), trial.tests(noticed)
    told.write_text("", encoding="utf-8")
    path.write_text(trial.mutant.source, encoding="utf-8")
    try:
        code = with_nothing_known(lambda: notice_here(tests, told), tree, trial.limit(tests))
    finally:
        path.write_text(source, encoding="utf-8")
        os.utime(path, ns=(times.st_atime_ns, times.st_mtime_ns))
    return verdict_of(code), told.read_text(encoding="utf-8")


def notice_calls(
    tree: Path, folders: list[str], trials: list[Trial], between: Callable[[], None]
) -> Iterator[tuple[Trial, Verdict, str]]:
    """Whether a test notices each of these mutants, and which. `between` is called before each."""
    heard, said = os.pipe()
    server = os.fork()
    if server == 0:
        os.setsid()
        silence(tree)
        with suppress(BaseException):
            plugin = Serving(tree, trials, said, between)
            pytest.main([*ALONE, f"--basetemp={tree.parent / 'pytest'}", *folders], plugins=[plugin])
        os._exit(0)
    os.close(said)
    with os.fdopen(heard, encoding="utf-8") as lines:
        for trial, line in zip(trials, lines, strict=False):
            verdict, test = json.loads(line)
            yield trial, Verdict(verdict), test
    os.waitpid(server, 0)


class Serving:
    """A plugin that, instead of running the collected tests, runs some of them for each mutant."""

    def __init__(self, tree: Path, trials: list[Trial], said: int, between: Callable[[], None]) -> None:
        self._tree, self._trials, self._said, self._between = tree, trials, said, between

    @pytest.hookimpl(tryfirst=True)
    def pytest_collection(self) -> None:
        """As for one."""
        hurry()

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        """Try each mutant in a process of its own."""
        gc.freeze()
        told, noticed = self._tree.parent / "noticed.txt", Counter[str]()
        for trial in self._trials:
            self._between()
            told.write_text("", encoding="utf-8")
            tests = trial.tests(noticed)
            change = partial(run_changed, session, trial.mutant, tests, told)
            code = in_a_fork(change, trial.limit(tests))
            test = told.read_text(encoding="utf-8")
            noticed.update([test] if test else [])
            os.write(self._said, f"{json.dumps([verdict_of(code), test])}\n".encode())
        return True


def run_changed(session: pytest.Session, mutant: Mutant, tests: list[str], told: Path) -> int:
    """In the forked process: put the mutant in and run its tests until one fails."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    try:
        put_in(mutant)
    except (KeyError, AttributeError, ValueError):
        return UNPLACED
    plugin = Chosen(tests)
    session.config.pluginmanager.register(plugin)
    plugin.pytest_collection_modifyitems(session.items)
    try:
        pytest_runtestloop(session)
    except BaseException:
        return 1
    finally:
        told.write_text(plugin.failed, encoding="utf-8")
    return 1 if session.testsfailed else 0


def put_in(mutant: Mutant) -> None:
    """Give the functions that are otherwise in `mutant` its code, wherever they are already known."""
    module = sys.modules[mutant.path.removesuffix(".py").removesuffix("/__init__").replace("/", ".")]
    path = Path(str(module.__file__))
    old = dict(functions_of(compile(path.read_text(encoding="utf-8"), str(path), "exec")))
    for names, code in functions_of(compile(mutant.source, str(path), "exec")):
        place: Any = module
        for name in names[:-1]:
            place = getattr(place, name)
        found = vars(place).get(names[-1])
        function = getattr(found, "__func__", found)
        if code != old[names] and isinstance(function, FunctionType):
            function.__code__ = code


def functions_of(code: CodeType, above: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], CodeType]]:
    """The code of a module's functions and of its classes' methods, by name."""
    for inner in code.co_consts:
        if isinstance(inner, CodeType) and not inner.co_name.startswith("<"):
            names = (*above, inner.co_name)
            if inner.co_flags & inspect.CO_NEWLOCALS:
                yield names, inner
            else:
                yield from functions_of(inner, names)


def notice_here(tests: list[str], told: Path) -> int:
    """In the forked process: run these tests until one fails."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    sys.dont_write_bytecode = True
    plugin = Chosen(tests)
    files = sorted({test.partition("::")[0] for test in tests})
    code = int(pytest.main([*ALONE, f"--basetemp={told.parent / 'pytest'}", *files], plugins=[plugin]))
    told.write_text(plugin.failed, encoding="utf-8")
    return code

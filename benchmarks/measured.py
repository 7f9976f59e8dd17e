"""What the benchmarks gave the last time each was run: kept as JSON, and written as the table in docs/."""

from __future__ import annotations

import json
import os
import platform
import subprocess
import time
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path

import psutil

from benchmarks.catalogue import BENCHMARKS, Benchmark
from benchmarks.promises import Promise, Result
from benchmarks.servers import ROOT

RESULTS, TABLE = "measured.json", "measured.md"
DOCS = ROOT / "docs"

HEAD = """# What was measured

Written by `python -m benchmarks` from `docs/measured.json`, and not by hand. `python -m benchmarks NAME …`
runs some again, and `--table` only writes this. The other documents quote measured numbers only from here.
A wait is at its 95th percentile where it says p95, a phone has a sixth of this machine's CPU, and "stock
Voilà" serves the same notebook on the same machine in the same run.
"""


@dataclass(frozen=True)
class Run:
    """One run of one benchmark. `failed` says what went wrong, and then there is no result."""

    date: str
    commit: str
    machine: str
    took_s: float
    load: float
    command: str
    result: Result = field(default_factory=dict)
    failed: str = ""


Runs = dict[str, Run]


def kept(folder: Path = DOCS) -> Runs:
    """The last run of each, by name."""
    file = folder / RESULTS
    if not file.is_file():
        return {}
    return {name: Run(**run) for name, run in json.loads(file.read_text("utf-8")).items()}


def keep(runs: Runs, folder: Path = DOCS) -> None:
    """Keep `runs`, and write the table from them."""
    text = json.dumps({name: asdict(runs[name]) for name in sorted(runs)}, indent=1, ensure_ascii=False)
    (folder / RESULTS).write_text(f"{text}\n", "utf-8")
    (folder / TABLE).write_text(table(runs), "utf-8")


def this_machine() -> str:
    """Cores, memory, system and Python, without the machine's name."""
    try:
        system = platform.freedesktop_os_release()["PRETTY_NAME"]
    except OSError:
        system = f"{platform.system()} {platform.release()}"
    memory = round(psutil.virtual_memory().total / 2**30)
    python = platform.python_version()
    return f"{os.cpu_count()} cores ({platform.machine()}), {memory} GB, {system}, Python {python}"


def this_commit() -> str:
    """The commit that is measured; with a `+` when something in it has been changed."""
    git = ["git", "-C", str(ROOT)]
    try:
        commit = subprocess.check_output([*git, "rev-parse", "--short=8", "HEAD"], text=True).strip()
        ours = (".", f":!docs/{RESULTS}", f":!docs/{TABLE}")
        changed = subprocess.check_output([*git, "status", "--porcelain", "-uno", "--", *ours], text=True)
    except (OSError, subprocess.CalledProcessError):
        return ""
    return f"{commit}{'+' if changed.strip() else ''}"


def load() -> float:
    """How busy the machine is: 1 is all its cores, over the last minute."""
    return psutil.getloadavg()[0] / (os.cpu_count() or 1)


def table(runs: Runs, benchmarks: Sequence[Benchmark] = BENCHMARKS) -> str:
    """All of it in Markdown."""
    mine = [one for one in benchmarks if one.name in runs]
    not_run = [f"`{one.name}` ({one.tells})" for one in benchmarks if one.name not in runs and one.exists]
    parts = [HEAD, _promises(runs, mine), _runs(runs, mine)]
    if not_run:
        parts.append(f"Not run yet: {', '.join(not_run)}.\n")
    for one in mine:
        if one.tables and not runs[one.name].failed:
            parts.append(f"## {one.name}: {one.tells}\n\n{one.tables(runs[one.name].result)}\n")
    return "\n".join(parts)


def promises_of(one: Benchmark, run: Run) -> list[Promise]:
    """Its lines; a run that failed, or that gave something else than is read here, has one that says so."""
    if run.failed:
        return [Promise(one.tells, f"**failed**: {run.failed}", held=False)]
    try:
        return list(one.promises(run.result))
    except (KeyError, TypeError, ValueError, IndexError) as error:
        return [Promise(one.tells, f"**not understood**: {error!r}", held=False)]


def _promises(runs: Runs, mine: Sequence[Benchmark]) -> str:
    lines = [
        "| what | asked | reached | | beside | ratio | run | date |",
        "|---|---|---:|---|---|---|---|---|",
    ]
    for one in mine:
        run = runs[one.name]
        for promise in promises_of(one, run):
            held = {None: "", True: "yes", False: "**no**"}[promise.held]
            cells = (promise.what, promise.asked, promise.reached, held, promise.peer, promise.ratio)
            lines.append(f"| {' | '.join(_cell(cell) for cell in cells)} | {one.name} | {run.date} |")
    return "\n".join(lines) + "\n"


def _cell(text: str) -> str:
    return " ".join(text.split()).replace("|", r"\|")


def _runs(runs: Runs, mine: Sequence[Benchmark]) -> str:
    machines = list(dict.fromkeys(runs[one.name].machine for one in mine))
    lines = ["## The runs", "", *(f"{number}. {machine}" for number, machine in enumerate(machines, 1)), ""]
    lines += [
        "| run | command | on | commit | date | took | busy before |",
        "|---|---|---:|---|---|---:|---:|",
    ]
    for one in mine:
        run = runs[one.name]
        where = f"{machines.index(run.machine) + 1} | {run.commit} | {run.date}"
        spent = f"{run.took_s / 60:.1f} min | {run.load:.0%}"
        lines.append(f"| {one.name} | `{run.command}` | {where} | {spent} |")
    return "\n".join(lines) + "\n"


def not_held(runs: Runs) -> Iterator[str]:
    """What was asked for and not reached, a line for each."""
    for one in BENCHMARKS:
        if one.name in runs:
            for promise in promises_of(one, runs[one.name]):
                if promise.held is False:
                    yield f"{one.name}: {promise.what}: {promise.reached} ({promise.asked})"


def today() -> str:
    """The date of a run."""
    return time.strftime("%Y-%m-%d")

"""Run the benchmarks one after the other, and write what they gave into docs/measured.md.

    python -m benchmarks                 all of them; about an hour on two cores
    python -m benchmarks join storm      some of them again; the others keep what they gave, and their date
    python -m benchmarks --list          what there is, and how long each takes
    python -m benchmarks --table         only write the table anew

Each runs as a process of its own. One that fails has a line that says so, and the next is run. What has been
run is kept after each, so a run that is stopped has lost only the one it was at.
"""

from __future__ import annotations

import argparse
import os
import signal
import subprocess
import tempfile
import threading
import time
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

from benchmarks.catalogue import BENCHMARKS, Benchmark
from benchmarks.measured import DOCS, Run, keep, kept, load, not_held, this_commit, this_machine, today
from benchmarks.servers import ROOT

BUSY = 0.25
"""A machine that is busier than this before a benchmark begins is told of."""
PATIENCE = 4
"""A benchmark that takes so many times as long as it should is ended."""
WIDE = 110


def run(one: Benchmark) -> Run:
    """Run it to its end, with what it prints as it goes."""
    began, busy = time.monotonic(), load()
    if busy > BUSY:
        print(
            f"  The machine is {busy:.0%} busy with something else: the waits will be too long.", flush=True
        )
    with tempfile.TemporaryFile("w+", encoding="utf-8") as complaints:
        process = subprocess.Popen(
            one.arguments,
            cwd=ROOT,
            stdout=subprocess.PIPE,
            stderr=complaints,
            text=True,
            start_new_session=True,
        )
        clock = threading.Timer(60 * one.minutes * PATIENCE + 60, end, [process])
        clock.start()
        printed = follow(process, began)
        clock.cancel()
        complaints.seek(0)
        said = complaints.read().strip().splitlines()
    ran = Run(
        date=today(),
        commit=this_commit(),
        machine=this_machine(),
        took_s=round(time.monotonic() - began, 1),
        load=round(busy, 2),
        command=one.command,
    )
    try:
        return replace(ran, result=one.parse(printed))
    except (ValueError, IndexError):
        why = f"it ended with {process.returncode}. {said[-1] if said else ''}"
        return replace(ran, failed=why.strip())


def follow(process: subprocess.Popen[str], began: float) -> str:
    """All that it prints; a line that is no result is shown with the seconds since `began`."""
    assert process.stdout is not None
    lines = []
    for line in process.stdout:
        lines.append(line)
        if line.strip() and not line.startswith("{"):
            print(f"  {time.monotonic() - began:5.0f} s  {line.rstrip()[:WIDE]}", flush=True)
    process.wait()
    return "".join(lines)


def end(process: subprocess.Popen[str]) -> None:
    """End it and what it has started; it is given time to clear away."""
    for sign in (signal.SIGTERM, signal.SIGKILL):
        with suppress(ProcessLookupError):
            os.killpg(process.pid, sign)
        with suppress(subprocess.TimeoutExpired):
            process.wait(30)


def run_all(chosen: Sequence[Benchmark], folder: Path) -> None:
    """One after the other; each is kept as soon as it has ended."""
    began = time.monotonic()
    for place, one in enumerate(chosen, 1):
        passed = (time.monotonic() - began) / 60
        about = f"about {one.minutes:g} min; {passed:.0f} passed"
        print(f"[{place}/{len(chosen)}] {one.name}: {one.tells} ({about})", flush=True)
        ran = run(one)
        keep({**kept(folder), one.name: ran}, folder)
        print(f"  {ran.failed or 'done'} ({ran.took_s / 60:.1f} min)", flush=True)
    names = {one.name for one in chosen}
    for line in not_held({name: ran for name, ran in kept(folder).items() if name in names}):
        print(f"Not reached: {line}")


def main() -> None:
    """Choose, run, and write."""
    here = {one.name: one for one in BENCHMARKS if one.exists}
    parser = argparse.ArgumentParser(
        prog="benchmarks", description=__doc__.splitlines()[0] if __doc__ else ""
    )
    parser.add_argument("names", nargs="*", metavar="NAME", help="; ".join(here))
    parser.add_argument("--list", action="store_true", help="say what there is, and run nothing")
    parser.add_argument("--table", action="store_true", help="only write the table anew")
    parser.add_argument("--to", type=Path, default=DOCS, help="another folder than docs/")
    options = parser.parse_args()
    if unknown := set(options.names) - set(here):
        parser.error(f"There is no benchmark {', '.join(sorted(unknown))}. There are: {', '.join(here)}")
    chosen = [here[name] for name in options.names] or [one for one in here.values() if not one.alone]
    if options.list:
        for one in here.values():
            print(f"{one.name:18}{one.minutes:4g} min  {one.tells}{' (only when named)' * one.alone}")
        print(f"{'together':18}{sum(one.minutes for one in chosen):4g} min")
    elif options.table:
        keep(kept(options.to), options.to)
    else:
        run_all(chosen, options.to)


if __name__ == "__main__":
    main()

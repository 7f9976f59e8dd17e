"""The benchmarks of `python -m benchmarks`: each one's command, how long it takes, and how it is read."""

from __future__ import annotations

import importlib.util
import json
import sys
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from benchmarks import promises
from benchmarks.promises import Promise, Result


def last_line(printed: str) -> Result:
    """The JSON that a benchmark's last line is."""
    found: Result = json.loads(printed.strip().splitlines()[-1])
    return found


def columns(printed: str) -> Result:
    """Lines of a name and a number."""
    return {name: float(value) for name, value in (line.rsplit(maxsplit=1) for line in printed.splitlines())}


@dataclass(frozen=True)
class Benchmark:
    """`minutes` is what it takes on two cores. One that is `alone` is run only when it is named."""

    name: str
    tells: str
    command: str
    minutes: float
    promises: Callable[[Result], Iterable[Promise]]
    tables: Callable[[Result], str] | None = None
    parse: Callable[[str], Result] = last_line
    alone: bool = False

    @property
    def arguments(self) -> list[str]:
        """For this Python."""
        return [sys.executable, "-u", *self.command.split()[1:]]

    @property
    def exists(self) -> bool:
        """Whether its module is here."""
        _, how, name, *_ = (*self.command.split(), "")
        return how != "-m" or importlib.util.find_spec(name) is not None


def node_tables(found: Result) -> str:
    """What watching costs, what a command costs, and the arithmetic for many more."""
    from benchmarks.nodes import Case, as_table
    from benchmarks.planning import BUSY, Carried, needs
    from benchmarks.watching import Watching

    return "\n\n".join(
        (
            Watching(**found["watching"]).as_table(),
            as_table([Case(**one) for one in found["cases"]]),
            f"Extrapolated, with nodes at {BUSY:.0%} of a core; nothing beyond one machine has been tried:",
            needs(Carried(**found["carried"])),
        )
    )


def phone_table(found: Result) -> str:
    """Every net and visit."""
    names = {"slow_3g": "Slow 3G", "fast_3g": "Fast 3G", "no_throttle": "as fast as it goes"}
    head = "net | visit | kB | requests in a row | first paint | usable | shift | longest input | answer sent"
    lines = [f"| {head} |", "|---|---|" + "---:|" * 7]
    for net, name in names.items():
        for visit, one in found.get(net, {}).items():
            parts = (one["kb"], one["chain"])
            seconds = f"{one['paint_s']:.1f} s | {one['usable_s']:.1f} s"
            rest = f"{one['shift']:.2f} | {one['input_ms']:.0f} ms | {one['answer_s']:.0f} s"
            lines.append(f"| {name} | {visit} | {parts[0]:.0f} | {parts[1]:.0f} | {seconds} | {rest} |")
    return "\n".join(lines)


BENCHMARKS = (
    Benchmark(
        "codes",
        "what guessing join codes takes (arithmetic)",
        "python -m benchmarks.codes",
        0.1,
        promises.codes,
    ),
    Benchmark(
        "lix",
        "how easy the workbooks are to read",
        "python -m lmtools.text.lix",
        0.1,
        promises.lix,
        parse=columns,
    ),
    Benchmark(
        "naming",
        "how often the check for text that names people is right",
        "python -m benchmarks.naming",
        0.2,
        promises.naming,
    ),
    Benchmark(
        "coverage",
        "how often intervals cover the truth, and chance is called a clear change",
        "python -m benchmarks.coverage",
        1,
        promises.coverage,
    ),
    Benchmark(
        "disclosure",
        "how fast tables are protected and attacked",
        "python -m benchmarks.disclosure",
        1,
        promises.disclosure,
    ),
    Benchmark("lookup", "how fast a figure is looked up", "python -m benchmarks.lookup", 2, promises.lookup),
    Benchmark("read", "how fast a million rows are read", "python -m benchmarks.read", 1.5, promises.read),
    Benchmark(
        "open", "how fast a page opens, beside stock Voilà", "python -m benchmarks.open", 3, promises.opened
    ),
    Benchmark(
        "phone",
        "how soon a slow phone on a poor net can be used",
        "python -m benchmarks.phone",
        4,
        promises.phone,
        phone_table,
    ),
    Benchmark(
        "paint",
        "how soon every page shows its content on a slow phone, and answers",
        "python -m benchmarks.paint",
        8,
        promises.paint,
    ),
    Benchmark(
        "join",
        "how fast a whole staff gets in, beside stock Voilà",
        "python -m benchmarks.join --people 150 --stock 20 --more 300 --nodes 2",
        7,
        promises.join,
    ),
    Benchmark(
        "storm",
        "whether anything is lost while parts are killed",
        "python -m benchmarks.storm --people 150",
        6,
        promises.storm,
    ),
    Benchmark(
        "storm-postgresql",
        "the same with PostgreSQL, which is killed too",
        "python -m benchmarks.storm --people 150 --postgresql",
        6,
        promises.storm,
    ),
    Benchmark(
        "soak",
        "whether anything is left behind by people who come and go",
        "python -m benchmarks.soak --opens 500",
        6,
        promises.soak,
    ),
    Benchmark(
        "nodes",
        "what a node and its database cost, and what many more people would need",
        "python -m benchmarks.nodes --people 50 --seconds 20",
        5,
        promises.nodes,
        node_tables,
    ),
    Benchmark(
        "rehearse",
        "whether a rehearsal with a whole staff holds",
        "python -m lmtools.cli rehearse --people 150 --minutes 1 --json",
        3,
        promises.rehearse,
    ),
    Benchmark(
        "mutants-figures",
        "how many small mistakes the tests would notice in what protects and weighs the figures",
        "python -m benchmarks.mutants disclosure statistics --sample 300 --seed 11",
        30,
        promises.mutants,
        alone=True,
    ),
    Benchmark(
        "mutants-room",
        "how many small mistakes the tests would notice in the room and the store",
        "python -m benchmarks.mutants room store --sample 300 --seed 11",
        30,
        promises.mutants,
        alone=True,
    ),
)

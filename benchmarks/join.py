"""How fast a whole staff gets in, against stock Voilà with the same notebook on the same machine.

Everybody opens Ståsted at once over real HTTP and websockets. An open has ended when the page's widgets
have state, a kernel of the visitor's own has answered a choice of other figures, and a first answer has
been acknowledged by the store. `lmtools_page` is the same without the choice of other figures, which most
people do not make on arriving and which is all that our page needs a kernel for. Scripts, styles and
fonts are fetched in neither; no browser draws. CPU is that of the server's whole process tree until it is
calm again (so that kernels which replace those handed out are paid for too), divided by the opens. The
crowd itself runs on the same cores; what it used is `client_cpu_s`.
Run `python -m benchmarks.join --people 150 --stock 20`.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import tempfile
import time
from collections import Counter
from collections.abc import Awaitable, Callable
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from benchmarks.crowd import GENDERS, Leader, Person, StockPerson
from benchmarks.database import cluster
from benchmarks.machine import calm, cpu_seconds, many_handles, processes
from benchmarks.nodes import NODE_NAMES, port_of, wait_for
from benchmarks.proxy import proxy
from benchmarks.servers import Running, lmtools, running, stock
from lmtools.rehearsal.measuring import percentile, rounded

PATIENCE = 600.0
"""An open that takes longer, in seconds, has failed."""


@dataclass
class Crowd:
    """What became of one crowd."""

    people: int
    seconds: list[float] = field(default_factory=list)
    errors: Counter[str] = field(default_factory=Counter)
    steps: dict[str, list[float]] = field(default_factory=dict)
    cpu_s: float = 0.0
    parts: dict[str, float] = field(default_factory=dict)
    pss_mb: float = 0.0
    client_cpu_s: float = 0.0

    def as_json(self) -> dict[str, Any]:
        """The figures of the result line."""
        found: dict[str, Any] = {
            "people": self.people,
            "p50_s": rounded(percentile(self.seconds, 0.5)),
            "p95_s": rounded(percentile(self.seconds, 0.95)),
            "max_s": rounded(percentile(self.seconds, 1)),
            "errors": self.errors.total(),
            "cpu_s_per_open": round(self.cpu_s / self.people, 3),
            "pss_mb_per_kernel": rounded(self.pss_mb, 1),
            "client_cpu_s": round(self.client_cpu_s, 2),
        }
        if self.parts:
            found["cpu_s_per_open_in"] = {
                part: round(used / self.people, 3) for part, used in self.parts.items()
            }
        if self.steps:
            found["steps_p95_s"] = {
                step: round(percentile(taken, 0.95), 2) for step, taken in self.steps.items()
            }
        if self.errors:
            found["error_kinds"] = dict(self.errors.most_common(5))
        return found


async def open_page(person: Person) -> None:
    """Come in, read, listen, and have a first answer acknowledged."""
    with person.timing("join"):
        await person.join()
    with person.timing("page"):
        await person.read()
    with person.timing("live"):
        person.room.start()
        await person.room.until_live()
    with person.timing("answer"):
        await person.write_one()


async def open_all(person: Person) -> None:
    """The same, and a choice of other figures, answered by a kernel of one's own."""
    await open_page(person)
    with person.timing("kernel"):
        await person.ask_for_kernel()
    with person.timing("connect"):
        await person.connect()
    with person.timing("choose"):
        await person.choose(GENDERS[person.number % 2])


async def arrive(people: list[Any], visit: Callable[[Any], Awaitable[None]], *, spread: float = 0) -> Crowd:
    """Let all `people` visit within `spread` seconds; those who do not get in are counted as errors."""
    crowd, own = Crowd(len(people)), time.process_time()
    async with asyncio.TaskGroup() as group:
        for place, person in enumerate(people):
            group.create_task(_visit(crowd, person, visit, place * spread / len(people)))
    crowd.client_cpu_s = time.process_time() - own
    return crowd


async def measure(
    servers: list[Running], people: list[Any], visit: Callable[[Any], Awaitable[None]], *, spread: float = 0
) -> Crowd:
    """Let them arrive; count what it cost the servers, and send them home."""

    async def used() -> tuple[float, Counter[str]]:
        parts: Counter[str] = Counter()
        for server in servers:
            await calm(server.pid)
            parts.update(processes(server.pid).cpu())
        return sum(cpu_seconds(server.pid) for server in servers), parts

    before, before_in = await used()
    crowd = await arrive(people, visit, spread=spread)
    await asyncio.gather(*(person.rest() for person in people))  # what they do from now on is no opening
    after, after_in = await used()
    crowd.cpu_s = after - before
    crowd.parts = {part: seconds - before_in[part] for part, seconds in after_in.items()}
    crowd.pss_mb = max(processes(server.pid).kernel_pss_mb for server in servers)
    await asyncio.gather(*(person.close() for person in people))
    return crowd


async def _visit(crowd: Crowd, person: Any, visit: Callable[[Any], Awaitable[None]], after: float) -> None:
    await asyncio.sleep(after)
    began = time.perf_counter()
    try:
        async with asyncio.timeout(PATIENCE):
            await visit(person)
    except Exception as error:  # one who did not get in is counted, and the others go on
        crowd.errors[f"{type(error).__name__}: {error}"[:200]] += 1
        return
    crowd.seconds.append(time.perf_counter() - began)
    for step, taken in person.marks.items():
        crowd.steps.setdefault(step, []).append(taken)


async def ours(
    data: Path, count: int, *, spread: float, limits: tuple[int, int], with_kernel: bool = True
) -> Crowd:
    """A crowd of `count` in a session on a server that was told to expect them."""
    with running(lmtools(data, people=count, limits=limits)) as server:
        return await let_in([server], server.url, data, count, spread=spread, with_kernel=with_kernel)


async def at_nodes(
    data: Path, count: int, nodes: int, *, spread: float, limits: tuple[int, int], with_kernel: bool = True
) -> Crowd:
    """The same crowd at several server processes on one PostgreSQL, behind the proxy of deploy/."""
    folder = data.parent / f"nodes-{count}-{with_kernel}"
    folder.mkdir(mode=0o755)
    with ExitStack() as stack:
        own = stack.enter_context(cluster(folder / "pg"))
        servers = {}
        for name in NODE_NAMES[:nodes]:
            server = lmtools(folder / "data", people=-(-count // nodes), database=own.url, limits=limits)
            server.log = folder / f"{name}.log"
            servers[name] = stack.enter_context(running(server))
        front = stack.enter_context(proxy(folder, {name: port_of(node) for name, node in servers.items()}))
        await asyncio.to_thread(wait_for, f"{front.url}api/health")
        return await let_in(
            [*servers.values()], front.url, folder / "data", count, spread=spread, with_kernel=with_kernel
        )


async def let_in(
    servers: list[Running], base: str, data: Path, count: int, *, spread: float, with_kernel: bool
) -> Crowd:
    """Start a session at `base`, and measure a crowd that comes to it."""
    leader = Leader(base, (data / "facilitator.key").read_text().strip())
    code = await leader.start(expected=count, groups=max(1, count // 5))
    await leader.warm_page()
    people = [Person(base, code, number) for number in range(count)]
    crowd = await measure(servers, people, open_all if with_kernel else open_page, spread=spread)
    await leader.close()
    return crowd


async def theirs(data: Path, count: int, *, spread: float, limits: tuple[int, int]) -> Crowd:
    """The same crowd at stock Voilà."""
    with running(stock(data, limits=limits)) as server:
        people = [StockPerson(server.url, number) for number in range(count)]
        return await measure([server], people, StockPerson.open, spread=spread)


def ratio(ours: dict[str, Any], theirs: dict[str, Any]) -> float | None:
    """Our p95 as a share of theirs; None when one of them has none."""
    mine, other = ours.get("p95_s"), theirs.get("p95_s")
    return round(mine / other, 4) if mine and other else None


def times_stock(ours: dict[str, Any], theirs: dict[str, Any]) -> float | None:
    """How many times as many people we let in per second of p95."""
    share = ratio(ours, theirs)
    return round(ours["people"] / theirs["people"] / share, 1) if share else None


async def run(arguments: argparse.Namespace, data: Path) -> dict[str, Any]:
    """Everything, one crowd after the other."""
    how: dict[str, Any] = {"spread": arguments.spread, "limits": many_handles()}
    found: dict[str, Any] = {"cores": os.cpu_count(), "spread_s": arguments.spread}

    async def add(name: str, crowd: Awaitable[Crowd]) -> None:
        try:
            found[name] = (await crowd).as_json()
        except SystemExit as refusal:  # a server that promises no more than it can hold says so
            found[name] = {"did_not_start": str(refusal).strip().splitlines()[-1]}
        print(f"{name:14} {found[name]}", flush=True)

    await add("lmtools", ours(data, arguments.people, **how))
    await add("lmtools_page", ours(data, arguments.people, with_kernel=False, **how))
    if arguments.stock:
        few = f"lmtools_{arguments.stock}"
        await add(few, ours(data, arguments.stock, **how))
        await add("stock", theirs(data, arguments.stock, **how))
        found[f"ratio_{arguments.stock}"] = ratio(found[few], found["stock"])
        found["times_stock_per_open"] = times_stock(found["lmtools"], found["stock"])
    if arguments.nodes:
        await add(
            f"lmtools_{arguments.nodes}_nodes", at_nodes(data, arguments.people, arguments.nodes, **how)
        )
        page = at_nodes(data, arguments.people, arguments.nodes, with_kernel=False, **how)
        await add(f"lmtools_page_{arguments.nodes}_nodes", page)
    if arguments.more:
        await add(f"lmtools_{arguments.more}", ours(data, arguments.more, **how))
    found["client_cpu_s"] = round(time.process_time(), 1)
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--people", type=int, default=150)
    parser.add_argument("--stock", type=int, default=20, help="people at stock Voilà; 0 leaves it out")
    parser.add_argument(
        "--more", type=int, default=0, help="one more crowd of this many, to see how it grows"
    )
    parser.add_argument(
        "--nodes", type=int, default=0, help="the same at this many server processes (2), with PostgreSQL"
    )
    parser.add_argument("--spread", type=float, default=0, help="seconds within which all arrive")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="lm-") as folder:
        Path(folder).chmod(0o755)  # PostgreSQL runs as another user
        print(json.dumps(asyncio.run(run(arguments, Path(folder) / "data"))))


if __name__ == "__main__":
    main()

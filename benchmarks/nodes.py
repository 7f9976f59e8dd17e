"""What one node of lmtools carries, what a second adds, and what a county and a country would need.

Three parts. `parts`: what watching sessions costs, by looking and by the database telling (LISTEN).
`cases`: people who write and listen, on SQLite and on PostgreSQL, on one node and on two behind haproxy
with deploy/haproxy.cfg: CPU of each part, acknowledgements, bytes. `needs`: arithmetic from these to
many more people; an extrapolation, and printed as one. CPU seconds hold on a busy machine, waits do not.

`python -m benchmarks.nodes` prints what docs/scale.md speaks of, and everything as JSON on the last line.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import random
import secrets
import tempfile
import time
import urllib.request
from contextlib import ExitStack, suppress
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from urllib.parse import urlsplit

import psutil
import psycopg

from benchmarks.crowd import Leader
from benchmarks.database import Cluster, cluster
from benchmarks.machine import cpu_of, many_handles, pss_mb
from benchmarks.planning import BUSY, SESSION, Carried, needs
from benchmarks.proxy import proxy
from benchmarks.servers import Running, lmtools, running
from benchmarks.watching import watching
from benchmarks.writing import Writer
from lmtools.rehearsal.measuring import percentile

ARRIVAL_SECONDS = 15.0
SETTLE_SECONDS = 5.0
REST_SECONDS = 10.0
NODE_NAMES = ("a", "b")
"""As in deploy/haproxy.cfg."""


@dataclass(frozen=True)
class Case:
    """What was measured: for each command, milliseconds of CPU, and the bytes that each listener got.

    `listening` is what all nodes used, in milliseconds for each person and second, while people listened
    and nobody wrote; it is not in the figures for a command.
    """

    store: str
    nodes: int
    by_session: bool
    people: int
    listening: float
    node_cpu: float
    database_cpu: float
    proxy_cpu: float
    commands_per_s: float
    ack_p95_s: float
    commits_per_command: float | None
    live_bytes: float
    node_mb: float
    connections: int | None

    @property
    def name(self) -> str:
        """For a table."""
        more = ", by session" if self.by_session else ""
        return f"{self.store}, {self.nodes} node{'s' * (self.nodes > 1)}{more}"


@dataclass(frozen=True)
class Meter:
    """What has been used up to now."""

    at: float
    nodes: float
    database: float
    proxy: float
    commits: int

    def until(self, later: Meter) -> Meter:
        """What was used from this one to `later`."""
        mine, theirs = asdict(self), asdict(later)
        return Meter(**{name: theirs[name] - mine[name] for name in mine})


class Ear:
    """A listener that only counts the bytes that come, compressed as they are."""

    def __init__(self, base: str, code: str) -> None:
        self.address, self.code, self.count = urlsplit(base), code, 0

    async def listen(self) -> None:
        """Open a stream of live updates, until cancelled."""
        host, port = self.address.hostname, self.address.port
        reader, writer = await asyncio.open_connection(host, port)
        path = f"{self.address.path}api/room/{self.code}/live?as=participant"
        lines = (f"GET {path} HTTP/1.1", f"Host: {self.address.netloc}", "Accept-Encoding: gzip")
        cookie = f"Cookie: lmtools_participant={secrets.token_urlsafe(18)}"
        writer.write("\r\n".join((*lines, cookie, "", "")).encode())
        try:
            while chunk := await reader.read(65536):
                self.count += len(chunk)
        finally:
            writer.close()


async def measure(
    nodes: list[Running], entry: str, proxy_pid: int, database: Cluster | None, people: int, seconds: float
) -> dict[str, float | None]:
    """Let everybody in, in sessions of `SESSION`; meter while they write, and each locks a guess.

    That is as busy as a day gets: each guess changes what everybody in the session sees.
    """
    key = (Path(nodes[0].environment["LMTOOLS_DATA"]) / "facilitator.key").read_text().strip()
    leaders = [Leader(entry, key) for _ in range(max(1, people // SESSION))]
    writers, ears = [], []
    for leader in leaders:
        code = await leader.start(expected=SESSION, groups=10)
        await leader.warm_page()
        writers += [Writer(entry, code, n, with_kernel=False) for n in range(people // len(leaders))]
        ears.append(Ear(entry, code))
    await asyncio.gather(*(arrive(writer, n * ARRIVAL_SECONDS / people) for n, writer in enumerate(writers)))
    listening = [asyncio.create_task(ear.listen()) for ear in ears]
    await asyncio.sleep(SETTLE_SECONDS)
    heard, first = sum(ear.count for ear in ears), meter(nodes, proxy_pid, database)
    await asyncio.gather(*(guess(writer, seconds) for writer in writers), asyncio.sleep(seconds))
    used = first.until(meter(nodes, proxy_pid, database))
    heard = sum(ear.count for ear in ears) - heard
    sent = [one for writer in writers for one in writer.sent if one.at >= first.at and one.ok]
    for writer in writers:
        writer.rest_pen()
    await asyncio.sleep(SETTLE_SECONDS)
    before = meter(nodes, proxy_pid, database)
    await asyncio.sleep(REST_SECONDS)
    rest = before.until(meter(nodes, proxy_pid, database))
    share = 1000 / max(1, len(sent))

    def of_writing(name: str) -> float:
        return max(0.0, getattr(used, name) - getattr(rest, name) * used.at / rest.at) * share

    found: dict[str, float | None] = {
        "listening": rest.nodes / rest.at / len(writers) * 1000,
        "node_cpu": of_writing("nodes"),
        "database_cpu": of_writing("database"),
        "proxy_cpu": of_writing("proxy"),
        "commands_per_s": len(sent) / used.at,
        "ack_p95_s": percentile((one.seconds for one in sent), 0.95),
        "commits_per_command": used.commits / len(sent) if database else None,
        "live_bytes": heard / max(1, len(sent)),  # each ear hears its own session's share of the commands
        "node_mb": max(pss_mb(node.pid) for node in nodes),
        "connections": connections(database) if database else None,
    }
    for task in listening:
        task.cancel()
    await asyncio.gather(*listening, return_exceptions=True)
    await asyncio.gather(*(writer.depart() for writer in writers), *(leader.close() for leader in leaders))
    return found


async def guess(writer: Writer, within: float) -> None:
    """Lock a guess at a moment of one's own; everybody in the session sees one more."""
    await asyncio.sleep(random.uniform(0, within))
    writer.guess()


async def arrive(writer: Writer, after: float) -> None:
    await asyncio.sleep(after)
    await writer.arrive()


def meter(nodes: list[Running], proxy_pid: int, database: Cluster | None) -> Meter:
    """Read off what everything has used."""
    return Meter(
        at=time.monotonic(),
        nodes=sum(cpu_of(node.pid) for node in nodes),
        database=cluster_cpu(database.port) if database else 0.0,
        proxy=cpu_of(proxy_pid),
        commits=asked(database, "SELECT xact_commit FROM pg_stat_database WHERE datname = 'postgres'"),
    )


def cluster_cpu(port: int) -> float:
    """CPU seconds of the cluster at `port`, which keeps its connections, so that none are lost."""
    for process in psutil.process_iter(["cmdline"]):
        with suppress(psutil.Error):
            if str(port) in (process.info["cmdline"] or []):
                return sum(cpu_of(each.pid) for each in (process, *process.children(recursive=True)))
    return 0.0


def asked(database: Cluster | None, query: str) -> int:
    if database is None:
        return 0
    with psycopg.connect(database.url) as connection:
        return int(connection.execute(query).fetchone()[0])


def connections(database: Cluster) -> int:
    """How many connections all nodes hold."""
    return asked(database, "SELECT count(*) FROM pg_stat_activity WHERE application_name = 'lmtools'")


def case(
    folder: Path, store: str, count: int, people: int, seconds: float, *, by_session: bool = False
) -> Case:
    """Start everything anew and measure."""
    data = folder / "data"
    with ExitStack() as stack:
        own = stack.enter_context(cluster(folder / "pg")) if store == "postgresql" else None
        nodes = {}
        for name in NODE_NAMES[:count]:  # the first one imports the figures
            node = lmtools(data, people=20, database=own.url if own else None)
            node = replace(node, environment={**node.environment, "LMTOOLS_GRACE": "0"})
            node.log = folder / f"{name}.log"
            nodes[name] = stack.enter_context(running(node))
        ports = {name: port_of(node) for name, node in nodes.items()}
        front = stack.enter_context(proxy(folder, ports, by_session=by_session))
        wait_for(f"{front.url}api/health")
        found = asyncio.run(measure([*nodes.values()], front.url, front.pid, own, people, seconds))
    return Case(store, count, by_session, people, **found)


def port_of(node: Running) -> int:
    """Where `node` listens."""
    return int(urlsplit(node.url).port or 0)


def wait_for(address: str, seconds: float = 60) -> None:
    limit = time.monotonic() + seconds
    while time.monotonic() < limit:
        with suppress(OSError):  # the proxy's 503 too: it has not yet seen the nodes
            urllib.request.urlopen(address, timeout=5).close()
            return
        time.sleep(0.2)
    raise SystemExit("The proxy did not answer.")


def as_table(cases: list[Case]) -> str:
    """The cases in Markdown."""
    names = (
        "CPU ms per command | people | nodes | database | proxy | listening | commands/s | p95 | heard | MB"
    )
    lines = [f"| {names} |", "|---|" + "---:|" * 9]
    for one in cases:
        cpu = f"{one.node_cpu:.1f} | {one.database_cpu:.1f} | {one.proxy_cpu:.1f} | {one.listening:.2f}"
        rest = f"{one.commands_per_s:.1f} | {one.ack_p95_s:.2f} s | {one.live_bytes:.0f} B"
        lines.append(f"| {one.name} | {one.people} | {cpu} | {rest} | {one.node_mb:.0f} |")
    return "\n".join(lines)


def carried(cases: list[Case]) -> Carried:
    """What the arithmetic starts from: PostgreSQL, one node, and what a second costs by cookie."""
    on = {(one.nodes, one.by_session): one for one in cases if one.store == "postgresql"}
    one, two = on[1, False], on[2, False]
    return Carried(
        node=one.node_cpu,
        extra=max(0.0, two.node_cpu - one.node_cpu),
        database=one.database_cpu,
        database_extra=max(0.0, two.database_cpu - one.database_cpu),
        proxy=one.proxy_cpu,
        listening=one.listening,
        heard=one.live_bytes,
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--people", type=int, nargs="+", default=[50, 150])
    parser.add_argument("--seconds", type=float, default=30)
    arguments = parser.parse_args()
    many_handles()
    with tempfile.TemporaryDirectory(prefix="lm-") as name:
        folder = Path(name)
        folder.chmod(0o755)  # PostgreSQL runs as another user
        looks = watching(folder / "looks")
        print(looks.as_table(), flush=True)
        cases = []
        for people in arguments.people:
            for store, count, by_session in (
                ("sqlite", 1, False),
                ("postgresql", 1, False),
                ("postgresql", 2, False),
                ("postgresql", 2, True),
            ):
                own = folder / f"{store}-{count}-{by_session}-{people}"
                own.mkdir(mode=0o755)
                cases.append(case(own, store, count, people, arguments.seconds, by_session=by_session))
                print(as_table(cases[-1:]).splitlines()[-1], flush=True)
    print(as_table(cases))
    figures = carried([one for one in cases if one.people == min(arguments.people)])
    table = needs(figures)
    print(f"Extrapolated, with nodes at {BUSY:.0%} of a core:\n{table}")
    told = {"cores": os.cpu_count(), "watching": asdict(looks), "cases": [asdict(one) for one in cases]}
    print(json.dumps({**told, "carried": asdict(figures)}))


if __name__ == "__main__":
    main()

"""From what was measured to what many more people would need: arithmetic, and nothing that was tried.

`python -m benchmarks.nodes > nodes.txt` ends with this table; `python -m benchmarks.planning < nodes.txt`
prints it again.
"""

from __future__ import annotations

import itertools
import json
import sys
from collections.abc import Sequence
from dataclasses import dataclass

BUSY = 0.6
"""The share of a core that a node's one process, the proxy and the database may use on a busy day."""
SESSION = 50
"""People in each session: the staff of a middling school."""
BUSIEST, USUAL = 5, 1
"""Commands each person sends in a minute: when everybody guesses and writes, and over a whole day."""
POOL = 6
DEFAULT_CONNECTIONS = 97  # 100, less three that PostgreSQL keeps for its keeper
ONE_DATABASE = 16  # cores
CROWDS = (300, 6_000, 80_000)


@dataclass(frozen=True)
class Carried:
    """Milliseconds of CPU for each command; `listening` for each person and second without any.

    `extra` is what each further node adds when the people of a session are spread over the nodes, since
    every node then reads every change. `heard` is bytes, for each command and each listener in its session.
    """

    node: float
    extra: float
    database: float
    database_extra: float
    proxy: float
    listening: float
    heard: float


@dataclass(frozen=True)
class Need:
    """What `people` at once would need."""

    people: int
    by_session: bool
    nodes: int
    nodes_usually: int
    database_cores: float
    proxy_cores: float
    megabits: float

    @property
    def connections(self) -> int:
        """Of all nodes together, at most."""
        return POOL * self.nodes

    @property
    def first(self) -> str:
        """What gives way first, and what to do."""
        if self.database_cores > ONE_DATABASE:
            return "the database's CPU: an installation for each county"
        if not self.by_session and self.nodes > 4:
            return "every node reads every session: route by session"
        if self.connections > DEFAULT_CONNECTIONS:
            return "connections: raise `max_connections`"
        return "the one process of a node: one more node"


def need(figures: Carried, people: int, *, by_session: bool) -> Need:
    """Nodes and all else for `people`, at the busiest."""
    nodes = nodes_for(figures, people, BUSIEST, by_session=by_session)
    rate = people * BUSIEST / 60 / 1000 / BUSY
    database = figures.database + spread(nodes, by_session=by_session) * figures.database_extra
    return Need(
        people=people,
        by_session=by_session,
        nodes=nodes,
        nodes_usually=nodes_for(figures, people, USUAL, by_session=by_session),
        database_cores=rate * database,
        proxy_cores=rate * figures.proxy,
        megabits=people * BUSIEST / 60 * SESSION * figures.heard * 8 / 1e6,
    )


def people_for(figures: Carried, pace: float) -> int:
    """How many people one node carries."""
    return int(1000 * BUSY / (figures.node * pace / 60 + figures.listening))


def nodes_for(figures: Carried, people: int, pace: float, *, by_session: bool) -> int:
    """The fewest nodes of which none is busier than it may be."""
    for nodes in itertools.count(1):
        command = figures.node + spread(nodes, by_session=by_session) * figures.extra
        if people * (command * pace / 60 + figures.listening) <= nodes * 1000 * BUSY:
            return nodes
    raise AssertionError


def spread(nodes: int, *, by_session: bool) -> int:
    """How many nodes more than one the people of a session are at."""
    return 0 if by_session else min(nodes, SESSION) - 1


def needs(figures: Carried, crowds: Sequence[int] = CROWDS) -> str:
    """The needs of each crowd, in Markdown."""
    head = (
        "people at once | routed by | nodes | usually | connections | database cores | proxy cores | Mbit/s"
    )
    lines = [f"| {head} | first bottleneck |", "|---:|---|" + "---:|" * 6 + "---|"]
    for people, by_session in itertools.product(crowds, (False, True)):
        one = need(figures, people, by_session=by_session)
        way = "session" if by_session else "cookie"
        cores = f"{one.database_cores:.1f} | {one.proxy_cores:.1f} | {one.megabits:.0f}"
        counts = f"{one.nodes} | {one.nodes_usually} | {one.connections}"
        lines.append(f"| {people} | {way} | {counts} | {cores} | {one.first} |")
    most = f"{people_for(figures, BUSIEST)} at their busiest, {people_for(figures, USUAL)} usually"
    return "\n".join([*lines, f"\nPeople that one node carries: {most}"])


def main() -> None:
    told = json.loads(sys.stdin.read().strip().splitlines()[-1])
    print(needs(Carried(**told["carried"])))


if __name__ == "__main__":
    main()

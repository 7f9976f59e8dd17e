"""From what was measured to what many more people would need: arithmetic, and nothing that was tried."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

BUSY = 0.6
"""The share of a core that a node's one process, the proxy's and the database's may use on a busy day."""
POOL = 6
DEFAULT_CONNECTIONS = 97  # 100, less three that PostgreSQL keeps for its keeper
MOST_SENSIBLE_NODES = 400


@dataclass(frozen=True)
class Carried:
    """CPU in milliseconds for each person and second. `extra` is what each further node adds to it,

    when a session's people are spread over the nodes, because every node reads every change.
    """

    node: float
    extra: float
    database: float
    database_extra: float
    proxy: float
    live_bytes: float


@dataclass(frozen=True)
class Need:
    """What `people` at once would need."""

    people: int
    by_session: bool
    nodes: int | None
    database_cores: float
    proxy_cores: float
    connections: int
    megabits: float

    @property
    def first(self) -> str:
        """What gives way first."""
        if self.nodes is None:
            return "each node reads every session: adding nodes no longer helps"
        if self.connections > DEFAULT_CONNECTIONS:
            return "connections: raise max_connections"
        if self.database_cores > 8:
            return "the database's CPU: one database for each part of the country"
        return "the one process of each node" if self.nodes > 1 else "nothing: one node carries it"


def need(figures: Carried, people: int, *, by_session: bool) -> Need:
    """Nodes and all else for `people`; `nodes` is None where no number of nodes is enough."""
    extra = 0.0 if by_session else figures.extra
    room = 1000 * BUSY - people * extra
    least = people * (figures.node - extra) / room if room > 0 else math.inf
    nodes = max(1, math.ceil(least)) if least <= MOST_SENSIBLE_NODES else None
    spread = (nodes or MOST_SENSIBLE_NODES) - 1
    database = figures.database + (0.0 if by_session else spread * figures.database_extra)
    return Need(
        people=people,
        by_session=by_session,
        nodes=nodes,
        database_cores=people * database / 1000 / BUSY,
        proxy_cores=people * figures.proxy / 1000 / BUSY,
        connections=POOL * (nodes or 0),
        megabits=people * figures.live_bytes * 8 / 60 / 1e6,
    )


def needs(figures: Carried, crowds: Sequence[int]) -> str:
    """The needs of each crowd, in Markdown."""
    lines = [
        "| people at once | routed by | nodes | connections | database cores | proxy cores | Mbit/s | first |"
    ]
    lines.append("|---:|---|---:|---:|---:|---:|---:|---|")
    for people in crowds:
        for by_session in (False, True):
            one = need(figures, people, by_session=by_session)
            counts = f"{one.nodes or '–'} | {one.connections or '–'}"
            cores = f"{one.database_cores:.1f} | {one.proxy_cores:.1f}" if one.nodes else "– | –"
            way = "session" if by_session else "cookie"
            lines.append(f"| {people} | {way} | {counts} | {cores} | {one.megabits:.0f} | {one.first} |")
    return "\n".join(lines)

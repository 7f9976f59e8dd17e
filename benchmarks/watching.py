"""How a node learns of changes in its sessions, and what each way costs with a hundred sessions.

Each session asked for by itself, all in one question, or PostgreSQL telling (LISTEN). CPU is this
process's own; the database's stands beside it.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import psutil
import psycopg

from benchmarks.database import Cluster, cluster
from lmtools.domain.session import Outline, Step
from lmtools.room import Room
from lmtools.serving.live import LOOK_SECONDS
from lmtools.store import Store

SESSIONS = 100
WRITERS, SECONDS = 6, 3.0
CHANGE = "UPDATE tried SET revision = revision + 1 WHERE id = %s RETURNING id"
TELL = f"WITH done AS ({CHANGE}) SELECT pg_notify('tried', id::text) FROM done"


@dataclass(frozen=True)
class Watching:
    """CPU in milliseconds for each second of watching `SESSIONS` sessions, and commits for each second."""

    sqlite_each: float
    sqlite_all: float
    postgresql_each: float
    postgresql_all: float
    database_each: float
    database_all: float
    commits: float
    commits_that_notify: float

    def as_table(self) -> str:
        """In Markdown."""
        lines = ["| 100 sessions, ms of CPU each second | SQLite | PostgreSQL | its server |"]
        lines.append("|---|---:|---:|---:|")
        each = (self.sqlite_each, self.postgresql_each, self.database_each)
        whole = (self.sqlite_all, self.postgresql_all, self.database_all)
        for name, row in (("each session asked for by itself", each), ("all in one question", whole)):
            lines.append(f"| {name} | " + " | ".join(f"{value:.1f}" for value in row) + " |")
        lines.append(f"\ncommits/s of {WRITERS} writers: {self.commits:.0f}, ")
        return "\n".join(lines) + f"{self.commits_that_notify:.0f} when each notifies"


def watching(folder: Path) -> Watching:
    """Measure all of it."""
    folder.mkdir(mode=0o755)
    each, whole, _, _ = looks(f"sqlite:///{folder / 'store.sqlite'}", None)
    with cluster(folder / "pg") as own:
        costs = looks(own.url, own)
        plain, notifying = commits(own, notify=False), commits(own, notify=True)
    return Watching(each, whole, *costs, plain, notifying)


def looks(url: str, own: Cluster | None) -> tuple[float, float, float, float]:
    """Our CPU for each session by itself and for all together, and the database's for the same two."""
    room = Room(Store.open(url))
    outline = Outline("stasted", "Ståsted", "", (Step("reflect-1", "reflect", "Hva ser vi?"),))
    school = {"school_key": "999999999", "school_name": "Solbakken", "groups": 2, "expected": 40}
    codes = [room.start(outline=outline, **school).session.code for _ in range(SESSIONS)]
    own_each, its_each = cost(lambda: [room.session(code).revision for code in codes], own)
    own_all, its_all = cost(lambda: room.revisions(codes), own)
    room.close()
    return own_each, own_all, its_each, its_all


def cost(look: Callable[[], object], own: Cluster | None) -> tuple[float, float]:
    """Milliseconds of CPU for each second of looking again and again, ours and the database's."""
    look()
    before, theirs, count = time.process_time(), database_cpu(own), 0
    limit = time.monotonic() + SECONDS
    while time.monotonic() < limit:
        look()
        count += 1
    share = 1000 / count / LOOK_SECONDS
    return (time.process_time() - before) * share, (database_cpu(own) - theirs) * share


def database_cpu(own: Cluster | None) -> float:
    """CPU seconds of the processes that serve our connections."""
    if own is None:
        return 0.0
    with psycopg.connect(own.url) as asking:
        rows = asking.execute(
            "SELECT pid FROM pg_stat_activity WHERE application_name = 'lmtools'"
        ).fetchall()
    return sum(sum(psutil.Process(pid).cpu_times()[:2]) for (pid,) in rows)


def commits(own: Cluster, *, notify: bool) -> float:
    """Commits for each second of `WRITERS` writers, each to a row of its own."""
    with psycopg.connect(own.url, autocommit=True) as asking:
        asking.execute("DROP TABLE IF EXISTS tried")
        asking.execute("CREATE TABLE tried (id int PRIMARY KEY, revision int)")
        asking.execute("INSERT INTO tried SELECT n, 0 FROM generate_series(1, %s) n", [WRITERS])
    with ThreadPoolExecutor(WRITERS) as threads, psycopg.connect(own.url, autocommit=True) as listener:
        listener.execute("LISTEN tried")
        counts = threads.map(lambda row: write(own.url, row, notify=notify), range(1, WRITERS + 1))
        return sum(counts) / SECONDS


def write(url: str, row: int, *, notify: bool) -> int:
    """How often one writer could commit."""
    count, limit = 0, time.monotonic() + SECONDS
    with psycopg.connect(url) as connection:
        while time.monotonic() < limit:
            connection.execute(TELL if notify else CHANGE, [row])
            connection.commit()
            count += 1
    return count

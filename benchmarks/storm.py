"""Whether anything is lost while parts are killed under a whole staff that writes.

First a stretch without faults: everybody guesses, votes twice, and writes or changes something about every
15 seconds, as people do; submit to acknowledgement (`ack_p95_s`) and submit to the projector's stream
showing it (`projector_p95_s`: guesses and votes, whose counts the projector shows) are measured there. Then
everybody goes on writing while parts are killed (kill -9) one after the other: a third
of the kernels, the template processes, the server, and with `--postgresql` the database. A SQLite file is
also locked by another process, and in a small session of its own its disk is filled. Afterwards each
participant's own record of what was acknowledged is compared with what its page shows, and the store is
read for anything there twice.
Run `python -m benchmarks.storm --people 150` and again with `--postgresql`.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import math
import os
import random
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks import faults
from benchmarks.crowd import Leader
from benchmarks.database import Cluster, cluster
from benchmarks.faults import Fault
from benchmarks.machine import many_handles
from benchmarks.servers import Running, lmtools, running
from benchmarks.writing import REFLECT, VOTE, Writer
from lmtools.domain.contributions import Note
from lmtools.domain.session import WorkSession
from lmtools.rehearsal.line import Sent
from lmtools.rehearsal.measuring import percentile, rounded
from lmtools.rehearsal.wall import Wall
from lmtools.serving.sizing import LEAST_DISK_MEGABYTES
from lmtools.store import Store

PAUSE = (10.0, 20.0)
"""Seconds between two things one sends, as people do on the busiest stretch of a day."""
BETWEEN_FAULTS = 10.0
DRAIN_SECONDS = 120.0
SHOW_SECONDS = 3.0
SMALL_DISK_MB = LEAST_DISK_MEGABYTES + 60
"""A server does not start with less than the first part free; figures and store take some of the rest."""
FEW = 20
"""So many write while the disk is full: what is tried there is the disk, not the crowd."""


@dataclass
class Stage:
    """A session with its leader, projector and writers."""

    leader: Leader
    writers: list[Writer]
    projector: Wall

    @classmethod
    async def open(cls, server: Running, data: Path, people: int, kernels: int, spread: float) -> Stage:
        """Start a session, put up the projector, and let everybody come in."""
        leader = Leader(server.url, (data / "facilitator.key").read_text().strip())
        code = await leader.start(expected=people, groups=max(1, people // 5))
        await leader.warm_page()
        writers = [Writer(server.url, code, n, with_kernel=n < kernels) for n in range(people)]
        stage = cls(leader, writers, Wall(leader.projector()))
        stage.projector.start()
        await asyncio.gather(*(_arrive(w, w.number * spread / people) for w in writers))
        await asyncio.gather(*(writer.room.until_live() for writer in writers))
        return stage

    async def close(self) -> None:
        """Everybody goes home."""
        await asyncio.gather(*(writer.depart() for writer in self.writers), self.projector.stop())
        await self.leader.close()

    async def each_once(self, act: Callable[[Writer], Sent], seconds: float) -> list[Sent]:
        """Let every writer do `act` once, at a moment of its own within `seconds`."""

        async def one(writer: Writer) -> Sent:
            await asyncio.sleep(random.uniform(0, seconds))
            return act(writer)

        return list(await asyncio.gather(*(one(writer) for writer in self.writers)))

    async def answered(self, before: float) -> None:
        """Wait until what was sent `before` has been answered, and the projector had time to show it."""
        limit = time.monotonic() + DRAIN_SECONDS
        boxes = [writer.room.outbox for writer in self.writers]
        while time.monotonic() < limit and any(one.at < before for box in boxes for one in box):
            await asyncio.sleep(0.1)
            boxes = [writer.room.outbox for writer in self.writers]
        await asyncio.sleep(SHOW_SECONDS)

    async def drained(self) -> None:
        """Nobody writes more; wait until every outbox is empty."""
        for writer in self.writers:
            writer.rest_pen()
        await self.answered(time.monotonic())


async def _arrive(writer: Writer, after: float) -> None:
    await asyncio.sleep(after)
    await writer.arrive()


async def without_faults(stage: Stage, seconds: float) -> dict[str, Any]:
    """The three parts of the stretch, `seconds` each, and what was measured."""
    leader, began = stage.leader, time.monotonic()
    seen = await stage.each_once(Writer.guess, seconds)
    options = await _put_points_up(stage)
    await leader.do("go", step=VOTE, phase="alone")
    seen += await stage.each_once(lambda writer: writer.vote(1, options), seconds)
    await stage.answered(time.monotonic())  # a vote that comes after its round is rightly refused
    await leader.do("round", step=VOTE, round=2)
    seen += await stage.each_once(lambda writer: writer.vote(2, options), seconds)
    ended = time.monotonic()
    sent = [one for writer in stage.writers for one in writer.sent if began <= one.at and not one.replaced]
    taken = ended - began
    await stage.answered(ended)
    waits = [one.seconds if one.answered_at else math.inf for one in sent]
    return {
        "ack_p95_s": rounded(percentile(waits, 0.95), 3),
        "ack_max_s": rounded(percentile(waits, 1), 3),
        "projector_p95_s": rounded(percentile(stage.projector.delays(seen), 0.95), 3),
        "commands_per_s": round(len(sent) / taken, 1),
        "seconds_between_sends_each": round(taken * len(stage.writers) / len(sent), 1),
    }


async def _put_points_up(stage: Stage) -> list[str]:
    """Points of six groups on the projector, to vote on; returns their ids."""
    await stage.leader.do("go", step=REFLECT, phase="group")
    points = []
    for writer in stage.writers[:6]:
        points.append(f"p-{writer.number}")
        text = f"Punkt fra {writer.number}"
        await writer.room.send("point.add", point=points[-1], step=REFLECT, text=text, notes=[])
        await stage.leader.do("moderate", point=points[-1], show=True)
    return points


async def storm(
    stage: Stage, server: Running, data: Path, database: Cluster | None, own: bool, hurry: float
) -> list[Fault]:
    """One fault after the other, with time to write in between."""
    writers = stage.writers
    for writer in writers:
        writer.pause = PAUSE[0] / hurry, PAUSE[1] / hurry
    happens: list[Callable[[], Any]] = [
        lambda: faults.kernels_die(server, writers),
        lambda: faults.templates_die(server, writers),
        lambda: faults.server_dies(server, writers),
    ]
    if database:
        happens.append(lambda: faults.database_dies(database, writers))
    elif own:
        happens.append(lambda: faults.file_is_locked(data / "store.sqlite", writers))
    found = []
    for happen in happens:
        await asyncio.sleep(BETWEEN_FAULTS)
        found.append(await happen())
        print(f"{found[-1].what:12} {found[-1].as_json()}", flush=True)
    await asyncio.sleep(BETWEEN_FAULTS)
    return found


async def count(stage: Stage, url: str) -> dict[str, Any]:
    """Everybody's record against their page, and the store's notes against each other."""
    await stage.drained()
    total: Counter[str] = Counter()
    refused: Counter[str] = Counter()
    for writer in stage.writers:
        while not await writer.room.refresh():
            await asyncio.sleep(1)
        audit = writer.audit(writer.room.snapshot)
        total.update(acknowledged=audit.acknowledged, lost=audit.lost, unanswered=audit.unanswered)
        refused.update(audit.refused)
    names = ("acknowledged", "lost", "unanswered")
    found: dict[str, Any] = {name: total[name] for name in names}
    found["duplicated"] = await asyncio.to_thread(_stored_twice, url, stage.leader.code)
    return {**found, "refused": refused.total()} | ({"refusals": dict(refused)} if refused else {})


def _stored_twice(url: str, code: str) -> int:
    store = Store.open(url)
    try:
        with store.reading() as work:
            session = work.one(WorkSession, code=code)
            assert session is not None
            texts = Counter(note.text for note in work.all(Note, session=session.id))
    finally:
        store.close()
    return sum(times - 1 for times in texts.values())


async def full_disk(folder: Path, people: int, limits: tuple[int, int]) -> dict[str, Any] | None:
    """A small session on a disk that is filled for a while."""
    with faults.small_disk(folder / "disk", SMALL_DISK_MB) as disk:
        if disk is None:
            return None
        data = disk / "data"
        server = lmtools(data, people=people, limits=limits)
        server.log = folder / "full.log"
        with running(server):
            stage = await Stage.open(server, data, people, 0, 3)
            for writer in stage.writers:
                writer.pause = PAUSE[0] / 3, PAUSE[1] / 3
            await stage.leader.do("go", step=REFLECT, phase="alone")
            await asyncio.sleep(BETWEEN_FAULTS)
            fault = await faults.disk_is_full(disk, stage.writers)
            await asyncio.sleep(BETWEEN_FAULTS)
            found = await count(stage, f"sqlite:///{data / 'store.sqlite'}")
            await stage.close()
            found["sound"] = faults.is_sound(data / "store.sqlite")
    print(f"full disk    {fault.as_json()} {found}", flush=True)
    return {**fault.as_json(), **found}


async def run(arguments: argparse.Namespace, folder: Path, stack: ExitStack) -> dict[str, Any]:
    """All of it."""
    limits, data, people = many_handles(), folder / "data", arguments.people
    kernels = people if arguments.kernels is None else arguments.kernels
    own = stack.enter_context(cluster(folder / "pg")) if arguments.postgresql else None
    database = own.url if own else arguments.database
    url = database or f"sqlite:///{data / 'store.sqlite'}"
    with running(lmtools(data, people=people, database=database, limits=limits)) as server:
        stage = await Stage.open(server, data, people, kernels, arguments.spread)
        print(f"{people} have come in", flush=True)
        calm = await without_faults(stage, arguments.minutes * 20)
        print(f"without faults {calm}", flush=True)
        happened = await storm(stage, server, data, own, database is None, arguments.hurry)
        found = await count(stage, url)
        print(f"afterwards   {found}", flush=True)
        await stage.close()
    told: dict[str, Any] = {"cores": os.cpu_count(), "people": people, "kernels": kernels}
    told["hurry"] = arguments.hurry
    told["store"] = "postgresql" if database else "sqlite"
    told |= {**found, "back_s_max": _worst(happened), **calm}
    told["faults"] = [fault.as_json() for fault in happened]
    if database is None and not arguments.no_full_disk:
        full = await full_disk(folder, min(people, FEW), limits)
        told["faults"] += [full] if full else []
    told["client_cpu_s"] = round(time.process_time(), 1)
    return told


def _worst(happened: list[Fault]) -> float | None:
    return rounded(max(fault.back_s_max for fault in happened), 1)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--people", type=int, default=150)
    parser.add_argument("--kernels", type=int, help="how many of them choose other figures; default all")
    parser.add_argument("--minutes", type=float, default=2, help="how long the stretch without faults is")
    parser.add_argument("--hurry", type=float, default=1, help="while parts are killed, write so much faster")
    parser.add_argument("--spread", type=float, default=20, help="seconds within which everybody comes in")
    parser.add_argument("--database", help="postgresql://… that runs already, and is not killed")
    parser.add_argument("--postgresql", action="store_true", help="start a PostgreSQL, and kill it too")
    parser.add_argument("--no-full-disk", action="store_true", help="leave the full disk out")
    arguments = parser.parse_args()
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="lm-")))
        folder.chmod(0o755)  # PostgreSQL runs as another user
        print(json.dumps(asyncio.run(run(arguments, folder, stack))))


if __name__ == "__main__":
    main()

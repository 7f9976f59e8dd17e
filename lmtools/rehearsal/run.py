"""One rehearsal from beginning to end; its session is deleted however it ends."""

from __future__ import annotations

import asyncio
import math
import signal
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import datetime

import aiohttp
from yarl import URL

from lmtools.domain.jsonable import Json
from lmtools.errors import N_, LmtoolsError, NotAllowed
from lmtools.rehearsal.browser import Trouble
from lmtools.rehearsal.here import is_this_machine
from lmtools.rehearsal.measuring import percentile, rounded
from lmtools.rehearsal.people import Colleague, Leader
from lmtools.rehearsal.progress import Progress, Tell
from lmtools.rehearsal.report import Report
from lmtools.rehearsal.shapes import Opened
from lmtools.rehearsal.walk import AWAY, Walk
from lmtools.rehearsal.wall import Wall

TELL_SECONDS = 0.5
END_SECONDS = 20.0
ARRIVING_SHARE = 0.2
NOT_ANSWERED = N_("Et svar ble ikke tatt imot i tide.")
NOT_SHOWN = N_("Lerretet fikk ikke med seg alt.")


class Busy(NotAllowed):
    """There are people in a session on the server, and nobody has said that it may be disturbed."""


@dataclass(frozen=True)
class Wish:
    """What to rehearse: how many people, against which server, in about how many minutes."""

    url: str
    key: str = field(repr=False)
    people: int = 60
    minutes: float = 3.0
    workbook: str = ""
    agenda: str = ""
    language: str = "nb"
    anyway: bool = False

    @property
    def base(self) -> str:
        """The address with a slash at its end, without what stands after it."""
        url = (
            URL(self.url if "://" in self.url else f"http://{self.url}").with_query(None).with_fragment(None)
        )
        return f"{str(url).removesuffix('prosessleder').rstrip('/')}/"


async def stoppable(wish: Wish, tell: Tell) -> Report:
    """`rehearse`, which a signal to stop cancels. Call it as the only thing in a loop."""
    task = asyncio.current_task()
    assert task is not None
    with suppress(NotImplementedError, RuntimeError):  # not on Windows, nor outside the main thread
        asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, task.cancel)
    return await rehearse(wish, tell)


async def rehearse(wish: Wish, tell: Tell = lambda _: None) -> Report:
    """Rehearse, and tell how it goes now and then. When cancelled, the session is deleted all the same.

    Raises:
        Busy: if people are in a session there; `wish.anyway` says that it does not matter.
        LmtoolsError: with a sentence, if there is no server, or it does not let us in.
    """
    tell(Progress("ready", 0.0, wish.people))
    leader, report = Leader(wish.base, wish.key), None
    try:
        session = await _open(leader, wish)
        try:
            report = await _hold(leader, wish, session, tell)
        finally:
            tell(Progress("leaving", 1.0, wish.people, code=leader.code))
            is_gone = await asyncio.shield(_end(leader, report))
            tell(Progress("gone" if is_gone else "left", 1.0, wish.people, code=leader.code))
        return report
    finally:
        await leader.close()


async def _open(leader: Leader, wish: Wish) -> Opened:
    """Sign in and start the session. What the server says no to is told in its own words."""
    asked: Json = {
        "workbook": wish.workbook,
        "agenda": wish.agenda,
        "people": wish.people,
        "language": wish.language,
        "anyway": wish.anyway,
    }
    try:
        await leader.sign_in()
        session: Opened = await leader.call("api/rehearsal/session", asked)
    except Trouble as trouble:
        kind = Busy if trouble.told.get("busy") else LmtoolsError
        raise kind("{sentence}", sentence=str(trouble)) from None
    except ValueError:
        raise LmtoolsError("På {url} svarer noe annet enn lmtools. Se over adressa.", url=wish.base) from None
    except (aiohttp.ClientError, OSError, TimeoutError):
        raise LmtoolsError(
            "Vi når ikke noen server på {url}. Se om adressa er riktig, om lmtools serve kjører der, og om "
            "nettet slipper gjennom mellom maskinene.",
            url=wish.base,
        ) from None
    leader.lead(session["code"])
    return session


async def _end(leader: Leader, report: Report | None) -> bool:
    """Delete the session, and leave the report with the server; whether that was done."""
    with suppress(*AWAY):  # it ends today anyway, and is deleted by the server's own sweep
        async with asyncio.timeout(END_SECONDS):
            kept = report.as_json() if report else None
            await leader.call(f"api/rehearsal/session/{leader.code}", {"report": kept})
            return True
    return False


async def _hold(leader: Leader, wish: Wish, session: Opened, tell: Tell) -> Report:
    colleagues = [Colleague(wish.base, leader.code, number) for number in range(wish.people)]
    walk = Walk(leader, Wall(leader.projector()), colleagues, session["path"])
    ticking = asyncio.create_task(_tell_on(walk, tell))
    try:
        await _day(walk, wish, session["page"])
    finally:
        ticking.cancel()
        await walk.go_home()
    found = _report(walk, wish.people)
    is_here = is_this_machine(URL(wish.base).host or "")
    return replace(found, ready_for=session["ready_for"], is_here=is_here)


async def _day(walk: Walk, wish: Wish, page: str) -> None:
    """The whole of it; what cuts it short is counted as an error."""
    try:
        html, _ = await walk.leader.open_page(f"{wish.base}{page}")
        walk.parts = await walk.leader.parts_of(html)
        await walk.leader.room.refresh()
        walk.leader.room.start()
        walk.wall.start()
        await walk.wall.line.until_live()
        await walk.come_in()
        if walk.joined:
            await walk.go_through(60 * wish.minutes)
    except AWAY as error:
        said = str(error) if isinstance(error, Trouble) else ""
        walk.wrong[said or N_("Forbindelsen til serveren ble brutt.")] += 1


async def _tell_on(walk: Walk, tell: Tell) -> None:
    while True:
        tell(_progress(walk))
        await asyncio.sleep(TELL_SECONDS)


def _progress(walk: Walk) -> Progress:
    people = len(walk.colleagues)
    told = Progress("arriving", 0.0, people, joined=walk.joined, code=walk.leader.code)
    if walk.scene is None:
        return replace(told, share=ARRIVING_SHARE * walk.joined / max(1, people))
    return replace(
        told,
        stage="step",
        share=ARRIVING_SHARE + (1 - ARRIVING_SHARE) * walk.done / walk.phases,
        acknowledged=walk.acknowledged,
        title=walk.scene.step["title"],
        phase=str(walk.scene.phase),
    )


def _report(walk: Walk, people: int) -> Report:
    wrong = Counter(walk.wrong)
    for sent in (*walk.sent, *walk.console.sent):
        if not sent.ok and not sent.replaced:
            wrong[sent.error or NOT_ANSWERED] += 1
    delays = _delays(walk)
    if any(map(math.isinf, delays)):
        wrong[NOT_SHOWN] += 1
    waits = [sent.seconds for sent in walk.sent if sent.ok]
    return Report(
        people=people,
        joined=walk.joined,
        acknowledged=walk.acknowledged,
        errors=wrong.total(),
        ack_p95_s=rounded(percentile(waits, 0.95), 3),
        ack_max_s=rounded(percentile(waits, 1), 3),
        arrival_p95_s=rounded(percentile(walk.arrivals, 0.95), 2),
        arrival_max_s=rounded(percentile(walk.arrivals, 1), 2),
        projector_p95_s=rounded(percentile(delays, 0.95), 3),
        at=datetime.now().astimezone().isoformat(timespec="minutes"),
        told=dict(wrong.most_common(3)),
    )


def _delays(walk: Walk) -> list[float]:
    """How long after each act the projector showed it; in a small room it shows no counts."""
    console = walk.leader.room.snapshot.get("facilitator")
    counts = console is not None and console["written"] is not None
    seen = [*walk.console.seen, *(sent for sent in walk.seen if counts and sent.ok)]
    return walk.wall.delays(seen)

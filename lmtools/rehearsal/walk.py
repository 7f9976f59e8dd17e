"""The day itself: everybody comes in, and the room goes through every phase of the workbook."""

from __future__ import annotations

import asyncio
import random
import time
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

import aiohttp

from lmtools.domain.moves import agenda
from lmtools.domain.session import Phase, Step
from lmtools.domain.verbs import Kind
from lmtools.errors import N_
from lmtools.rehearsal.acting import Scene, acts
from lmtools.rehearsal.browser import Trouble
from lmtools.rehearsal.leading import Console
from lmtools.rehearsal.line import Refused, Sent
from lmtools.rehearsal.people import Colleague, Leader
from lmtools.rehearsal.wall import Wall

ARRIVALS_A_SECOND = 10.0
ARRIVAL_PATIENCE_SECONDS = 90.0
ANSWER_PATIENCE_SECONDS = 30.0
WRITING_SHARE = 0.8
"""People are done before the facilitator goes on."""
AWAY = (Trouble, Refused, aiohttp.ClientError, OSError, TimeoutError, ValueError)
NO_WAY_IN = N_("Noen kom ikke inn: forbindelsen ble brutt eller tok for lang tid.")
NO_FIGURES = N_("Tallene kom ikke fram til en telefon.")


@dataclass
class Walk:
    """A session and all who are in it. `wrong` counts what went wrong, by sentence."""

    leader: Leader
    wall: Wall
    colleagues: list[Colleague]
    door: str
    parts: tuple[str, ...] = ()
    chance: random.Random = field(default_factory=random.Random)
    joined: int = 0
    arrivals: list[float] = field(default_factory=list)
    sent: list[Sent] = field(default_factory=list)
    seen: list[Sent] = field(default_factory=list)
    wrong: Counter[str] = field(default_factory=Counter)
    scene: Scene | None = None
    done: int = 0  # phases that are over

    def __post_init__(self) -> None:
        self.console = Console(self.leader)

    @property
    def acknowledged(self) -> int:
        """How many commands of the colleagues the store has."""
        return sum(sent.ok for sent in self.sent)

    @property
    def phases(self) -> int:
        """How many phases the workbook has."""
        steps = self.leader.room.snapshot.get("steps", [])
        known = (Step(s["key"], s["verb"], "", phases=tuple(map(Phase, s["phases"]))) for s in steps)
        return max(1, len(agenda(known)))

    async def come_in(self) -> None:
        """Let everybody scan the code, ten a second; then the tables choose who writes for them."""
        async with asyncio.TaskGroup() as group:
            for place, who in enumerate(self.colleagues):
                group.create_task(self._arrive(who, place / ARRIVALS_A_SECOND))
        first: dict[int, Colleague] = {}
        for who in self.colleagues:
            if who.group:
                first.setdefault(who.group, who).is_first = True

    async def go_through(self, seconds: float) -> None:
        """Lead the room through all phases in about so many seconds, and close the session."""
        each = seconds / self.phases
        while True:
            await self.console.begin()
            self.scene = self.console.scene
            await asyncio.gather(*(self._play(who, self.scene, each) for who in self._there()))
            await self._answered()
            await self.leader.room.refresh()
            await self.console.tidy()
            self.done += 1
            if self.console.is_at_end:
                break
            await self.console.go_on()
        await self.console.close()
        await self.wall.until(
            self.console.sent[-1].result.get("revision", 0), seconds=ANSWER_PATIENCE_SECONDS
        )

    async def go_home(self) -> None:
        """Close every browser."""
        await asyncio.gather(*(who.close() for who in self.colleagues), self.wall.stop())

    def _there(self) -> Iterable[Colleague]:
        return (who for who in self.colleagues if who.group)

    async def _arrive(self, who: Colleague, after: float) -> None:
        await asyncio.sleep(after)
        began = time.monotonic()
        try:
            async with asyncio.timeout(ARRIVAL_PATIENCE_SECONDS):
                await who.scan(self.door)
                await who.fetch(self.parts)
                who.room.start()
                await asyncio.gather(who.room.until_live(), self._first_look(who))
        except AWAY as error:
            self.wrong[_sentence_of(error) or NO_WAY_IN] += 1
            return
        self.joined += 1
        self.arrivals.append(time.monotonic() - began)

    async def _first_look(self, who: Colleague) -> None:
        while not await who.room.refresh():
            if who.room.gone:
                raise Refused(who.room.gone)
            await asyncio.sleep(1)

    async def _play(self, who: Colleague, scene: Scene, seconds: float) -> None:
        doing = acts(scene, who, self.chance)
        times = sorted(self.chance.uniform(0, WRITING_SHARE * seconds) for _ in doing)
        began = time.monotonic()
        if scene.kind == Kind.RESULTS:
            await self._look_at_figures(who, scene, WRITING_SHARE * seconds)
        for act, at in zip(doing, times, strict=True):
            await asyncio.sleep(max(0.0, began + at - time.monotonic()))
            sent = who.room.put(act.do, **act.fields)
            self.sent.append(sent)
            if act.seen:
                self.seen.append(sent)

    async def _look_at_figures(self, who: Colleague, scene: Scene, seconds: float) -> None:
        await asyncio.sleep(self.chance.uniform(0, min(seconds, 2.0)))  # all phones ask when the step comes
        try:
            await who.call(f"api/room/{who.code}/figures/{scene.key}")
        except AWAY as error:
            self.wrong[_sentence_of(error) or NO_FIGURES] += 1

    async def _answered(self) -> None:
        """Wait until nothing waits to be sent, as a facilitator waits for the last ones."""
        limit = time.monotonic() + ANSWER_PATIENCE_SECONDS
        while time.monotonic() < limit and any(who.room.outbox for who in self._there()):
            await asyncio.sleep(0.05)


def _sentence_of(error: BaseException) -> str:
    """The server's own sentence, if it said one."""
    return str(error) if isinstance(error, Trouble | Refused) else ""

"""What an invented facilitator does: reveals, writes goals, lets points through, joins what is alike."""

from __future__ import annotations

import asyncio
import uuid
from collections.abc import Iterable

from lmtools.domain.session import Phase
from lmtools.domain.verbs import Kind
from lmtools.errors import N_
from lmtools.rehearsal import texts
from lmtools.rehearsal.acting import Scene
from lmtools.rehearsal.browser import Trouble
from lmtools.rehearsal.line import Sent
from lmtools.rehearsal.people import Leader
from lmtools.rehearsal.shapes import ConsoleShown, Likeness

PATIENCE_SECONDS = 60.0
SILENCE = N_("Serveren svarte ikke prosesslederen på ett minutt.")
MOST_SHOWN = 12
"""So many points are let through at a time: more than that nobody reads from a projector."""
REVEALED = {Kind.GUESS: Phase.PLENARY, Kind.VOTE: Phase.PLENARY}


class Console:
    """The facilitator at the console. `sent` holds every command; `seen` those that change the projector."""

    def __init__(self, leader: Leader) -> None:
        self._leader = leader
        self.sent: list[Sent] = []
        self.seen: list[Sent] = []

    @property
    def scene(self) -> Scene:
        """Where the session stands."""
        return Scene.of(self._leader.room.snapshot)

    @property
    def is_at_end(self) -> bool:
        """Whether this is the last phase of the last step."""
        return self._leader.room.snapshot["facilitator"]["next"] is None

    async def begin(self) -> None:
        """What is done as a phase begins."""
        scene = self.scene
        if self._reveals(scene):
            await self._show("reveal", step=scene.key)
        if scene.kind == Kind.PLAN and not scene.activity.get("goals"):
            for text in texts.GOALS:
                await self._show("goal.save", goal=str(uuid.uuid4()), step=scene.key, text=self._say(text))

    async def tidy(self) -> None:
        """What is done before the room goes on: let through what waits, join what says the same."""
        for entry in self._console["queue"][:MOST_SHOWN]:
            # What is let through before its plenary phase is not on the projector yet.
            await self._send("moderate", point=entry["point"], show=True)
        if self.scene.phase == Phase.PLENARY and self.scene.kind == Kind.BOARD:
            await self._join(self._console["likeness"].get(self.scene.key, []))
        if self.scene.kind == Kind.PLAN and self.scene.phase == Phase.PLENARY:
            who, when = self._say(texts.WHO), self._say(texts.WHEN)
            await self._show("plan.save", participation=who, support_leader=when)

    async def go_on(self) -> None:
        """The one large button, and once more where it leads to a break: nobody rests in a rehearsal."""
        await self._show("next")
        if self._leader.room.snapshot["now"]["recess"]:
            await self._show("next")

    async def close(self) -> None:
        """End the session."""
        await self._show("close")

    @property
    def _console(self) -> ConsoleShown:
        return self._leader.room.snapshot["facilitator"]

    def _reveals(self, scene: Scene) -> bool:
        if scene.activity.get("revealed") or scene.activity.get("result"):
            return False
        if scene.kind == Kind.RATING:  # its result is what people talk about
            return scene.phase != Phase.ALONE
        return REVEALED.get(scene.kind) == scene.phase

    async def _join(self, likenesses: Iterable[Likeness]) -> None:
        for alike in list(likenesses)[:1]:
            await self._show("merge", points=alike["points"], text=self._say(texts.POINTS[0]))

    async def _show(self, do: str, **fields: object) -> None:
        sent = await self._send(do, **fields)
        if sent.ok:
            self.seen.append(sent)

    async def _send(self, do: str, **fields: object) -> Sent:
        try:
            async with asyncio.timeout(PATIENCE_SECONDS):
                sent = await self._leader.room.send(do, **fields)
        except TimeoutError:
            raise Trouble(SILENCE) from None
        self.sent.append(sent)
        return sent

    def _say(self, text: str) -> str:
        return self._leader.room.say(text)

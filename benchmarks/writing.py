"""A participant who writes all day and keeps a record of what the server has acknowledged."""

from __future__ import annotations

import asyncio
import random
import time
import uuid
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass, field
from string import ascii_lowercase
from typing import Any

import aiohttp

from benchmarks.crowd import GENDERS, Person
from benchmarks.kernel_line import KernelLost
from lmtools.rehearsal.browser import Trouble
from lmtools.rehearsal.line import Sent, around

REFLECT, GUESS, VOTE = "reflect-1", "guess-1", "prioritise-1"
MOST_NOTES = 55  # the room takes 60 from each
ANSWER_SECONDS = 45.0  # as long as a page waits
AGAIN_SECONDS = 2.0
LOOK_AROUND = (20.0, 40.0)
"""Seconds between two choices of other figures."""
AWAY = (KernelLost, Trouble, aiohttp.ClientError, OSError, asyncio.TimeoutError)


def letters() -> str:
    """Letters that make a text like no other: digits drawn by chance may look like a national id."""
    return "".join(random.choices(ascii_lowercase, k=10))


@dataclass
class Audit:
    """One participant's record against what the store holds."""

    acknowledged: int = 0
    lost: int = 0
    refused: Counter[str] = field(default_factory=Counter)
    unanswered: int = 0


class Writer(Person):
    """`sent` is the record: every command, in order, with its answer."""

    def __init__(self, base: str, code: str, number: int, *, with_kernel: bool = True) -> None:
        super().__init__(base, code, number)
        self.with_kernel = with_kernel
        self.sent: list[Sent] = []
        self.pause = (10.0, 20.0)  # seconds between two things one sends
        self.kernel_at = 0.0  # when a kernel of one's own last answered
        self.kernels_lost = 0
        self.choose_now = asyncio.Event()
        self._notes: list[Sent] = []
        self._work: list[asyncio.Task[None]] = []

    async def arrive(self) -> None:
        """Come in, listen, and begin to write and to look at figures."""
        while True:
            with suppress(*AWAY):
                await self.join()
                await self.read()
                break
            await asyncio.sleep(around(AGAIN_SECONDS))
        self.room.start()
        self._work = [asyncio.create_task(self._write_on())]
        if self.with_kernel:
            self._work.append(asyncio.create_task(self._look_around()))

    async def depart(self) -> None:
        """Put the phone away."""
        for task in self._work:
            task.cancel()
        await asyncio.gather(*self._work, return_exceptions=True)
        await self.close()

    def rest_pen(self) -> None:
        """Write no more; what is in the outbox is still sent."""
        self._work[0].cancel()

    def put(self, do: str, **fields: Any) -> Sent:
        """Send one command, and keep it in the record."""
        sent = self.room.put(do, **fields)
        self.sent.append(sent)
        return sent

    def guess(self) -> Sent:
        """Lock a guess."""
        return self.put("guess.lock", step=GUESS, value=random.randrange(0, 41))

    def vote(self, round_: int, options: list[str]) -> Sent:
        """Give three points to options of the vote."""
        votes = Counter(random.choices(options, k=3))
        return self.put("vote.cast", step=VOTE, round=round_, votes=dict(votes))

    # --- writing ----------------------------------------------------------------------------------

    async def _write_on(self) -> None:
        await asyncio.sleep(random.uniform(0, self.pause[1]))
        while True:
            self._write_something()
            await asyncio.sleep(random.uniform(*self.pause))

    def _write_something(self) -> None:
        stored = [sent for sent in self._notes if sent.ok]
        chance = random.random()
        if chance < 0.6 and len(self._notes) < MOST_NOTES:
            text = f"Tanke {len(self._notes)} fra {self.number}, {letters()}"
            note = str(uuid.uuid4())
            self._notes.append(self.put("note.add", note=note, step=REFLECT, text=text))
        elif chance < 0.75 and stored:
            note = random.choice(stored).command["note"]
            self.put("note.edit", note=note, text=f"Endret av {self.number}, {letters()}")
        else:
            self.put("draft.save", step=REFLECT, text=f"Halv tanke {letters()}")

    # --- figures ----------------------------------------------------------------------------------

    async def _look_around(self) -> None:
        turn = self.number
        while True:
            turn += 1
            try:
                async with asyncio.timeout(ANSWER_SECONDS):
                    await self._choose_anew(GENDERS[turn % 2])
                self.kernel_at = time.monotonic()
            except AWAY as error:
                self.kernels_lost += isinstance(error, KernelLost)
                await self._let_go()
                await asyncio.sleep(around(AGAIN_SECONDS))
                continue
            self.choose_now.clear()
            with suppress(asyncio.TimeoutError):
                await asyncio.wait_for(self.choose_now.wait(), random.uniform(*LOOK_AROUND))

    async def _choose_anew(self, gender: str) -> None:
        if self.line is None or self.line.lost.is_set():
            await self._let_go()
            await self.ask_for_kernel()
            await self.connect()
        await self.choose(gender)

    async def _let_go(self) -> None:
        line, kernel = self.line, self.kernel
        self.line = self.kernel = None
        if line is not None:
            await line.close()
        if kernel is not None:
            with suppress(aiohttp.ClientError, OSError):
                await self.http.post(f"{self.base}voila/api/shutdown/{kernel}")

    # --- afterwards -------------------------------------------------------------------------------

    def audit(self, snapshot: dict[str, Any]) -> Audit:
        """Compare the record with what this participant's own page shows."""
        found = Audit()
        sent = [one for one in self.sent if not one.replaced]
        for one in sent:
            if one.ok:
                found.acknowledged += 1
            elif one.error:
                found.refused[one.error] += 1
            else:
                found.unanswered += 1
        found.lost = sum(kind(sent, snapshot["activities"]) for kind in LOST)
        return found


def _lost_notes(sent: list[Sent], activities: dict[str, Any]) -> int:
    texts = {}
    for one in sent:
        if one.ok and one.command["do"] in ("note.add", "note.edit"):
            texts[one.command["note"]] = one.command["text"]
    there = {note["id"]: note["text"] for note in activities[REFLECT]["mine"]}
    return sum(there.get(note) != text for note, text in texts.items())


def _lost_draft(sent: list[Sent], activities: dict[str, Any]) -> int:
    # Adding a note lets go of a draft with the same text; ours never have the same.
    last = _last(sent, "draft.save")
    return int(last is not None and activities[REFLECT]["draft"] != last.command["text"])


def _lost_guess(sent: list[Sent], activities: dict[str, Any]) -> int:
    last, mine = _last(sent, "guess.lock"), activities[GUESS]["mine"]
    return int(last is not None and (mine is None or mine["value"] != last.command["value"]))


def _lost_vote(sent: list[Sent], activities: dict[str, Any]) -> int:
    last = _last(sent, "vote.cast")
    return int(last is not None and activities[VOTE]["mine"] != last.command["votes"])


LOST = (_lost_notes, _lost_draft, _lost_guess, _lost_vote)


def _last(sent: list[Sent], do: str) -> Sent | None:
    return next((one for one in reversed(sent) if one.ok and one.command["do"] == do), None)

"""People of a development day without browsers: each speaks real HTTP and websockets as a page does.

A `Person` has cookies of its own. It joins by the code, opens the workbook's page, listens to the room,
writes until what it wrote is acknowledged (`lmtools.rehearsal`), and asks a kernel of its own for other
figures (`benchmarks.kernel_line`). All of them live in one process and one event loop, since they share
the machine's cores with the server that is measured.
"""

from __future__ import annotations

import json
import re
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any

import aiohttp
from yarl import URL

from benchmarks.kernel_line import KernelLine
from lmtools.rehearsal import people
from lmtools.rehearsal.browser import Browser, Trouble
from lmtools.rehearsal.line import RoomLine

STATES = re.compile(r'<script[^>]* id="lm-states"(?: data-run="([^"]*)")?>(.*?)</script>', re.DOTALL)
SCHOOLS = re.compile(r'id="schools">(.*?)</script>', re.DOTALL)
STOCK_KERNEL_ID = re.compile(r'"kernelId":\s*"([0-9a-f-]{36})"')
GENDERS = ("girls", "boys")


class Timed:
    """Knows how long what it does takes: `marks` holds the seconds of each step."""

    def __init__(self, *given: Any) -> None:
        super().__init__(*given)
        self.marks: dict[str, float] = {}

    @contextmanager
    def timing(self, step: str) -> Iterator[None]:
        """Note how long the block took as `step`."""
        began = time.perf_counter()
        yield
        self.marks[step] = time.perf_counter() - began


class Person(Timed, people.Colleague):
    """One participant who also looks at figures."""

    def __init__(self, base: str, code: str, number: int) -> None:
        super().__init__(base, code, number)
        self.states: dict[str, dict[str, Any]] = {}
        self.kernel: str | None = None
        self.line: KernelLine | None = None
        self._run = ""  # of the cells that made the page
        self._results = ""
        self._is_same = False  # the kernel is a copy of the one that made the page

    async def read(self) -> None:
        """Open the workbook's page, and its widgets' first states in it."""
        html, _ = await self.open_page(self.page)
        found = STATES.search(html)
        if found is None:
            raise Trouble("the page came without the states of its widgets")
        self._run, self.states = found[1] or "", json.loads(found[2])

    async def write_one(self, step: str = "reflect-1") -> None:
        """Send one note, again and again until the server has answered."""
        text = f"Tanke nummer {self.number} om skolen vår"
        await self.room.send("note.add", note=str(uuid.uuid4()), step=step, text=text)

    async def ask_for_kernel(self) -> None:
        """Have a kernel of its own, in which the cells have run."""
        _, _, language, workbook = URL(self.page).path.rsplit("/", 3)
        asked = {"workbook": workbook, "language": language, "run": self._run}
        told = await self.call("api/kernel", asked)
        self.kernel, self._is_same = str(told["kernel"]), bool(told.get("same"))

    async def connect(self) -> None:
        """Open the line to the kernel. A copy has the page's own widgets; another is asked what it has."""
        assert self.kernel is not None
        self.line = await KernelLine.open(self.http, self.base, self.kernel, is_ready=self._is_same)
        self._results = results_of(self.states if self._is_same else await self.line.states())

    async def choose(self, gender: str) -> None:
        """Choose other figures and wait until the kernel has answered with them."""
        assert self.line is not None
        selection = self.states[results_of(self.states)]["state"]["selection"]
        await choose(self.line, self._results, selection, gender)

    async def rest(self) -> None:
        """Keep the page and its kernel, but listen and look no more."""
        await self.room.stop()

    def listen_anew(self) -> None:
        """A page that is opened again has a line of its own."""
        self.room = RoomLine(self.http, f"{self.base}api/room/{self.code}")
        self.room.start()

    async def leave(self, *, farewell: bool = True) -> None:
        """Close the page; its beacon frees the kernel."""
        await self.room.stop()
        if self.line is not None:
            await self.line.close()
        if self.kernel is not None and farewell:
            with suppress(aiohttp.ClientError):
                await self.http.post(f"{self.base}voila/api/shutdown/{self.kernel}")
        self.kernel = self.line = None

    async def close(self) -> None:
        """Close the browser too."""
        await self.leave()
        await super().close()


class StockPerson(Timed, Browser):
    """One visitor of stock Voilà with the notebook that stores an answer."""

    def __init__(self, base: str, number: int) -> None:
        super().__init__(base)
        self.number = number
        self.line: KernelLine | None = None

    async def open(self) -> None:
        """The page, the widgets' states, other figures, and an answer that has been stored."""
        async with self.http.get(self.base) as answer:
            html = await answer.text()
        found = STOCK_KERNEL_ID.search(html)
        if answer.status != 200 or found is None:
            raise Trouble(f"stock Voilà gave {answer.status} and no kernel")
        self.line = await KernelLine.open(self.http, self.base, found[1])
        states = await self.line.states()
        results = results_of(states)
        selection = states[results]["state"]["selection"]
        await choose(self.line, results, selection, GENDERS[self.number % 2])
        field = next(comm for comm, model in states.items() if model["model_name"] == "TextModel")
        text = f"Tanke nummer {self.number}"
        await self.line.update(
            field, {"value": text}, lambda comm, new: comm != field and new.get("value") == text
        )

    async def rest(self) -> None:
        """A stock page is at rest once it has opened."""

    async def close(self) -> None:
        """Close the browser."""
        if self.line is not None:
            await self.line.close()
        await super().close()


class Leader(people.Leader):
    """The facilitator, without a browser, of a session that is no rehearsal."""

    async def start(self, *, expected: int, groups: int, ready: str | None = None) -> str:
        """Sign in with the key and start a session on Ståsted, or on a ready agenda; returns its code."""
        await self.sign_in()
        async with self.http.get(f"{self.base}prosessleder") as answer:
            found = SCHOOLS.search(await answer.text())
        assert found is not None
        school = next(unit for unit in json.loads(found[1]) if unit["name"] == "Lindvåg ungdomsskole")
        about = {"ready": ready} if ready else {"workbook": "stasted"}
        wanted = {**about, "school": school["key"], "grade": "10", "language": "nb"}
        told = await self.call("api/session", {**wanted, "groups": groups, "expected": expected})
        self.lead(str(told["code"]))
        return self.code

    async def warm_page(self) -> None:
        """Wait until the page that everybody will open has been rendered, as it is before a day begins."""
        await self.open_page(f"{self.base}okt/{self.code}/lerret")


def results_of(states: dict[str, dict[str, Any]]) -> str:
    """The comm id of the widget that shows results."""
    return next(comm for comm, entry in states.items() if _is_results(entry["state"]))


async def choose(line: KernelLine, results: str, selection: dict[str, Any], gender: str) -> None:
    """Ask the results widget for the answers of `gender`, and wait until it shows them."""
    await line.update(
        results,
        {"selection": {**selection, "gender": gender}},
        lambda comm, state: comm == results and "shown" in state,
    )


def _is_results(state: dict[str, Any]) -> bool:
    return state.get("verb") == "results"

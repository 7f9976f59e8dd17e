"""The button "Generalprøve": one rehearsal at a time, in a process of its own that gives way to others."""

from __future__ import annotations

import asyncio
import json
import sys
from asyncio.subprocess import PIPE, Process
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, TypedDict

from lmtools.errors import N_, Conflict, LmtoolsError
from lmtools.rehearsal import keeping
from lmtools.rehearsal.progress import Progress
from lmtools.rehearsal.report import Report, advice, headline, lines
from lmtools.serving.addresses import own_address
from lmtools.text import Text

if TYPE_CHECKING:
    from lmtools.serving.site import Site

COMMAND = (sys.executable, "-m", "lmtools.rehearsal")
STOP_SECONDS = 30.0
ENDED = (0, 130)
"""How it ends when it is over, or has been stopped."""
BROKE_OFF = N_("Generalprøven stanset av seg selv. Prøv igjen, eller kjør lmtools rehearse for å se hvorfor.")


class Asked(TypedDict):
    """A `Wish` (lmtools.rehearsal.run) as the button makes it, without the server's address and key."""

    people: int
    minutes: float
    workbook: str
    agenda: str
    language: str
    anyway: bool


@dataclass
class Rehearsing:
    """The rehearsal that goes on in this server, if one does."""

    progress: Progress | None = None
    error: str = ""
    _is_stopped: bool = False
    _process: Process | None = field(default=None, repr=False)
    _reading: asyncio.Task[None] | None = field(default=None, repr=False)

    @property
    def goes_on(self) -> bool:
        """Whether one goes on."""
        return self._reading is not None and not self._reading.done()

    async def start(self, site: Site, asked: Asked) -> None:
        """Start one of this server. Raises Conflict if one goes on already."""
        if self.goes_on:
            raise Conflict("En generalprøve er i gang. Vent til den er ferdig, eller stopp den.")
        self.error, self.progress = "", Progress("ready", 0.0, asked["people"])
        self._is_stopped = False
        here = {"url": own_address(site.options), "key": site.keys.facilitator}
        self._reading = asyncio.create_task(self._run(site, {**asked, **here}))

    async def stop(self) -> None:
        """Stop it, and wait until its session has been deleted."""
        if self._reading is None or not self.goes_on:
            return
        self._is_stopped = True
        if self._process is not None:
            with suppress(ProcessLookupError):
                self._process.terminate()
        with suppress(TimeoutError):
            async with asyncio.timeout(STOP_SECONDS):
                await asyncio.shield(self._reading)
        self.kill()

    def kill(self) -> None:
        """End it at once: the server stops."""
        if self._process is not None:
            with suppress(ProcessLookupError):
                self._process.kill()

    async def _run(self, site: Site, wish: dict[str, object]) -> None:
        try:
            self._process = await asyncio.create_subprocess_exec(*COMMAND, stdin=PIPE, stdout=PIPE)
            assert self._process.stdin is not None and self._process.stdout is not None
            self._process.stdin.write(f"{json.dumps(wish)}\n".encode())
            self._process.stdin.close()
            async for line in self._process.stdout:
                self._hear(line)
            code = await self._process.wait()
            if code not in ENDED and not self.error and not self._is_stopped:
                self.error = BROKE_OFF
        finally:
            self._process = None
            await self._tidy(site)

    def _hear(self, line: bytes) -> None:
        said = json.loads(line)
        if "progress" in said:
            self.progress = Progress(**said["progress"])
        self.error = said.get("error", "")

    async def _tidy(self, site: Site) -> None:
        """Delete the session, should the process have ended before it did."""
        code = self.progress.code if self.progress else ""
        if code:
            with suppress(LmtoolsError):
                await site.run(site.room.end_rehearsal, code)


def status(site: Site, text: Text) -> dict[str, object]:
    """How it goes, and what the last one found, in the words of `text`."""
    rehearsing = site.rehearsing
    progress = rehearsing.progress if rehearsing.goes_on else None
    return {
        "goes_on": rehearsing.goes_on,
        "share": progress.share if progress else 0,
        "said": text.say(progress.said) if progress else "",
        "code": progress.code if progress else "",
        "error": text.t(rehearsing.error),
        "last": _told(keeping.last(site.options.settings.data_dir), text),
        "server_time": datetime.now().astimezone().isoformat(),
    }


def _told(report: Report | None, text: Text) -> dict[str, object] | None:
    if report is None:
        return None
    at = datetime.fromisoformat(report.at)
    return {
        "at": text.t("{date} kl. {time}", date=text.date(at), time=text.time(at)),
        "people": report.people,
        "verdict": str(report.verdict),
        "headline": headline(report, text),
        "lines": lines(report, text),
        "advice": advice(report, text),
    }

"""Whether anything is left behind by 500 people who come and go.

Each opens the page, listens, has a kernel and uses it, and closes. Four of five say farewell as a closing
page does; the fifth just vanishes, and its kernel must be gone within two minutes. The first hundred are
warm-up: caches and pools are filled once. They are 100 browsers that come again and again, so that what is
stored stays the same. Then kernels, file handles, threads, memory (PSS of the server and its templates) and
temporary files are compared with where they were after the warm-up; they may have grown by 5 %. Kernels that
stand ready for the next are there before and after; all others must be gone.
Run `python -m benchmarks.soak --opens 500`.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import tempfile
import time
from collections import Counter
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import psutil

from benchmarks.crowd import GENDERS, Leader, Person
from benchmarks.machine import GONE, calm, many_handles, processes, pss_mb
from benchmarks.servers import Running, lmtools, running
from lmtools.serving.listening import IDLE_SECONDS

WARM_UP = 100
BROWSERS = 100
AT_ONCE = 4
EACH_SECONDS = 0.4  # between two opens: faster, those who vanish would fill the house
VANISHES = 5  # every fifth closes without a farewell
GONE_SECONDS = 120.0
MORE = 1.05
PATIENCE = 300.0


@dataclass(frozen=True)
class Holds:
    """What the server holds at one moment; handles, threads and memory are without the kernels'."""

    kernels: int
    handles: int
    threads: int
    pss_mb: float
    temporary_files: int


def holds(server: Running) -> Holds:
    """Count it now."""
    found = processes(server.pid)
    own = (found.server, *found.templates)
    handles = threads = 0
    for pid in own:
        with suppress(*GONE):
            process = psutil.Process(pid)
            handles, threads = handles + process.num_fds(), threads + process.num_threads()
    temporary = Path(server.environment["TMPDIR"])
    return Holds(
        kernels=len(found.kernels),
        handles=handles,
        threads=threads,
        pss_mb=round(sum(map(pss_mb, own)), 1),
        temporary_files=sum(len(files) + len(folders) for _, folders, files in os.walk(temporary)),
    )


@dataclass
class Soak:
    """Opens one page after the other in the same few browsers."""

    server: Running
    code: str
    done: int = 0

    def __post_init__(self) -> None:
        self.errors: Counter[str] = Counter()
        self._browsers = [Person(self.server.url, self.code, number) for number in range(BROWSERS)]

    async def opens(self, count: int) -> None:
        """`count` opens, a few at a time; a browser has one page open at a time."""
        free: asyncio.Queue[Person] = asyncio.Queue()
        for browser in self._browsers:
            free.put_nowait(browser)
        numbers = iter(range(count))

        began = time.monotonic()

        async def some() -> None:
            for number in numbers:
                await asyncio.sleep(max(0.0, began + number * EACH_SECONDS - time.monotonic()))
                browser = await free.get()
                await self._open(browser, farewell=number % VANISHES > 0)
                free.put_nowait(browser)

        await asyncio.gather(*(some() for _ in range(AT_ONCE)))

    async def close(self) -> None:
        """Close the browsers."""
        await asyncio.gather(*(browser.close() for browser in self._browsers))

    async def _open(self, browser: Person, *, farewell: bool) -> None:
        try:
            async with asyncio.timeout(PATIENCE):
                await browser.join()
                await browser.read()
                browser.listen_anew()
                await browser.room.until_live()
                await browser.ask_for_kernel()
                await browser.connect()
                await browser.choose(GENDERS[self.done % 2])
        except Exception as error:  # counted; the others go on
            self.errors[f"{type(error).__name__}: {error}"[:200]] += 1
        await browser.leave(farewell=farewell)
        self.done += 1


async def at_rest(server: Running, ready: int) -> float | None:
    """Seconds until only the kernels that are `ready` for the next are left; None when that takes too long.

    Returns when the browsers' idle connections are closed too.
    """
    seconds = await only_ready(server, ready)
    await asyncio.sleep(IDLE_SECONDS + 5)
    await calm(server.pid)
    return seconds


async def only_ready(server: Running, ready: int) -> float | None:
    """Seconds until only those `ready` for the next are left, all of them; None when that takes too long."""
    since = time.monotonic()
    while time.monotonic() - since < GONE_SECONDS * 1.5:
        if len(processes(server.pid).kernels) == ready:
            return round(time.monotonic() - since, 1)
        await asyncio.sleep(1)
    return None


def is_soon(seconds: float | None) -> bool:
    """Whether abandoned kernels went as soon as they must."""
    return seconds is not None and seconds <= GONE_SECONDS


async def run(arguments: argparse.Namespace, data: Path) -> dict[str, Any]:
    """The warm-up, the opens, and what is left."""
    limits = many_handles()
    with running(lmtools(data, people=arguments.people, limits=limits)) as server:
        leader = Leader(server.url, (data / "facilitator.key").read_text().strip())
        code = await leader.start(expected=BROWSERS, groups=5)
        await leader.warm_page()
        await calm(server.pid, seconds=180)
        ready = len(processes(server.pid).kernels)
        soak = Soak(server, code)
        await soak.opens(min(WARM_UP, arguments.opens))
        print(f"{soak.done} opens of warm-up", flush=True)
        warm_gone_s = await at_rest(server, ready)
        start, began = holds(server), time.monotonic()
        print(f"start {start}", flush=True)
        await soak.opens(arguments.opens)
        taken = time.monotonic() - began
        gone_s = await at_rest(server, ready)
        end = holds(server)
        print(f"end   {end}", flush=True)
        await soak.close()
        await leader.close()
    grown = {name: value for name, value in asdict(end).items() if value > asdict(start)[name] * MORE}
    return {
        "opens": arguments.opens,
        "warm_up": min(WARM_UP, arguments.opens),
        "opens_per_s": round(arguments.opens / taken, 2),
        "errors": soak.errors.total(),
        "error_kinds": dict(soak.errors.most_common(5)),
        "warm_up_gone_s": warm_gone_s,
        "abandoned_gone_s": gone_s,
        "start": asdict(start),
        "end": asdict(end),
        "grown": grown,
        "ok": not grown and not soak.errors and is_soon(warm_gone_s) and is_soon(gone_s),
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--opens", type=int, default=500)
    parser.add_argument("--people", type=int, default=BROWSERS, help="how many the server is told to expect")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="lm-") as folder:
        print(json.dumps(asyncio.run(run(arguments, Path(folder) / "data"))))


if __name__ == "__main__":
    main()

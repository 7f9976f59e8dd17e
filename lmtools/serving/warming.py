"""What is rendered before anyone asks, and in which order.

A server that comes back in the middle of a day has a whole staff at its door. Their session's page and what
its kernels are forked from come first; what those who read alone may ask for waits until the staff is in.
"""

from __future__ import annotations

import asyncio
from contextlib import suppress
from datetime import date
from typing import TYPE_CHECKING

from lmtools.errors import LmtoolsError
from lmtools.serving.listings import is_under_way
from lmtools.serving.pages import today
from lmtools.serving.rendered import Occasion, notebook_path

if TYPE_CHECKING:
    from lmtools.serving.site import Site

MOST_SESSIONS = 3
COMING_BACK_SECONDS = 60.0


async def warm(site: Site) -> None:
    """Render the pages of today's sessions, and when people have had time to come back, the others."""
    under_way: tuple[Occasion, ...] = ()
    with suppress(LmtoolsError):  # the store does not answer yet; then pages are rendered when asked for
        under_way = await site.run(occasions_of, site, today())
    for occasion in under_way:
        site.books.warm(occasion)
    if under_way:
        await asyncio.sleep(COMING_BACK_SECONDS)
    for occasion in read_alone(site):
        site.books.warm(occasion)


def occasions_of(site: Site, today: date) -> tuple[Occasion, ...]:
    """The pages of the newest sessions that began `today` and go on."""
    found = [entry["code"] for entry in site.room.sessions() if is_under_way(entry, today)]
    sessions = [site.room.session(code) for code in found[:MOST_SESSIONS]]
    return tuple(Occasion.of(one, one.language) for one in sessions if site.workbooks.has(one.workbook))


def read_alone(site: Site) -> tuple[Occasion, ...]:
    """The workbook with figures that comes first in the two years, in the installation's language.

    Figures take long to render. The other pages are rendered when they are asked for: more workbooks and
    languages make no start heavier.
    """
    return tuple(
        Occasion(notebook_path(site.options.settings.language, name)) for name in site.workbooks.slow()[:1]
    )

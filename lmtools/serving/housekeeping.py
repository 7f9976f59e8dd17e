"""What a server tidies by itself: sessions past their end date, and notebooks that only they used."""

from __future__ import annotations

import functools
import logging
from typing import TYPE_CHECKING

from tornado.ioloop import IOLoop, PeriodicCallback

from lmtools.errors import LmtoolsError

if TYPE_CHECKING:
    from lmtools.serving.site import Site

DAY_MILLISECONDS = 24 * 60 * 60 * 1000

log = logging.getLogger("lmtools")


def keep_house(site: Site) -> None:
    """Sweep as soon as the server's loop runs, and then once a day. Call it from that loop's thread."""
    sweep_now = functools.partial(sweep, site)
    IOLoop.current().add_callback(sweep_now)
    PeriodicCallback(sweep_now, DAY_MILLISECONDS).start()


async def sweep(site: Site) -> None:
    """Delete what is past its end date. The log tells how many, never which; a failure waits a day."""
    try:
        purged = await site.run(site.room.purge)
        used = {entry["workbook"] for entry in await site.run(site.room.sessions)}
        await site.run(functools.partial(site.agendas.tidy, used))
    except LmtoolsError as error:
        log.warning("Sessions past their end date were not deleted: %s", type(error).__name__)
        return
    if purged:
        log.info("Deleted %d sessions past their end date.", len(purged))

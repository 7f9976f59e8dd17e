"""The page that waits: it asks again by itself, and ends in a sentence with a way on.

How long a reader has waited is kept in a cookie for a minute at a time, so that the page
works without script and its address stays as it was.
"""

from __future__ import annotations

import time
from http import HTTPStatus
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from lmtools.serving.pages import PageHandler

WAITING = "lmtools_waiting"

Why = Literal["making", "busy", "full"]

EVERY_SECONDS: dict[Why, int] = {"making": 3, "busy": 5, "full": 15}
"""How often the page asks again."""

LONGEST_SECONDS = 180
"""After this long it no longer does, and says what one can do instead."""


def wait(handler: PageHandler, why: Why) -> None:
    """Answer with the page that waits."""
    waited = seconds_waited(handler)
    over = waited >= LONGEST_SECONDS
    handler.set_status(
        HTTPStatus.ACCEPTED if why == "making" and not over else HTTPStatus.SERVICE_UNAVAILABLE
    )
    if over:
        arrived(handler)  # who tries again begins anew
    else:
        handler.set_header("Refresh", str(EVERY_SECONDS[why]))
        since = str(int(time.time()) - waited)
        handler.set_cookie(
            WAITING, since, **(handler.cookie_options() | {"expires_days": None, "max_age": 60})
        )
    handler.show("wait.html", why=why, waited=waited, over=over)


def seconds_waited(handler: PageHandler) -> int:
    """How long this browser has been asking; 0 when it has just come."""
    since = handler.get_cookie(WAITING, "") or ""
    waited = int(time.time()) - int(since) if since.isascii() and since.isdigit() else 0
    return waited if 0 <= waited < LONGEST_SECONDS * 10 else 0


def arrived(handler: PageHandler) -> None:
    """The wait is over."""
    if handler.get_cookie(WAITING):
        handler.clear_cookie(WAITING, path=handler.site.base)

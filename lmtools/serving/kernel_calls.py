"""A page's line to its own kernel, and what it may ask about it.

Every address here answers the browser that asked for the kernel and nobody else: to others the
kernel is not there. A page can send a few kinds of message (see `lmtools.serving.messages`) at the
pace of a person; whatever else it sends ends the line, and the kernel never hears of it.
"""

from __future__ import annotations

import logging
import re
from http import HTTPStatus
from types import TracebackType
from typing import TYPE_CHECKING

import tornado.web
from jupyter_server.services.kernels.handlers import KernelHandler
from tornado.iostream import StreamBufferFullError, StreamClosedError
from tornado.websocket import WebSocketClosedError
from voila.shutdown_kernel_handler import VoilaShutdownKernelHandler
from voila.tornado.kernel_websocket_handler import VoilaKernelWebsocketHandler

from lmtools.serving.base import Headed, known_browser
from lmtools.serving.messages import MOST_BYTES, PROTOCOL, Malformed, Talk
from lmtools.serving.security import is_same_origin

if TYPE_CHECKING:
    from asyncio import Future

log = logging.getLogger("lmtools")

MOST_LINES = 4
"""Open lines to one kernel: one is used, the others are of a net that went and has not been missed."""

OPENING = 5
"""As many messages as it costs a kernel to have a line opened."""

POLICY_VIOLATION = 1008
_SESSION = re.compile(r"[A-Za-z0-9-]{1,64}")


class Guarded(Headed):
    """What Jupyter's handlers get from us: our headers, our log, and the owner's cookie asked for."""

    def is_mine(self, kernel: str) -> bool:
        """Whether this browser asked for `kernel`."""
        browser = known_browser(self)
        return browser is not None and self.site.owners.owns(kernel, browser)

    def log_exception(
        self, typ: type[BaseException] | None, value: BaseException | None, tb: TracebackType | None
    ) -> None:
        """Log what broke, never who asked or what was sent."""
        if not isinstance(value, tornado.web.HTTPError):
            log.error("%s failed: %s", type(self).__name__, type(value).__name__)

    def write_error(self, status_code: int, **kwargs: object) -> None:
        """A script reads the status; nobody reads a page here."""
        self.finish()


class KernelFacts(Guarded, KernelHandler):
    """Whether a page's kernel still lives. A page cannot do more with it from here."""

    SUPPORTED_METHODS = ("GET", "HEAD")

    async def get(self, kernel_id: str) -> None:
        """Tell the owner; to others it is not there."""
        if not self.is_mine(kernel_id):
            raise tornado.web.HTTPError(HTTPStatus.NOT_FOUND)
        await KernelHandler.get(self, kernel_id)  # type: ignore[misc]  # its decorators hide that


class KernelFarewell(Guarded, VoilaShutdownKernelHandler):  # type: ignore[misc]  # Voilà has no types
    """Stops the kernel of a page that is closed.

    Voilà's own beacon carries an `_xsrf` cookie that nothing sets, so its kernels live on
    (Voilà issue 1458). A beacon always tells its origin; that is what is checked here.
    """

    SUPPORTED_METHODS = ("POST",)

    def check_xsrf_cookie(self) -> None:
        """The beacon must come from a page of ours."""
        if not is_same_origin(self.request):
            raise tornado.web.HTTPError(HTTPStatus.FORBIDDEN)

    async def post(self, kernel_id: str) -> None:
        """Stop the kernel, if it is still there and this browser's."""
        if kernel_id not in self.kernel_manager or not self.is_mine(kernel_id):
            self.set_status(HTTPStatus.NO_CONTENT)
            return
        await super().post(kernel_id)  # type: ignore[misc]  # its decorators hide that


class KernelLine(Guarded, VoilaKernelWebsocketHandler):  # type: ignore[misc]  # Voilà has no types
    """The websocket between a page and its kernel."""

    SUPPORTED_METHODS = ("GET",)

    def check_origin(self, origin: str | None = None) -> bool:
        """Only a page of ours opens a line, and a browser always says whose page it is."""
        return is_same_origin(self.request)

    @property
    def max_message_size(self) -> int:
        """In bytes. A larger one ends the line."""
        return MOST_BYTES

    async def get(self, kernel_id: str) -> None:
        """Open the line for the kernel's owner."""
        offered = [name.strip() for name in self.request.headers.get("Sec-WebSocket-Protocol", "").split(",")]
        session = self.get_query_argument("session_id", "")
        if PROTOCOL not in offered or not _SESSION.fullmatch(session):
            raise tornado.web.HTTPError(HTTPStatus.BAD_REQUEST)
        if not self.is_mine(kernel_id) or kernel_id not in self.kernel_manager:
            raise tornado.web.HTTPError(HTTPStatus.NOT_FOUND)
        if not self.check_origin():
            raise tornado.web.HTTPError(HTTPStatus.FORBIDDEN)
        if self._lines(kernel_id) >= MOST_LINES or not self.site.owners.pace(kernel_id).use(OPENING):
            raise tornado.web.HTTPError(HTTPStatus.TOO_MANY_REQUESTS)
        self.talk = Talk()
        await super().get(kernel_id)  # type: ignore[misc]  # its decorators hide that

    async def open(self, kernel_id: str) -> None:
        """Pass messages from now on, until the page or the kernel is gone."""
        self.kernel_manager.lines[kernel_id].add(self)
        await super().open(kernel_id)

    def on_message(self, ws_message: str | bytes) -> None:
        """Pass on what a page of ours would send; anything else ends the line."""
        if self.ws_connection is None:  # the page has gone, and nobody waits for an answer
            return
        try:
            self.talk.check(ws_message)
        except Malformed:
            self.close(POLICY_VIOLATION)
            return
        if not self.site.owners.pace(self.kernel_id).use():
            self.close(POLICY_VIOLATION)
            return
        super().on_message(ws_message)

    def write_message(
        self, message: str | bytes | dict[str, object], binary: bool = False
    ) -> Future[None] | None:
        """Send to the page; one that does not read loses the line."""
        try:
            sent: Future[None] | None = super().write_message(message, binary)
        except StreamBufferFullError:
            if self.ws_connection is not None:
                self.ws_connection.stream.close()
            return None
        except (WebSocketClosedError, StreamClosedError):  # it has gone while its kernel answered
            return None
        return sent

    def _lines(self, kernel_id: str) -> int:
        counts: dict[str, int] = self.kernel_manager._kernel_connections
        return counts.get(kernel_id, 0)

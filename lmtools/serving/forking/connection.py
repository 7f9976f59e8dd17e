"""The line between a page and its kernel, without the questions that a forked kernel need not be asked.

Jupyter asks every kernel who it is, on three channels, before the first message of a page gets
through. A forked kernel has told the server that it is ready; only that its answers will be heard
has to be waited for.
"""

from __future__ import annotations

import asyncio

from jupyter_server._tz import utcnow
from jupyter_server.services.kernels.connection.channels import ZMQChannelsWebsocketConnection

from lmtools.serving.forking.line import settle
from lmtools.serving.messages import PROTOCOL

WELCOME_SECONDS = 1.0
"""A kernel says welcome to whoever listens. Now and then one is lost; then it is asked, as Jupyter does."""


class ForkConnection(ZMQChannelsWebsocketConnection):
    """Jupyter's connection, with less said when the kernel is a fork."""

    @property
    def subprotocol(self) -> str:
        """The only one a line is opened with.

        Jupyter asks the socket, which no longer knows when its page has just gone. A frame that came
        before would then be read as another protocol's: four bytes of it as the size of an array.
        """
        return PROTOCOL

    def create_stream(self) -> None:
        """The two channels that a page uses."""
        for channel in ("iopub", "shell"):
            stream = getattr(self.kernel_manager, f"connect_{channel}")(identity=self.session.bsession)
            stream.channel = channel
            self.channels[channel] = stream

    async def prepare(self) -> None:
        """Take over the line of a page that was cut off."""
        if not self.kernel_manager.is_forked:
            await super().prepare()
            return
        await self._register_session()
        self.session.key = self.kernel_manager.session.key

    def nudge(self) -> asyncio.Future[None]:
        """Wait until what the kernel publishes is heard here."""
        if not self.kernel_manager.is_forked:
            return super().nudge()
        return asyncio.ensure_future(self._until_welcome())

    async def _until_welcome(self) -> None:
        iopub = self.channels["iopub"]
        heard: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        iopub.on_recv(lambda _: settle(heard))
        try:
            await asyncio.wait_for(heard, WELCOME_SECONDS)
        except TimeoutError:
            await super().nudge()
        if not iopub.closed():
            iopub.stop_on_recv()

    def handle_incoming_message(self, incoming_msg: str) -> None:
        """Pass a page's message on; a kernel that is asked is not idle."""
        if self.kernel_manager.is_forked:
            self.kernel_manager.last_activity = utcnow()
        super().handle_incoming_message(incoming_msg)

"""What the cells of a notebook publish, kept in memory instead of sent to a client."""

from __future__ import annotations

import base64
import io
import sys
from collections.abc import Sequence
from typing import cast

from jupyter_client.session import Session
from traitlets.config import Configurable

from lmtools.serving.forking.channel import Cells, Published

Raw = dict[str, object]


class Recorder(Session):
    """A session that keeps each message. `cells` has a list of messages for each cell begun."""

    def __init__(self, parent: Configurable) -> None:
        super().__init__(parent=parent)
        self.cells: Cells = []
        self.request: dict[str, object] = {}

    def begin_cell(self) -> dict[str, object]:
        """What is published from now on belongs to the next cell; returns the request that runs it."""
        self.cells.append([])
        self.request = self.msg("execute_request", content={})
        return self.request

    def send(
        self,
        stream: object,
        msg_or_type: Raw | str,
        content: Raw | None = None,
        parent: Raw | None = None,
        ident: object = None,
        buffers: Sequence[object] | None = None,
        track: bool = False,
        header: Raw | None = None,
        metadata: Raw | None = None,
    ) -> Raw:
        """Keep the message, as a client would have read it."""
        if isinstance(msg_or_type, str):
            message = self.msg(msg_or_type, content=content, parent=parent, header=header, metadata=metadata)
        else:
            message = msg_or_type
        if self.cells:
            carried = cast("Sequence[bytes]", buffers or message.get("buffers", ()))
            self.cells[-1].append(self._readable(message, carried))
        return message

    def _readable(self, message: Raw, buffers: Sequence[bytes]) -> Published:
        plain: Published = self.unpack(self.pack({name: message[name] for name in _PARTS}))
        return {**plain, "buffers": [base64.b64encode(bytes(buffer)).decode() for buffer in buffers]}


_PARTS = ("header", "msg_type", "parent_header", "metadata", "content")


class RecordedStream(io.TextIOBase):
    """Standard output or error while the cells run: what is printed becomes a message."""

    def __init__(self, recorder: Recorder, name: str) -> None:
        self._recorder, self._name = recorder, name

    def write(self, text: str) -> int:
        """Keep `text`; once the process is a kernel, pass it on to where the kernel's output goes."""
        now = getattr(sys, self._name)
        if now is not self:
            return int(now.write(text))
        self._recorder.send(None, "stream", {"name": self._name, "text": text}, parent=self._recorder.request)
        return len(text)

    def writable(self) -> bool:
        """It can be written to."""
        return True

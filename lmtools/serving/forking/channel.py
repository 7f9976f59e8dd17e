"""Messages and open files between the server and the processes it forks from.

One message is one JSON object. What is large goes beside it as a file in memory.
"""

from __future__ import annotations

import array
import json
import os
import socket
from collections.abc import Sequence
from typing import TypedDict

MOST_BYTES = 160_000
"""Below what a socket takes at once; a message is an environment at most."""

MOST_FILES = 4


class Message(TypedDict, total=False):
    """What the server and the processes it forks from say to each other; each message has a part of this."""

    # An order for a template, from the server to the nursery.
    name: str
    folder: str
    notebook: str | None
    environment: dict[str, str]
    # The wish for a kernel, from the server to a template.
    connection_file: str
    # The answer to both: what was forked, or the kind of error.
    pid: int
    error: str
    # What a process says of itself when it is ready: why it cannot be forked, or None.
    reason: str | None


class Published(TypedDict):
    """What a cell published, as a client would have read it; the buffers in base 64."""

    header: dict[str, object]
    msg_type: str
    parent_header: dict[str, object]
    metadata: dict[str, object]
    content: dict[str, object]
    buffers: list[str]


Cells = list[list[Published]]
"""What each cell of a notebook published, in order."""


class Gone(Exception):
    """The process at the other end has ended."""


def pair() -> tuple[socket.socket, socket.socket]:
    """Two connected ends, neither inherited by programs that are started."""
    return socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)


def send(end: socket.socket, message: Message, files: Sequence[int] = ()) -> None:
    """Send `message` with copies of the open `files`.

    Raises:
        Gone: if nobody is there to read it.
    """
    data = json.dumps(message).encode()
    if len(data) > MOST_BYTES:
        raise ValueError("the message is too long")
    try:
        socket.send_fds(end, [data], list(files))
    except (BrokenPipeError, ConnectionResetError):
        raise Gone from None


def receive(end: socket.socket) -> tuple[Message, list[int]]:
    """Wait for a message; the files that came with it are the caller's to close.

    Raises:
        Gone: if the other end has been closed.
    """
    try:
        data, ancillary, _, _ = end.recvmsg(
            MOST_BYTES, socket.CMSG_LEN(MOST_FILES * array.array("i").itemsize), socket.MSG_CMSG_CLOEXEC
        )
    except ConnectionResetError:
        raise Gone from None
    if not data:
        raise Gone
    message: Message = json.loads(data)
    return message, [number for level, kind, part in ancillary for number in _files(level, kind, part)]


def _files(level: int, kind: int, part: bytes) -> list[int]:
    if (level, kind) != (socket.SOL_SOCKET, socket.SCM_RIGHTS):
        return []
    numbers = array.array("i")
    numbers.frombytes(part[: len(part) - len(part) % numbers.itemsize])
    return list(numbers)


def in_memory(cells: Cells) -> int:
    """A new file in memory that holds `cells` as JSON."""
    number = os.memfd_create("report")
    with open(number, "wb", closefd=False) as file:
        file.write(json.dumps(cells).encode())
    return number


def from_memory(number: int) -> Cells:
    """What a file of `in_memory` holds; closes it."""
    with open(number, "rb") as file:
        file.seek(0)
        cells: Cells = json.load(file)
    return cells

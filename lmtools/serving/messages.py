"""What a page may say to its kernel: a few kinds of message, small, whole and on one channel.

A frame holds a channel's name and then four JSON objects (header, parent, metadata, content), found by
the offsets in front (Jupyter's protocol v1, without buffers: no widget of a workbook takes a file).
Whatever a kernel could stumble over is told apart here, so that a malformed frame costs its sender the
line and nobody else anything.
"""

from __future__ import annotations

import json
import re
from itertools import pairwise

PROTOCOL = "v1.kernel.websocket.jupyter.org"
CHANNEL = b"shell"
MOST_BYTES = 64 * 1024
MOST_NESTED = 24
MOST_CONTROLS = 8

_WORD = 8
_PARTS = 4
_OFFSETS = _PARTS + 2  # where the channel begins, where each object begins, and where the last one ends
_ID = re.compile(r"[A-Za-z0-9_-]{1,80}")
_METHODS = frozenset({"update", "request_state", "custom"})
_CONTROL = "jupyter.widget.control"

Json = dict[str, object]


class Malformed(Exception):
    """The frame is no message that a page of ours sends."""


class Talk:
    """What one page has said so far on its line; `check` looks at each new frame."""

    def __init__(self) -> None:
        self._controls: set[str] = set()

    def check(self, frame: object) -> None:
        """Let a message of a page through.

        Raises:
            Malformed: if it is anything else. Carries no text: what was sent is nobody's business.
        """
        if not isinstance(frame, bytes) or len(frame) > MOST_BYTES:
            raise Malformed
        channel, *parts = _split(frame)
        header, _parent, metadata, content = (_object(part) for part in parts)
        if channel != CHANNEL or not all(_is_id(header.get(name)) for name in ("msg_id", "session")):
            raise Malformed
        if not self._fits(header.get("msg_type"), metadata, content):
            raise Malformed

    def _fits(self, kind: object, metadata: Json, content: Json) -> bool:
        match kind:
            case "kernel_info_request" | "comm_info_request":
                return True
            case "comm_open":
                return self._opens(metadata, content)
            case "comm_msg":
                return self._says(content)
            case "comm_close":
                return _is_id(content.get("comm_id"))
            case _:
                return False

    def _opens(self, metadata: Json, content: Json) -> bool:
        """A page opens one kind of comm: the one that asks which widgets there are."""
        comm, version = content.get("comm_id"), metadata.get("version")
        if content.get("target_name") != _CONTROL or not _is_id(comm) or len(self._controls) >= MOST_CONTROLS:
            return False
        self._controls.add(str(comm))
        return isinstance(version, str) and version.startswith("1.")

    def _says(self, content: Json) -> bool:
        comm, data = content.get("comm_id"), content.get("data")
        if not _is_id(comm) or not isinstance(data, dict):
            return False
        method = data.get("method")
        if comm in self._controls:
            return method == "request_states"
        has_state = isinstance(data.get("state", {}), dict)
        return method in _METHODS and has_state and not data.get("buffer_paths")


def _split(frame: bytes) -> list[bytes]:
    """The channel and the four objects."""
    count = int.from_bytes(frame[:_WORD], "little")
    if count != _OFFSETS or len(frame) < _WORD * (count + 1):
        raise Malformed
    offsets = [int.from_bytes(frame[_WORD * at : _WORD * (at + 1)], "little") for at in range(1, count + 1)]
    if offsets[0] != _WORD * (count + 1) or offsets[-1] != len(frame) or offsets != sorted(offsets):
        raise Malformed
    return [frame[start:end] for start, end in pairwise(offsets)]


def _object(part: bytes) -> Json:
    try:
        value = json.loads(part)
    except (ValueError, RecursionError):
        raise Malformed from None
    if not isinstance(value, dict) or _depth(value) > MOST_NESTED:
        raise Malformed
    return value


def _depth(value: object) -> int:
    """How deep lists and objects lie in each other."""
    depth, level = 0, [value]
    while level and depth <= MOST_NESTED:
        depth += 1
        level = [
            inner
            for outer in level
            if isinstance(outer, dict | list)
            for inner in (outer.values() if isinstance(outer, dict) else outer)
        ]
    return depth


def _is_id(value: object) -> bool:
    return isinstance(value, str) and _ID.fullmatch(value) is not None

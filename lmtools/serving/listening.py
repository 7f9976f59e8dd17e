"""The port: connections that are slow, idle or too many make room for those that are used.

A phone that walks out of reach, and somebody who opens a thousand connections and says nothing, look
the same from here: nothing comes, or nothing is taken. Each such connection is ended after a while,
and at once when there is no room for another.
"""

from __future__ import annotations

import logging
from collections.abc import Awaitable
from typing import Any, cast

import tornado.web
from tornado.http1connection import HTTP1ServerConnection
from tornado.httpserver import HTTPServer
from tornado.httputil import (
    HTTPConnection,
    HTTPHeaders,
    HTTPMessageDelegate,
    RequestStartLine,
    ResponseStartLine,
)
from tornado.ioloop import IOLoop, PeriodicCallback
from tornado.iostream import IOStream

from lmtools.serving.sizing import handles_now

MEGABYTE = 2**20
MOST_BODY = MEGABYTE
MOST_HEADER = 32 * 1024
MOST_UNREAD = 8 * MEGABYTE
"""What may wait to be sent to one page. The largest file we send is far smaller."""

IDLE_SECONDS = 75.0
"""Longer than the minute after which proxies usually let go of an idle connection themselves."""
BODY_SECONDS = 30.0
STUCK_SECONDS = 60.0
LOOK_SECONDS = 5.0

MOST_FILES = 65_536
FOR_OTHERS = 0.3
"""The share of the process's open files that is for the store, the kernels and the pages' files."""


class Listener(HTTPServer):
    """An HTTP server whose connections cannot be held by those who do not use them.

    `most` connections may be open at a time; by default as many as the system's limit on open files
    leaves room for. When they are, the one that has asked for nothing longest gives way.
    """

    # Any: tornado hands its own arguments on.
    def initialize(self, *arguments: Any, most: int | None = None, **options: Any) -> None:
        """Take the same arguments as tornado's server."""
        super().initialize(*arguments, **options)
        self.most = most or room_for_connections()
        self._open: dict[IOStream, None] = {}
        self._silent: dict[object, IOStream] = {}  # in the order in which they fell silent
        self._stuck: dict[IOStream, tuple[int, float]] = {}
        self._sweep = PeriodicCallback(self.end_stuck, LOOK_SECONDS * 1000)
        self._sweep.start()

    def handle_stream(self, stream: IOStream, address: tuple[object, ...]) -> None:
        """Take a new connection, if need be in place of one that nobody uses."""
        stream.max_write_buffer_size = MOST_UNREAD
        if len(self._open) >= self.most:
            self._forget_closed()
        if len(self._open) >= self.most and not self._make_room():
            stream.close()
            return
        self._open[stream] = None
        super().handle_stream(stream, address)

    def start_request(self, server_conn: object, request_conn: HTTPConnection) -> HTTPMessageDelegate:
        """A connection waits for its next request: until it has come, it is one that could give way."""
        self._silent[server_conn] = cast(HTTP1ServerConnection, server_conn).stream
        return _Noticing(super().start_request(server_conn, request_conn), self._silent, server_conn)

    def on_close(self, server_conn: object) -> None:
        """The connection is gone, or a websocket has taken it over."""
        self._silent.pop(server_conn, None)
        super().on_close(server_conn)

    def stop(self) -> None:
        """Take no more connections."""
        self._sweep.stop()
        super().stop()

    def end_stuck(self) -> None:
        """End every connection whose other end has taken nothing of what it asked for in a minute."""
        self._forget_closed()
        now, before = IOLoop.current().time(), self._stuck
        self._stuck = {}
        for stream in [stream for stream in self._open if stream.writing()]:
            sent = stream._total_write_done_index
            was, since = before.get(stream, (sent, now))
            if was == sent and now - since >= STUCK_SECONDS:
                stream.close()
            else:
                self._stuck[stream] = (sent, since if was == sent else now)

    def _forget_closed(self) -> None:
        self._open = {stream: None for stream in self._open if not stream.closed()}

    def _make_room(self) -> bool:
        for connection, stream in self._silent.items():
            del self._silent[connection]
            self._open.pop(stream, None)
            stream.close()
            return True
        return False


class _Noticing(HTTPMessageDelegate):
    """Passes a request on, and notes that its connection is silent no more."""

    def __init__(
        self, inner: HTTPMessageDelegate, silent: dict[object, IOStream], connection: object
    ) -> None:
        self._inner, self._silent, self._connection = inner, silent, connection

    def headers_received(
        self, start_line: RequestStartLine | ResponseStartLine, headers: HTTPHeaders
    ) -> Awaitable[None] | None:
        return self._inner.headers_received(start_line, headers)

    def data_received(self, chunk: bytes) -> Awaitable[None] | None:
        return self._inner.data_received(chunk)

    def finish(self) -> None:
        self._silent.pop(self._connection, None)
        self._inner.finish()

    def on_connection_close(self) -> None:
        self._inner.on_connection_close()


def listen(app: tornado.web.Application, port: int, address: str) -> Listener:
    """Serve `app` at `address` and `port`. A proxy in front may say how the visitor came."""
    # It would tell of addresses and cookies, and only of things that nobody here can act on.
    logging.getLogger("tornado.general").setLevel(logging.ERROR)
    server = Listener(
        app,
        xheaders=True,
        max_body_size=MOST_BODY,
        max_header_size=MOST_HEADER,
        idle_connection_timeout=IDLE_SECONDS,
        body_timeout=BODY_SECONDS,
    )
    server.listen(port, address)
    return server


def room_for_connections() -> int:
    """How many connections this process's open files leave room for."""
    return int(min(handles_now(), MOST_FILES) * (1 - FOR_OTHERS))

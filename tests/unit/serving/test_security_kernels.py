"""A kernel answers its own page, and a hostile page neither breaks it nor holds up the others."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator

import httpx
import pytest
from tornado.httpclient import HTTPClientError

from lmtools.serving.messages import MOST_BYTES, Malformed, Talk
from lmtools.serving.owners import MOST_EACH, Owners
from tests.conftest import Server, run_alone
from tests.unit.serving.conftest import plain_client
from tests.unit.serving.kernel_line import (
    CONTROL,
    answer,
    cookies,
    frame,
    is_ended,
    line,
    own_kernel,
    packed,
)

Client = httpx.Client
Clients = Callable[[], Client]

UPDATE = {"comm_id": "abc", "data": {"method": "update", "state": {"selection": {}}, "buffer_paths": []}}
OPEN = {"comm_id": "control", "target_name": CONTROL, "data": {}}
EMPTY = [b"{}"] * 4
DEEP = b'{"a":' * 900 + b"1" + b"}" * 900
DEEPER = b"[" * 200_000


@pytest.fixture(scope="module")
def owned(server: Server) -> Iterator[tuple[Client, str]]:
    """A browser and the kernel it has asked for."""
    with plain_client(server) as reader:
        yield reader, own_kernel(reader)


def test_what_a_page_sends_is_let_through() -> None:
    talk = Talk()
    talk.check(frame("kernel_info_request", {}))
    talk.check(frame("comm_info_request", {"target_name": "jupyter.widget"}))
    talk.check(frame("comm_open", OPEN, metadata={"version": "1.0.0"}))
    talk.check(frame("comm_msg", {"comm_id": "control", "data": {"method": "request_states"}}))
    talk.check(frame("comm_msg", UPDATE))
    talk.check(frame("comm_msg", {"comm_id": "abc", "data": {"method": "custom", "content": {}}}))
    talk.check(frame("comm_close", {"comm_id": "control", "data": {}}))


NOT_NEEDED = [
    *(frame(kind, {"code": "1+1"}) for kind in ("execute_request", "complete_request", "inspect_request")),
    *(frame(kind, {}) for kind in ("shutdown_request", "interrupt_request", "debug_request", "input_reply")),
    *(frame("comm_msg", UPDATE, channel=channel) for channel in ("control", "stdin", "iopub", "", "shell\0")),
    frame("comm_open", {"comm_id": "x", "target_name": "jupyter.widget", "data": {"state": {}}}),
    frame("comm_open", OPEN, metadata={"version": 1}),
    frame("comm_msg", {"comm_id": "abc", "data": {"method": "backdoor"}}),
    frame("comm_msg", {"comm_id": "abc", "data": {"method": "update", "state": []}}),
    frame("comm_msg", {"comm_id": "abc", "data": {**UPDATE["data"], "buffer_paths": [["selection", "x"]]}}),
    frame("comm_msg", {"comm_id": "../../etc/passwd", "data": {"method": "update"}}),
    frame("comm_msg", UPDATE, session=7),
    frame("comm_msg", UPDATE, msg_id="x" * 1000),
]


@pytest.mark.parametrize("sent", NOT_NEEDED)
def test_only_the_messages_that_voila_needs_pass(sent: bytes) -> None:
    with pytest.raises(Malformed):
        Talk().check(sent)


MALFORMED = [
    "",
    "{}",
    json.dumps({"channel": "shell", "header": {"msg_type": "comm_msg"}}),
    b"",
    b"\x00",
    b"\xff" * 64,
    bytes(range(256)) * 8,
    (10**6).to_bytes(8, "little") + b"x" * 100,
    packed(b"shell", b"{}", b"{}", b"{}"),
    packed(b"shell", *EMPTY, *([b"{}"] * 1000)),
    packed(b"shell", b"not json", *EMPTY[1:]),
    packed(b"shell", b"\xff\xfe", *EMPTY[1:]),
    packed(b"shell", b"[]", *EMPTY[1:]),
    packed(b"shell", *EMPTY[:3], DEEP),
    packed(b"shell", *EMPTY[:3], DEEPER),
    frame("comm_msg", UPDATE)[:-1],
    frame("comm_msg", UPDATE) + b"x",
    frame("comm_msg", {"comm_id": "abc", "data": {"method": "custom", "content": "x" * MOST_BYTES}}),
    frame("comm_msg", UPDATE).replace((56).to_bytes(8, "little"), (2**63).to_bytes(8, "little")),
]


@pytest.mark.parametrize("sent", MALFORMED)
def test_a_malformed_or_oversized_frame_is_told_apart(sent: str | bytes) -> None:
    with pytest.raises(Malformed):
        Talk().check(sent)


def test_a_kernel_that_leaked_its_id_answers_its_own_browser_only(
    client: Clients, server: Server, owned: tuple[Client, str]
) -> None:
    owner, kernel = owned
    thief = client()
    own_kernel(thief)  # a browser with a cookie and a kernel of its own
    for other in (client(), thief):
        assert other.get(f"api/kernels/{kernel}").status_code == 404
        assert other.post(f"voila/api/shutdown/{kernel}").status_code == 204
        assert run_alone(refused(server, kernel, cookies(other))) == 404
    assert owner.get(f"api/kernels/{kernel}").status_code == 200


@pytest.mark.parametrize("origin", ["http://ond.example", "null"])
def test_a_page_of_another_site_opens_no_line(server: Server, owned: tuple[Client, str], origin: str) -> None:
    owner, kernel = owned
    assert run_alone(refused(server, kernel, cookies(owner), Origin=origin)) == 403


async def refused(server: Server, kernel: str, cookie: str, **headers: str) -> int:
    """The status that a line is refused with."""
    with pytest.raises(HTTPClientError) as caught:
        async with line(server, kernel, cookie, **headers):
            pass
    return int(caught.value.code)


def test_a_browser_holds_some_kernels_and_not_all_there_are() -> None:
    owners = Owners()
    alive = {f"kernel-{number}" for number in range(MOST_EACH)}
    for kernel in alive:
        assert not owners.has_enough("a", alive)
        owners.keep(kernel, "a")
    assert owners.has_enough("a", alive)
    assert not owners.has_enough("b", alive)
    assert not owners.has_enough("a", alive - {"kernel-0"})
    assert not owners.owns("kernel-0", "a")  # it is gone


def test_a_page_that_floods_its_kernel_loses_the_line_and_others_are_served(
    client: Clients, server: Server, owned: tuple[Client, str]
) -> None:
    owner, kernel = owned
    other = client()

    async def flood() -> None:
        async with line(server, kernel, cookies(owner)) as socket:
            for _ in range(2000):
                socket.write_message(frame("kernel_info_request", {}), binary=True)
            assert await is_ended(socket)

    run_alone(flood())
    assert other.get("api/health").status_code == 200


def test_what_a_hostile_page_sends_its_kernel_leaves_it_alive_and_the_log_empty(
    client: Clients, server: Server
) -> None:
    """Malformed frames, what is not allowed, and widgets set to nonsense."""
    before, secret, reader = len(server.log.read_text()), "ord-fra-ei-fiendtlig-side", client()
    broken, kernel = own_kernel(reader), own_kernel(reader)
    run_alone(send_each(server, broken, cookies(reader), [*MALFORMED[1:6], *NOT_NEEDED[:3]]))
    assert reader.get(f"api/kernels/{broken}").status_code == 200
    answers = run_alone(set_nonsense(server, kernel, cookies(reader), secret))
    assert reader.get(f"api/kernels/{kernel}").status_code == 200
    log = server.log.read_text()[before:]
    for word in ("Traceback", secret, "127.0.0.1"):
        assert word not in log
    for word in ("Traceback", "root:"):
        assert word not in answers


async def send_each(server: Server, kernel: str, cookie: str, frames: list[str | bytes]) -> None:
    """Send each on a line of its own; every one is ended."""
    for sent in frames:
        async with line(server, kernel, cookie) as socket:
            await socket.write_message(sent, binary=isinstance(sent, bytes))
            assert await is_ended(socket)


async def set_nonsense(server: Server, kernel: str, cookie: str, secret: str) -> str:
    """Set the traits of every widget to what does not fit; return all that the kernel says of it."""
    nonsense = [
        {"selection": secret},
        {"selection": {"compare": [secret], "indicators": {secret: 1}, "unit": {"a": secret}}},
        {"selection": {"unit": "../../../../etc/passwd", "indicators": [secret] * 500}},
        {"_esm": "/etc/passwd", "_css": "/etc/passwd", "content": {"a": secret}, "language": "../../etc"},
    ]
    async with line(server, kernel, cookie) as socket:
        send = socket.write_message
        await send(frame("comm_open", OPEN, metadata={"version": "1.0.0"}), binary=True)
        await send(
            frame("comm_msg", {"comm_id": "control", "data": {"method": "request_states"}}), binary=True
        )
        states = (await answer(socket, "comm_msg"))["data"]["states"]
        views = [comm for comm, state in states.items() if state["state"].get("step")]
        for comm in (views[0], next(comm for comm in views if "selection" in states[comm]["state"])):
            for state in nonsense:
                content = {"comm_id": comm, "data": {"method": "update", "state": state, "buffer_paths": []}}
                await send(frame("comm_msg", content), binary=True)
            custom = {"method": "custom", "content": {"type": "answer", "unit": [secret], "grade": {}}}
            await send(frame("comm_msg", {"comm_id": comm, "data": custom}), binary=True)
        await send(frame("comm_msg", {"comm_id": "finnes-ikke", "data": {"method": "update"}}), binary=True)
        heard: list[bytes] = []
        await send(
            frame("comm_msg", {"comm_id": "control", "data": {"method": "request_states"}}), binary=True
        )
        while (await answer(socket, "comm_msg", heard))["data"]["method"] != "update_states":
            pass
    return b"".join(heard).decode("utf-8", "replace")

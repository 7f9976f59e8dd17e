"""Several nodes serve one room: what is written at one is seen at the other, and one may go at any time."""

from __future__ import annotations

import asyncio
import itertools
import json
import urllib.error
import urllib.request
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Any

import httpx
import psutil
import pytest

from lmtools.store.engine import POOL_SIZE
from tests.conftest import Server, run_alone
from tests.nodes.conftest import KEY, Town, wait_for_node
from tests.nodes.phones import Phone
from tests.unit.serving import kernel_line

pytestmark = pytest.mark.postgres

NUMBERS = itertools.count(1)  # not drawn by chance: what looks like a national id is not taken


def health(node: Server) -> tuple[int, dict[str, Any]]:
    """Status and answer of `api/health`."""
    try:
        with urllib.request.urlopen(f"{node.url}api/health", timeout=20) as answer:
            return answer.status, json.load(answer)
    except urllib.error.HTTPError as error:
        return error.code, json.load(error)


async def facilitator(origin: str) -> Phone:
    """A browser that has proved that it knows the key."""
    made = Phone(origin, role="facilitator")
    answer = await made.http.post("api/sign-in", json={"key": KEY})
    assert answer.status_code == 200, answer.text
    return made


async def start_session(lead: Phone) -> str:
    """The code of a new session at one of the invented schools."""
    page = (await lead.http.get("prosessleder")).text
    schools = json.loads(page.partition('id="schools">')[2].partition("</script>")[0])
    asked = {
        "workbook": "stasted",
        "school": schools[0]["key"],
        "grade": "all",
        "groups": 2,
        "expected": 12,
        "language": "nb",
    }
    answer = await lead.http.post("api/session", json=asked)
    assert answer.status_code == 201, answer.text
    lead.code = str(answer.json()["code"])
    return lead.code


async def day(town: Town, people: int, story: Callable[[Phone, list[Phone]], Awaitable[None]]) -> None:
    """Start a session, let `people` in through the proxy, all listening, and let `story` happen."""
    lead = await facilitator(town.origin)
    code = await start_session(lead)
    phones: list[Phone] = []
    try:
        # A node that has much to do may be passed over for a while: more come until both have somebody.
        while len(phones) < people or (
            {phone.node for phone in phones} != set(town.nodes) and len(phones) < 40
        ):
            phones.append(phone := Phone(town.origin))
            await phone.join(code)
            phone.listen()
            await phone.sees(lambda _: True)
        lead.listen()
        assert {phone.node for phone in phones} == set(town.nodes)
        await story(lead, phones)
    finally:
        for phone in (lead, *phones):
            await phone.leave()


@asynccontextmanager
async def writing(phones: list[Phone]) -> AsyncIterator[None]:
    """While this lasts, every phone writes one note after the other, no two of them alike."""

    async def write(phone: Phone) -> None:
        while True:
            await phone.note(f"Notat {next(NUMBERS)}")
            await asyncio.sleep(0.5)  # a step takes 60 notes of each

    tasks = [asyncio.create_task(write(phone)) for phone in phones]
    yield
    for task in tasks:
        task.cancel()
    ends = await asyncio.gather(*tasks, return_exceptions=True)
    assert all(isinstance(end, asyncio.CancelledError) for end in ends), ends


async def grows(phones: list[Phone], by: int = 2) -> None:
    """Wait until each phone has had `by` more notes acknowledged."""
    before = {phone: len(phone.notes) for phone in phones}
    async with asyncio.timeout(60):
        while any(len(phone.notes) < before[phone] + by for phone in phones):
            await asyncio.sleep(0.05)


def stored(town: Town, code: str) -> list[tuple[str, str]]:
    """Id and text of every note of the session."""
    session = f"(SELECT id FROM work_session WHERE code = '{code}')"
    return town.asked(f"SELECT id, text FROM note WHERE session = {session}")


def holds_all(town: Town, phones: list[Phone]) -> bool:
    """Whether everything that was acknowledged is stored, and stored once."""
    rows = stored(town, phones[0].code)
    texts = [text for _, text in rows]
    acknowledged = {note: text for phone in phones for note, text in phone.notes.items()}
    return acknowledged.items() <= dict(rows).items() and len(texts) == len(set(texts))


def test_both_nodes_come_up_at_once_on_an_empty_database_with_the_same_figures(town: Town) -> None:
    answers = [health(node) for node in town.nodes.values()]
    assert [status for status, _ in answers] == [200, 200]
    assert answers[0] == answers[1]
    assert answers[0][1]["figures"]
    assert town.asked("SELECT count(*) FROM alembic_version") == [(1,)]


def test_what_is_done_at_one_node_is_seen_at_the_other(town: Town) -> None:
    async def story(lead: Phone, phones: list[Phone]) -> None:
        for number, phone in enumerate(phones):
            assert (await phone.do("guess.lock", step="guess-1", value=10 + number))["ok"]
        for phone in (lead, *phones):
            await phone.sees(lambda seen: seen["activities"]["guess-1"]["locked"] == len(phones))
        assert (await lead.do("go", step="reflect-1", phase="group"))["ok"]
        for phone in phones:
            await phone.sees(lambda seen: seen["now"]["step"] == "reflect-1")

    run_alone(day(town, 6, story))


def test_a_facilitator_who_signed_in_at_one_node_leads_at_the_other(town: Town) -> None:
    async def story() -> None:
        here, there = (node.origin for node in town.nodes.values())
        lead = await facilitator(here)
        code = await start_session(lead)
        other = Phone(there, role="facilitator", code=code)
        other.http.cookies.update(lead.http.cookies)
        assert (await other.do("next"))["ok"]
        await lead.leave()
        await other.leave()

    run_alone(story())


def test_a_page_keeps_the_node_where_its_kernel_is(town: Town) -> None:
    async def story() -> None:
        phone = Phone(town.origin)
        assert (await phone.http.get("bok/nb/stasted")).status_code in (200, 202)
        answer = await phone.http.post(
            "api/kernel", json={"workbook": "stasted", "language": "nb"}, timeout=120
        )
        kernel = answer.json()["kernel"]
        assert phone.node
        for _ in range(4):  # without the cookie every second would go to the other node
            assert (await phone.http.get(f"api/kernels/{kernel}")).status_code == 200
        cookies = "; ".join(f"{name}={value}" for name, value in phone.http.cookies.items())
        async with kernel_line.line(town, kernel, cookies) as line:
            await line.write_message(kernel_line.frame("kernel_info_request", {}), binary=True)
            assert await kernel_line.answer(line, "kernel_info_reply")
        (other,) = (node for name, node in town.nodes.items() if name != phone.node)
        assert (await phone.http.get(f"{other.url}api/kernels/{kernel}")).status_code == 404
        await phone.leave()

    run_alone(story())


def test_a_node_holds_no_more_connections_than_its_pool_and_a_kernel_none(town: Town) -> None:
    most = POOL_SIZE * len(town.nodes)

    async def story(lead: Phone, phones: list[Phone]) -> None:
        await lead.do("go", step="reflect-1", phase="alone")
        async with writing(phones):
            await grows(phones)
            held = town.asked(
                "SELECT client_port FROM pg_stat_activity "
                "WHERE application_name = 'lmtools' AND datname = current_database()"
            )
            others = town.asked(
                "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() "
                "AND application_name NOT IN ('lmtools', 'the test')"
            )
            servers = {
                connection.laddr.port
                for node in town.nodes.values()
                for connection in psutil.Process(node.process.pid).net_connections()
            }
        assert 0 < len(held) <= most
        assert others == [(0,)]
        assert {port for (port,) in held} <= servers
        assert any(psutil.Process(node.process.pid).children() for node in town.nodes.values())

    run_alone(day(town, 16, story))


def test_connections_that_the_database_cuts_are_replaced_and_pages_hear_on(town: Town) -> None:
    async def story(lead: Phone, phones: list[Phone]) -> None:
        await lead.do("go", step="reflect-1", phase="alone")
        async with writing(phones):
            await grows(phones)
            town.asked(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
                "WHERE application_name = 'lmtools' AND datname = current_database()"
            )
            await grows(phones)
        assert (await lead.do("go", step="reflect-1", phase="group"))["ok"]
        for phone in phones:
            await phone.sees(lambda seen: seen["now"]["phase"] == "group")
        assert holds_all(town, phones)

    run_alone(day(town, 6, story))


def test_a_node_is_drained_and_another_killed_while_people_write_and_nothing_is_lost(town: Town) -> None:
    async def story(lead: Phone, phones: list[Phone]) -> None:
        await lead.do("go", step="reflect-1", phase="alone")
        async with writing(phones):
            await grows(phones)
            await drain(town, "a", phones)
        town.nodes["a"] = await asyncio.to_thread(town.start, "a")
        await asyncio.to_thread(wait_for_node, town.url, "a")
        async with writing(phones):
            await grows(phones)
            town.nodes["b"].process.kill()
            await grows(phones)
        assert {phone.node for phone in phones} == {"a"}
        assert (await lead.do("go", step="reflect-1", phase="group"))["ok"]
        for phone in phones:
            await phone.sees(lambda seen: seen["now"]["phase"] == "group")
        assert holds_all(town, phones)

    run_alone(day(town, 8, story))


async def drain(town: Town, name: str, phones: list[Phone]) -> None:
    """Ask the node to stop, and wait until it has: it says no, but lives, and its people go on elsewhere."""
    node = town.nodes[name]
    node.process.terminate()
    async with asyncio.timeout(20):
        while (await asyncio.to_thread(health, node)) != (503, {"ok": False, "draining": True}):
            await asyncio.sleep(0.05)
    async with httpx.AsyncClient() as http:
        assert (await http.get(f"{node.url}api/alive")).status_code == 200
    assert await asyncio.to_thread(node.process.wait, 60) == 0
    await grows(phones)
    assert name not in {phone.node for phone in phones}

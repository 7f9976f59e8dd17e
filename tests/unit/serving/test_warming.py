"""What a server renders before anyone asks."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from typing import Any

import pytest

from lmtools.serving import warming
from lmtools.serving.rendered import Occasion
from tests.conftest import run_alone

CODE = "482617"


class FakeSite:
    """A site with the sessions of `entries`, whose books only remember what they were to render."""

    def __init__(self, *entries: dict[str, Any]) -> None:
        self.rendered: list[Occasion] = []
        self.books = SimpleNamespace(warm=self.rendered.append)
        self.options = SimpleNamespace(settings=SimpleNamespace(language="nn"))
        self.workbooks = SimpleNamespace(slow=lambda: ("stasted",), has=lambda name: name == "stasted")
        session = SimpleNamespace(language="nn", workbook="stasted", school_key="974", grade="7")
        self.room = SimpleNamespace(sessions=lambda: list(entries), session=lambda code: session)

    async def run(self, work: Any, *arguments: Any) -> Any:
        return work(*arguments)


def entry(*, closed: bool = False, rehearsal: bool = False, began: datetime | None = None) -> dict[str, Any]:
    began = began or datetime.now(UTC)
    return {"code": CODE, "closed": closed, "rehearsal": rehearsal, "started_at": began.isoformat()}


def rendered(site: FakeSite, *, within: float) -> list[Occasion]:
    """What `site` was to render `within` some seconds."""

    async def wait() -> None:
        task = asyncio.create_task(warming.warm(site))
        await asyncio.wait({task}, timeout=within)
        task.cancel()

    run_alone(wait())
    return site.rendered


THEIRS = Occasion("nn/stasted.ipynb", "974", "7")
ALONE = [Occasion("nn/stasted.ipynb")]


def test_a_server_that_comes_back_has_the_staff_in_mind_first_and_the_others_when_they_are_in(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert rendered(FakeSite(entry()), within=0.3) == [THEIRS]
    monkeypatch.setattr(warming, "COMING_BACK_SECONDS", 0.01)
    assert rendered(FakeSite(entry()), within=5) == [THEIRS, *ALONE]


@pytest.mark.parametrize(
    "other",
    [entry(closed=True), entry(rehearsal=True), entry(began=datetime.now(UTC) - timedelta(days=2))],
    ids=["over", "a rehearsal", "of another day"],
)
def test_without_a_session_under_way_the_workbooks_are_rendered_at_once(other: dict[str, Any]) -> None:
    assert rendered(FakeSite(other), within=5) == ALONE

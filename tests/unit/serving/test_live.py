from __future__ import annotations

from types import SimpleNamespace
from typing import Any

from lmtools.serving.live import Live, LiveCall
from tests.conftest import run_alone


class Leaves(LiveCall):
    """A page that goes away while the server looks at the room for it."""

    def __init__(self, live: Live) -> None:
        self.request = SimpleNamespace()  # type: ignore[assignment]
        self.live = live

    @property
    def site(self) -> Any:
        async def run(_: Any, *_rest: Any) -> dict[str, Any]:
            self.on_connection_close()
            return {"revision": 1}

        return SimpleNamespace(live=self.live, look=None, run=run)

    def get_query_argument(self, *_: Any) -> str:  # type: ignore[override]
        return "participant"

    def set_status(self, *_: Any) -> None:  # type: ignore[override]
        """Nothing is sent."""

    def set_header(self, *_: Any) -> None:
        """Nothing is sent."""


def test_a_page_that_leaves_at_once_does_not_stop_the_news_for_the_others(monkeypatch: Any) -> None:
    async def anyone(*_: Any) -> str:
        return "somebody"

    monkeypatch.setattr("lmtools.serving.live.visitor", anyone)
    live = Live()
    run_alone(Leaves(live).get("482617"))
    assert live._listeners == {}

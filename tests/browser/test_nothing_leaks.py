"""Nothing leaks before it is revealed: all that the pages are sent, and all that stands in them, is read."""

from __future__ import annotations

import re
import uuid
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.people import Colleague, at_the_table
from tests.browser.verbs import Day, heard, results_heard, snapshots, start_day

pytestmark = pytest.mark.browser

TABLES = 2
# Keys that only a result has, of a guess, a rating or a vote.
OF_RESULTS = {"distribution", "mean", "median", "agreement", "split", "gap", "quadrant", "q1", "q3", "n"}
OF_RESULTS |= {"round1", "round2", "voters"}
PICTURES = ".spread, .quadrants, .dumbbell svg, .distribution, .result-table"
GUESS = 77


@pytest.fixture
def day(make: Callable[..., Any], verbs: Any) -> Day:
    """Two tables of six, and the pages of those who look on."""
    return start_day(make, verbs, groups=TABLES)


def test_no_page_is_told_what_is_not_shown_yet(day: Day) -> None:
    guesses_are_not_told(day)
    thoughts_and_points_stay_where_they_are(day)
    ratings_are_not_told(day)
    votes_are_not_told(day)
    what_one_will_do_is_not_told(day)


def guesses_are_not_told(day: Day) -> None:
    day.leader.go("guess-1", "alone")
    for other in day.others:
        other.send("guess.lock", step="guess-1", value=GUESS)
    day.all_know()
    no_result_is_told(day, "guess-1")
    assert all(snapshot["activities"]["guess-1"]["room"] is None for snapshot in snapshots(day.phone))
    assert all(snapshot["activities"]["guess-1"]["answer"] is None for snapshot in snapshots(day.phone))


def thoughts_and_points_stay_where_they_are(day: Day) -> None:
    """A thought is its writer's, then its table's; a point is its table's until the facilitator shows it."""
    near, far = tables(day)
    day.leader.go("swot-1", "alone")
    for other in day.others:
        add(other, "note.add", f"tanke-{table(other)}", shared=True)
    day.all_know()
    untold("tanke-", day.phone, day.wall, day.console)

    day.leader.go("swot-1", "group")
    for one, name in ((near, "her"), (far, "der"), (far, "skjult")):
        add(one, "point.add", f"punkt-{name}", notes=[])
    day.all_know()
    expect(day.phone.get_by_text("punkt-her")).to_be_visible()
    untold(f"tanke-{table(far)}", day.phone)
    untold("punkt-der", day.phone)
    for text in ("tanke-", "punkt-"):
        untold(text, day.wall)
    untold("tanke-", day.console)

    # In plenary: what was let through, and not what was held back or still waits.
    queue = {entry["text"]: entry["point"] for entry in day.leader.snapshot()["facilitator"]["queue"]}
    for name, show in (("punkt-her", True), ("punkt-skjult", False)):
        day.leader.send("moderate", point=queue[name], show=show)
    day.leader.go("swot-1", "plenary")
    day.all_know()
    expect(day.wall.get_by_text("punkt-her")).to_be_visible()
    for page in (day.phone, day.wall):
        untold("punkt-der", page)
        untold("punkt-skjult", page)
    untold("tanke-", day.wall, day.console)
    for name in ("punkt-der", "tanke-"):
        assert name not in report(day)
    day.leader.send("moderate", point=queue["punkt-der"], show=True)


def ratings_are_not_told(day: Day) -> None:
    day.leader.go("statements-1", "alone")
    for at, other in enumerate(day.others):
        levels = {"importance": 1 + at % 2, "now": 4 + at % 2}
        other.send("rate", step="statements-1", ratings={"s1": levels, "s2": levels})
    day.all_know()
    no_result_is_told(day, "statements-1")
    day.leader.go("statements-1", "plenary")
    day.phone.reload()
    at_the_table(day.phone)
    day.all_know()
    no_result_is_told(day, "statements-1")

    # Shown, and hidden again: then a page that comes anew is not told either.
    day.leader.send("reveal", step="statements-1")
    expect(day.phone.locator(".spread").first).to_be_visible()
    assert results_heard(day.phone, "statements-1")[-1] is not None
    day.leader.send("hide", step="statements-1")
    for page in (day.phone, day.wall):
        page.reload()
        at_the_table(page)
    day.all_know()
    for page in (day.phone, day.wall):
        assert results_heard(page, "statements-1") == [None]
        expect(page.locator(PICTURES)).to_have_count(0)


def votes_are_not_told(day: Day) -> None:
    day.leader.go("prioritise-1", "alone")
    before = report(day)
    for round_ in (1, 2):
        options = day.leader.snapshot()["activities"]["prioritise-1"]["options"]
        for other in day.others:
            other.send("vote.cast", step="prioritise-1", round=round_, votes={options[0]["id"]: 2})
        day.all_know()
        no_result_is_told(day, "prioritise-1")
        day.leader.send("next")
        if round_ == 1:
            day.leader.send("next")
    assert report(day) == before
    day.all_know()
    no_result_is_told(day, "prioritise-1")
    day.leader.send("reveal", step="prioritise-1")
    expect(day.phone.locator(".dumbbell svg").first).to_be_visible()
    assert results_heard(day.phone, "prioritise-1")[-1] is not None


def what_one_will_do_is_not_told(day: Day) -> None:
    near, far = tables(day)
    day.leader.go("commit-1", "alone")
    for at, other in enumerate(day.others):
        other.send("commit.save", step="commit-1", text=f"løfte-{at}")
    for one, audience in ((near, "plenary"), (far, "group")):
        one.send("commit.save", step="commit-1", text=f"delt-{audience}")
        one.send("commit.share", step="commit-1", **{"with": audience})
    day.all_know()
    untold("løfte-", *day.pages)
    untold("delt-", day.phone, day.wall)
    untold("delt-group", day.console)
    day.leader.go("commit-1", "plenary")
    day.all_know()
    untold("delt-", day.phone, day.wall)
    assert not re.search("løfte-|delt-", report(day))
    (waiting,) = (one for one in day.leader.snapshot()["facilitator"]["queue"] if one["step"] == "commit-1")
    assert waiting["text"] == "delt-plenary"
    day.leader.send("moderate", point=waiting["point"], show=True)
    expect(day.wall.get_by_text("delt-plenary")).to_be_visible()
    untold("delt-group", day.phone, day.wall)
    untold("løfte-", *day.pages)


def table(one: Colleague) -> int:
    """The table that a colleague sits at."""
    number: int = one.snapshot()["me"]["group"]
    return number


def tables(day: Day) -> tuple[Colleague, Colleague]:
    """One at the table of the phone, and one at the other."""
    here = next(snapshots(day.phone))["me"]["group"]
    near = next(one for one in day.others if table(one) == here)
    far = next(one for one in day.others if table(one) != here)
    return near, far


def add(one: Colleague, do: str, text: str, **fields: Any) -> None:
    """A thought or a point among the strengths."""
    kind = do.split(".")[0]
    one.send(do, step="swot-1", text=text, box="strengths", **{kind: str(uuid.uuid4())}, **fields)


def untold(text: str, *pages: Page) -> None:
    """`text` is in nothing that the page was sent and nowhere in it; fields and hidden parts count too."""
    for page in pages:
        document = page.request.get(page.url).text()
        for where in (*heard(page), page.content(), document):
            assert text not in where, f"{text} is in {page.url}"


def no_result_is_told(day: Day, step: str) -> None:
    """No page, not even the console, knows how people have answered in `step`, in figures or in a picture."""
    for page in day.pages:
        told = [snapshot["activities"][step] for snapshot in snapshots(page)]
        assert told, page.url
        for activity in told:
            assert not OF_RESULTS & {key for key, value in pairs(activity) if value is not None}, page.url
            assert activity.get("result") is None
        expect(page.locator(PICTURES)).to_have_count(0)


def pairs(value: Any) -> Iterator[tuple[str, Any]]:
    """Every key with its value, however deep."""
    children = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    if isinstance(value, dict):
        yield from value.items()
    for child in children:
        yield from pairs(child)


def report(day: Day) -> str:
    """The day's report as a participant may take it along now."""
    answer = day.phone.request.get(f"{day.leader.server.url}api/room/{day.leader.code}/report.html")
    assert answer.ok
    return answer.text()

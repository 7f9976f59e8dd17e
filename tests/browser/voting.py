"""The vote of the ready day of 90 minutes: two rounds, a talk between them, and a tie at the end."""

from __future__ import annotations

import re

from playwright.sync_api import Locator, Page, expect

from tests.browser.people import Person, give_points, own_points
from tests.browser.staff import Staff, reload

AGREED = "Reglene følges opp ulikt fra time til time"
OTHER = "Elevene har for lite å si når reglene lages"
FROM_LATEST = "Foreldrene kjenner ikke reglene våre"
MOVED = f"Samtalen flyttet oss til «{AGREED}»"
TIE = f"Det står likt mellom «{OTHER}» og «{FROM_LATEST}»."


def vote_before_the_talk(staff: Staff) -> None:
    """Nobody sees what another gives, or how it goes, and half a ballot outlives a reload."""
    staff.go_on("Velg det viktigste", "Alene", on_console="Runde 1")
    half = staff.people[0].page
    half.get_by_role("button", name=f"Ett poeng til «{OTHER}»").click()
    reload(half)
    expect(half.get_by_text("Du har to poeng igjen")).to_be_visible()
    half.get_by_role("button", name=f"Ett poeng til «{FROM_LATEST}»").click()
    give_points(half, AGREED)
    give_points(staff.people[1].page, AGREED)
    cast(staff.people[1:6], 1, {AGREED: 1, OTHER: 1, FROM_LATEST: 1})
    cast(staff.people[6:9], 1, {OTHER: 2, FROM_LATEST: 1})
    cast(staff.people[9:], 1, {OTHER: 1, FROM_LATEST: 2})
    expect(staff.wall.get_by_text("12 har stemt")).to_be_visible()
    expect(staff.console.locator(".counts dd").nth(2)).to_have_text("12 av 12")
    staff.is_read_by("fikk flest poeng")


def talk_and_vote_again(staff: Staff) -> None:
    """At the tables one has one's own points to talk from; the second round begins with them."""
    last = staff.people[-1].page
    staff.go_on("Velg det viktigste", "Gruppe", on_console="Samtale")
    reload(last)
    expect(own_points(last, FROM_LATEST)).to_contain_text("2 poeng")
    expect(own_points(last)).to_have_count(2)
    expect(staff.wall.get_by_text("Snakk i gruppa: Hvorfor valgte vi det vi valgte?")).to_be_visible()

    staff.go_on("Velg det viktigste", "Alene", on_console="Runde 2")
    reload(last)
    expect(last.get_by_text("Poengene dine fra runde 1 står her.")).to_be_visible()
    last.get_by_role("button", name=f"Ett poeng færre til «{OTHER}»").click()
    last.get_by_role("button", name=f"Ett poeng færre til «{FROM_LATEST}»").click()
    give_points(last, AGREED, 2)
    cast(staff.people[:6], 2, {AGREED: 1, OTHER: 1, FROM_LATEST: 1})
    cast(staff.people[6:9], 2, {AGREED: 2, OTHER: 1})
    cast(staff.people[9:11], 2, {AGREED: 2, FROM_LATEST: 1})
    expect(staff.wall.get_by_text("12 har stemt")).to_be_visible()


def choose_where_the_points_do_not(staff: Staff) -> None:
    """What moved is seen by all at once. Two stand alike: it is said, and the room chooses."""
    staff.go_on("Velg det viktigste", "Plenum", on_console="Resultat")
    one = staff.people[3].page
    expect(one.get_by_text("Resultatet kommer når prosesslederen viser det.")).to_be_visible()
    staff.is_read_by(MOVED)
    staff.leader.press("Vis resultatet")
    staff.is_read_by(MOVED, staff.console, staff.wall, *staff.phones)
    for page in (one, staff.wall):
        shifts = page.get_by_role("img", name="Poeng i runde 1 og 2.")
        expect(shifts).to_have_accessible_name(re.compile(f"{AGREED}: 6, så 18. {OTHER}: 15, så 9."))
    expect(result_row(staff.console, AGREED)).to_contain_text("opp 12")
    expect(result_row(staff.console, OTHER)).to_contain_text("ned 6")

    expect(staff.wall.get_by_text(TIE)).to_be_visible()
    expect(staff.wall.get_by_text("Det står likt, så vi velger sammen hva vi tar med")).to_be_visible()
    expect(one.get_by_text(TIE)).to_be_visible()
    expect(
        staff.console.get_by_text(f"{TIE} Snakk sammen, og kryss av for det dere tar med.")
    ).to_be_visible()
    staff.console.get_by_role("checkbox", name=f"Ta med videre: {OTHER}").check()
    expect(staff.wall.get_by_text("De to øverste tar vi med i planen.")).to_be_visible()
    for page in (staff.wall, staff.console, one):
        expect(page.get_by_text("Det står likt")).to_have_count(0)
    reload(one)
    expect(one.locator(".dumbbell [data-kept]")).to_contain_text([AGREED, OTHER])


def result_row(console: Page, option: str) -> Locator:
    """An option's row in the result on the console."""
    return console.locator(".result-table tbody tr").filter(has_text=option)


def cast(people: list[Person], round_: int, points: dict[str, int]) -> None:
    """All of them give these points in the round, past their pages."""
    for person in people:
        options = person.snapshot()["activities"]["prioritise-1"]["options"]
        ids = {option["text"]: option["id"] for option in options}
        votes = {ids[text]: given for text, given in points.items()}
        person.send("vote.cast", step="prioritise-1", round=round_, votes=votes)

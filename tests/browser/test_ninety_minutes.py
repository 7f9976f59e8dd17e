"""The ready day of 90 minutes, pressed together: twelve people at four tables, from check-in to check-out.

Everybody has a page in a browser of their own. Two come late, somebody reloads in each phase, one loses the
net, the facilitator takes back a press, holds a point back, and the vote is a tie.
"""

from __future__ import annotations

import io
import re
import uuid
from collections.abc import Iterator

import docx
import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.people import (
    SLOW,
    Person,
    add_point,
    lock_guess,
    own_points,
    press_thought,
    received,
    start_session,
    table_of,
    thought,
    write_action,
    write_goal,
)
from tests.browser.staff import Staff, reload
from tests.browser.verbs import LISTEN
from tests.browser.voting import (
    AGREED,
    FROM_LATEST,
    OTHER,
    choose_where_the_points_do_not,
    talk_and_vote_again,
    vote_before_the_talk,
)
from tests.conftest import Server, contexts_inside

pytestmark = pytest.mark.browser

GLAD = "Glad for å være her sammen"
TIRED = "Sliten, men nysgjerrig"
FIRST = "Mobil er greit hos én og forbudt hos en annen."
MINE = "Jeg vet ikke selv hvilke regler som gjelder i gangen."
FROM_LATE = "Elevene spør hvorfor reglene er så ulike."
WITHOUT_NET = "Vi snakker for lite sammen om reglene."
SAME = (
    "Vi følger opp reglene ulikt",
    "Oppfølgingen av reglene er tilfeldig",
    "Reglene gjelder ikke i alle timer",
)
HELD = "Noen kollegaer bryr seg ikke"
HALF = "Halvskrevet"
GOAL = "Elevene møter de samme reglene i alle timer"
ACTION = "Tre regler som gjelder i alle timer, laget med elevrådet"
PROMISE = "Jeg sier reglene høyt i hver time den første uka"
LEAVING = "Lettet over at vi ble enige"


@pytest.fixture
def staff(browser: Browser, server: Server) -> Iterator[Staff]:
    """Ten of twelve have come to four tables, and the day is opened as a facilitator opens it."""
    with contexts_inside(browser, server.origin, LISTEN) as make:
        day = "Fra tall til tiltak på 90 minutter"
        leader = start_session(make, server, expected=12, groups=4, day=day, opens="Innsjekk")
        staff = Staff(make, server, leader)
        staff.come(10)
        yield staff


def test_a_staff_of_twelve_goes_through_a_day_of_ninety_minutes(staff: Staff) -> None:
    check_in(staff)
    guess_first_and_then_see(staff)
    look_at_the_figures(staff)
    think_alone(staff)
    agree_at_the_tables(staff)
    take_back_a_press(staff)
    share_in_plenary(staff)
    vote_before_the_talk(staff)
    talk_and_vote_again(staff)
    choose_where_the_points_do_not(staff)
    write_the_plan(staff)
    promise_oneself_something(staff)
    see_what_the_day_gave(staff)
    check_out(staff)
    take_the_report_home(staff)


def check_in(staff: Staff) -> None:
    """A word each: the writer's own until the facilitator lets it through, and then nobody's."""
    one, two = staff.people[:2]
    staff.stand_at("Innsjekk", "Alene")
    expect(staff.wall.get_by_role("heading", level=1)).to_have_text("Hva tar du med deg inn i dag?")
    expect(staff.console.locator(".counts dd").first).to_have_text("10 av 12")
    for person, word in ((one, GLAD), (two, TIRED)):
        send_word(person.page, word)
        staff.is_read_by(word, person.page, staff.console)
    reload(one.page)
    expect(own_points(one.page, GLAD).get_by_text("Sendt, ikke vist ennå")).to_be_visible()
    staff.look_over("Slipp fram", GLAD, TIRED)
    staff.is_read_by(GLAD, one.page, staff.console)

    staff.go_on("Innsjekk", "Plenum")
    expect(staff.wall.locator(".wall-words li")).to_have_text([GLAD, TIRED])
    staff.is_read_by(GLAD, staff.console, staff.wall, *staff.phones)
    reload(staff.wall)
    expect(staff.wall.locator(".wall-words li")).to_have_count(2)


def guess_first_and_then_see(staff: Staff) -> None:
    """A guess is one's own, and the answer is on no page before it is shown to all at once."""
    one, two, *others = staff.people
    staff.go_on("Gjett først", "Alene")
    for person, value in ((one, 8), (two, 20)):
        lock_guess(person.page, value)
    for at, person in enumerate(others):
        person.send("guess.lock", step="guess-1", value=3 + at)
    expect(staff.wall.get_by_text("10 av 10 har låst.")).to_be_visible()
    reload(one.page)
    expect(one.page.get_by_text("Gjetningen din er låst på 8.")).to_be_visible()
    staff.go_on("Gjett først", "Plenum")
    staff.is_read_by("Elevene svarte")

    staff.leader.press("Vis svaret")
    for person in staff.people:
        expect(person.page.get_by_role("heading", level=1)).to_contain_text("enn du gjettet")
    reload(two.page)
    expect(two.page.get_by_text("Du: 20").first).to_be_visible()
    for page in (staff.wall, staff.console):
        expect(page.get_by_text("Elevene svarte").first).to_be_visible()
    expect(staff.wall.get_by_text("Halvparten av oss gjettet")).to_be_visible()


def look_at_the_figures(staff: Staff) -> None:
    """The same figures on every phone and on the wall, and again after a reload."""
    staff.go_on("Se hva elevene svarte")
    for page in (staff.wall, *staff.phones):
        expect(page.get_by_text("Felles regler").filter(visible=True).first).to_be_visible(timeout=SLOW)
    reload(staff.wall)
    expect(staff.wall.locator("svg.marks").first).to_be_visible(timeout=SLOW)


def think_alone(staff: Staff) -> None:
    """What is written alone is read by nobody; who comes late writes at once; who has no net writes on."""
    staff.go_on("Hva ser vi?", "Alene")
    writer, neighbour, _ = staff.at(1)
    lost = staff.at(2)[1]
    add_point(writer.page, FIRST)
    add_point(neighbour.page, MINE)
    staff.is_read_by(FIRST, writer.page)
    staff.is_read_by(MINE, neighbour.page)

    staff.come(1)
    late = staff.people[-1]
    expect(table_of(late.page)).to_have_text("Gruppe 3")
    add_point(late.page, FROM_LATE)
    expect(staff.console.locator(".counts dd").first).to_have_text("11 av 12")

    thought(writer.page).fill(HALF)
    reload(writer.page)
    expect(thought(writer.page)).to_have_value(HALF)
    own_points(writer.page, FIRST).get_by_role("checkbox", name="Del med gruppa").check()
    staff.is_read_by(FIRST, writer.page)
    lose_the_net_and_write_on(staff, lost)


def lose_the_net_and_write_on(staff: Staff, lost: Person) -> None:
    lost.page.context.set_offline(True)
    staff.away.append(lost)
    expect(lost.page.get_by_text("Vi når ikke økta akkurat nå. Skriv videre:")).to_be_visible()
    press_thought(lost.page, WITHOUT_NET)
    expect(own_points(lost.page, WITHOUT_NET).get_by_text("På vei")).to_be_visible()
    kept = lost.page.get_by_text("Lagret på telefonen – sendes når nettet er tilbake")
    expect(kept.filter(visible=True)).to_be_visible()
    expect(lost.page.get_by_role("alert")).to_have_count(0)


def agree_at_the_tables(staff: Staff) -> None:
    """A table reads what its members share, and what it agrees on is its own until it is let through."""
    staff.go_on("Hva ser vi?", "Gruppe")
    find_the_net_again(staff, staff.away[0])
    writer, neighbour, third = staff.at(1)
    staff.is_read_by(FIRST, *pages_of(staff.at(1)))
    neighbour.page.get_by_role("checkbox", name=FIRST).check()
    send_point(neighbour.page, SAME[0])
    staff.is_read_by(SAME[0], staff.console, *pages_of(staff.at(1)))
    expect(own_points(writer.page, SAME[0]).get_by_text("Ikke vist ennå")).to_be_visible()

    staff.come(1)
    latest = staff.people[-1]
    expect(table_of(latest.page)).to_have_text("Gruppe 4")
    send_point(latest.page, FROM_LATEST)
    late = staff.at(3)[-1]
    send_point(late.page, HELD)
    for person, text in ((staff.at(2)[0], SAME[1]), (late, SAME[2]), (staff.at(2)[1], OTHER)):
        person.send("point.add", point=str(uuid.uuid4()), step="reflect-1", text=text, notes=[])
    sit_at_another_table(staff.at(4)[1].page, 1)

    staff.look_over("Slipp fram", *SAME, OTHER, FROM_LATEST)
    staff.look_over("Hold tilbake", HELD)
    expect(own_points(late.page, HELD).get_by_text("Holdt tilbake")).to_be_visible()
    expect(own_points(writer.page, SAME[0]).get_by_text("På lerretet")).to_be_visible()
    staff.is_read_by(SAME[0], staff.console, *pages_of(staff.at(1)))
    reload(third.page)
    expect(own_points(third.page, SAME[0])).to_have_count(1)


def find_the_net_again(staff: Staff, lost: Person) -> None:
    """The room has gone on meanwhile. What was written without net has come, and has come once."""
    expect(own_points(lost.page, WITHOUT_NET).get_by_text("På vei")).to_be_visible()
    assert WITHOUT_NET not in str(lost.snapshot())
    lost.page.context.set_offline(False)
    expect(received(lost.page, WITHOUT_NET)).to_be_visible(timeout=SLOW)
    staff.away.remove(lost)
    staff.stand_at("Hva ser vi?", "Gruppe")
    expect(lost.page.get_by_text("Vi når ikke økta akkurat nå.")).to_have_count(0)
    reload(lost.page)
    expect(own_points(lost.page, WITHOUT_NET)).to_have_count(1)
    staff.is_read_by(WITHOUT_NET, lost.page)


def take_back_a_press(staff: Staff) -> None:
    """The facilitator presses too early and takes it back: the whole room is at the tables again."""
    writer = staff.at(1)[0]
    writer.page.get_by_label("Gruppas punkt").fill(HALF)
    staff.go_on("Hva ser vi?", "Plenum")
    staff.leader.press("Angre")
    staff.stand_at("Hva ser vi?", "Gruppe")
    expect(writer.page.get_by_label("Gruppas punkt")).to_have_value(HALF)
    expect(staff.wall.get_by_text("Bli enige om det viktigste")).to_be_visible()
    expect(staff.wall.locator(".points")).to_have_count(0)


def share_in_plenary(staff: Staff) -> None:
    """What was let through is on the wall, and what three tables say is one point there; not the held."""
    staff.go_on("Hva ser vi?", "Plenum")
    points = staff.wall.locator(".points > li")
    expect(points).to_have_count(5)
    its_table = pages_of(staff.at(3))
    staff.is_read_by(HELD, staff.console, besides=its_table)
    for text in SAME:
        staff.console.get_by_role("checkbox", name=text).check()
    staff.console.get_by_label("Felles tekst for de 3 punktene").fill(AGREED)
    staff.leader.press("Slå sammen")
    expect(points).to_have_count(3)
    merged = points.filter(has_text=AGREED)
    expect(merged.locator(".from")).to_have_text(re.compile(r"3 av 4\s*grupper"))
    expect(merged.locator("q")).to_have_text(list(SAME[:2]))
    expect(staff.console.locator(".point-list li", has_text=AGREED)).to_contain_text("Fra 3 av 4 grupper")
    for page in staff.phones:
        row = page.locator(".plenary-points li", has_text=AGREED)
        expect(row).to_contain_text("fra 3 av 4 grupper")
        expect(row.locator("q")).to_have_text(list(SAME))
    staff.console.reload()
    expect(staff.console.locator(".queue li")).to_contain_text(["Holdt tilbake"])
    staff.is_read_by(HELD, staff.console, besides=its_table)


def write_the_plan(staff: Staff) -> None:
    """One writes for all: a goal and an action, followed on every page as they come."""
    writer, reader = staff.people[4].page, staff.people[5].page
    staff.go_on("Mål og tiltak", "Gruppe")
    write_goal(writer, GOAL)
    staff.is_read_by(GOAL, staff.wall, *staff.phones, besides=[staff.console])
    writer.get_by_role("button", name="Legg til et tiltak").click()
    writer.get_by_label("Tiltak", exact=True).fill(HALF)
    reload(writer)
    expect(writer.get_by_label("Tiltak", exact=True)).to_have_value(HALF)
    writer.get_by_role("button", name="Avbryt").click()
    write_action(writer, ACTION)
    expect(staff.console.get_by_label("Hva gjør vi")).to_have_value(ACTION)

    staff.go_on("Mål og tiltak", "Plenum")
    expect(staff.wall.get_by_role("heading", level=1)).to_have_text(GOAL)
    expect(staff.wall.get_by_role("row").filter(has_text=ACTION)).to_contain_text("Teamlederne og elevrådet")
    reload(reader)
    expect(reader.get_by_text(ACTION).filter(visible=True).first).to_be_visible()


def promise_oneself_something(staff: Staff) -> None:
    """What one will do is nobody else's, and in a day with no phase for it nobody is asked to share it."""
    staff.go_on("Hva gjør jeg mandag?")
    writer = staff.people[2].page
    writer.get_by_label("Skriv til deg selv").fill(PROMISE)
    writer.get_by_role("button", name="Lagre").click()
    expect(writer.get_by_text("Bare du ser dette")).to_be_visible()
    staff.is_read_by(PROMISE, writer)
    reload(writer)
    expect(writer.locator(".own-promise:visible")).to_have_text(PROMISE)
    expect(writer.get_by_text("Hvem vil du dele det med?")).to_have_count(0)


def see_what_the_day_gave(staff: Staff) -> None:
    """Points, choice and plan on every phone; one's own promise only with the one who made it."""
    staff.go_on("Det vi tar med oss")
    for page in staff.phones:
        for title, texts in (("Det vi valgte", [AGREED, OTHER]), ("Det vi skal gjøre", [GOAL])):
            part = page.get_by_role("region", name=title, exact=True)
            expect(part.get_by_role("listitem")).to_contain_text(texts)
    writer = staff.people[2].page
    reload(writer)
    expect(writer.get_by_role("heading", name="Det du skrev til deg selv")).to_be_visible()
    staff.is_read_by(PROMISE, writer)
    expect(staff.wall.get_by_text(GOAL)).to_be_visible()


def check_out(staff: Staff) -> None:
    """A last word, and then the day is closed for everybody."""
    staff.go_on("Utsjekk", "Alene")
    latest = staff.people[-1].page
    send_word(latest, LEAVING)
    staff.is_read_by(LEAVING, latest, staff.console)
    reload(latest)
    staff.look_over("Slipp fram", LEAVING)
    staff.go_on("Utsjekk", "Plenum")
    reload(staff.wall)
    staff.is_read_by(LEAVING, staff.console, staff.wall, *staff.phones)
    staff.leader.press("Avslutt økta")
    staff.console.get_by_role("dialog").get_by_role("button", name="Avslutt økta").click()
    for page in staff.phones:
        expect(page.get_by_text("Økta er avsluttet. Du kan lese, men ikke skrive.")).to_be_visible()


def take_the_report_home(staff: Staff) -> None:
    """The report holds what the room decided, and nothing that was one person's or held back."""
    with staff.console.expect_download() as download:
        staff.console.get_by_role("link", name="Word").first.click()
    report = docx.Document(io.BytesIO(download.value.path().read_bytes()))
    rows = [[cell.text for cell in row.cells] for table in report.tables for row in table.rows]
    said = "\n".join(
        [*(paragraph.text for paragraph in report.paragraphs), *(" | ".join(row) for row in rows)]
    )
    for text in (f"{AGREED} | 3 av 4 grupper", GOAL, ACTION):
        assert text in said
    assert [row[0] for row in rows if row[-1] == "Ja"] == [AGREED, OTHER]
    for text in (FIRST, MINE, FROM_LATE, WITHOUT_NET, HELD, PROMISE):
        assert text not in said


def pages_of(people: list[Person]) -> list[Page]:
    return [person.page for person in people]


def send_word(page: Page, word: str) -> None:
    """Check in or out with a word."""
    page.get_by_role("textbox", name="Ett ord eller én setning").fill(word)
    page.get_by_role("button", name="Send", exact=True).click()
    expect(own_points(page, word).get_by_text("Sendt, ikke vist ennå")).to_be_visible()


def send_point(page: Page, text: str) -> None:
    """Send what the table has agreed on."""
    page.get_by_label("Gruppas punkt").fill(text)
    page.get_by_role("button", name="Send punktet").click()
    expect(own_points(page, text).get_by_text("Ikke vist ennå")).to_be_visible()


def sit_at_another_table(page: Page, group: int) -> None:
    """Say that one sits elsewhere than where one was placed."""
    table_of(page).click()
    page.get_by_label("Sitter du i en annen gruppe?").select_option(str(group))
    page.get_by_role("button", name="Bytt gruppe").click()
    expect(page.get_by_text(f"Du er i gruppe {group}.")).to_be_visible()

"""The benchmarks' people without browsers: they still speak as our pages do."""

from __future__ import annotations

from benchmarks.crowd import Leader, Person
from benchmarks.join import Crowd, arrive, open_all, open_page
from tests.conftest import Server, run_alone

SIX, WITH_KERNEL = 6, 2


async def come(person: Person) -> None:
    """Only some ask for other figures: a kernel of one's own takes its time on a slow machine."""
    await (open_all(person) if person.number < WITH_KERNEL else open_page(person))


async def a_small_day(server: Server) -> Crowd:
    leader = Leader(server.url, server.key)
    code = await leader.start(expected=SIX, groups=2)
    await leader.warm_page()
    people = [Person(server.url, code, number) for number in range(SIX)]
    crowd = await arrive(people, come)
    for person in (leader, *people):
        await person.close()
    return crowd


def test_six_people_without_browsers_get_in_and_are_answered(server: Server) -> None:
    crowd: Crowd = run_alone(a_small_day(server))
    assert crowd.errors == {}
    assert len(crowd.seconds) == SIX
    assert len(crowd.steps["choose"]) == WITH_KERNEL

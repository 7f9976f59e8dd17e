"""How people come to sit together: by lot, by the table they have sat down at, or as they choose themselves.

By lot everybody has a group from the start. Otherwise who comes in has none until they say where they sit:
they belong to no group, and read nobody's notes. When the room goes to its tables, those who have not said
it get a place, so that nobody is left outside; who comes in while the tables work gets one at once.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import replace

from lmtools.domain.counting import deal, groups_sized, seats_for, smallest_group
from lmtools.domain.session import NO_GROUP, Grouping, Participant, Phase, WorkSession
from lmtools.errors import N_
from lmtools.room.board.board import Board
from lmtools.room.call import Call, Reply
from lmtools.text import Text

ROOM_FOR_MORE, MANY_HERE = N_("ledig plass"), N_("mange her")
_NO_SUCH_WAY = N_("Måten må være dealt, table eller self.")


def set_way(call: Call) -> Reply:
    """`groups.way{way}`: dealt, table or self. Those who were dealt a group are then asked, if they may move.

    While the tables work everybody stays where they are.
    """
    way, before = call.arguments.choice("way", Grouping, _NO_SUCH_WAY), call.session.grouping
    session = replace(call.session, grouping=way)
    call.put_session(session)
    if way.asks and not before.asks and session.now_phase != Phase.GROUP:
        _seat(call, dict.fromkeys((one.id for one in _people(call) if not one.phone), NO_GROUP))
    seat_those_who_stand(call, session)
    return {}


def set_groups(call: Call) -> Reply:
    """`groups{count}`: as few people as possible change tables; who does is drawn by lot.

    Where people say themselves where they sit, only those whose table is taken away must move.
    """
    count = call.arguments.whole("count", 1, call.policy.groups)
    session = replace(call.session, groups=count)
    call.put_session(session)
    if session.grouping.asks:
        gone = (person.id for person in _people(call) if person.group > count)
        _seat(call, dict.fromkeys(gone, NO_GROUP))
        seat_those_who_stand(call, session)
    else:
        # A shared phone stays on its table, as long as there is one.
        movable = {p.id: p.group for p in _people(call) if not p.phone or p.group > count}
        _seat(call, deal(movable, count, _by_lot(movable)))
    return {}


def deal_again(call: Call) -> Reply:
    """`groups.deal`: everybody gets a group by lot, whatever they had. A shared phone stays on its table."""
    everybody = [person.id for person in _people(call) if not person.phone]
    _seat(call, seats_for(_by_lot(everybody), {}, call.session.groups))
    return {}


def place(call: Call) -> Reply:
    """`groups.place`: those who have not said where they sit get the smallest groups."""
    _place(call, call.session)
    return {}


def seat_those_who_stand(call: Call, session: WorkSession) -> None:
    """Leave nobody without a group where everybody has one: by lot, and while the tables work."""
    if not session.grouping.asks or session.now_phase == Phase.GROUP:
        _place(call, session)


def newcomers_group(session: WorkSession, sizes: Mapping[int, int], table: int | None) -> int:
    """Where one who comes in sits: at `table`, if they may say it. `sizes` counts those who are here."""
    if table is not None and may_sit_at(session, table):
        return table
    if session.grouping.asks and session.now_phase != Phase.GROUP:
        return NO_GROUP
    return smallest_group(groups_sized(sizes, session.groups), session.groups)


def may_sit_at(session: WorkSession, table: int) -> bool:
    """Whether the address of a table leads to that table: not where a lot decides, or after the end."""
    return session.grouping.asks and not session.closed and 1 <= table <= session.groups


def tables_json(board: Board, text: Text) -> list[dict[str, object]]:
    """[{no, word}] to choose among. Where people choose freely the word says whether there is room."""
    session = board.session
    if not session.grouping.asks:
        return []
    fair = -(-max(board.joined, session.expected) // session.groups)  # rounded up
    tells = session.grouping == Grouping.SELF
    return [
        {"no": group.no, "word": text.t(MANY_HERE if group.size >= fair else ROOM_FOR_MORE) if tells else ""}
        for group in board.groups
        if group.no <= session.groups
    ]


def _place(call: Call, session: WorkSession) -> None:
    people = _people(call)
    standing = [person.id for person in people if person.group == NO_GROUP]
    sizes = Counter(person.group for person in people)
    _seat(call, seats_for(_by_lot(standing), sizes, session.groups))


def _seat(call: Call, seats: Mapping[str, int]) -> None:
    for person in _people(call):
        if person.id in seats:
            call.work.put(replace(person, group=seats[person.id]))


def _people(call: Call) -> tuple[Participant, ...]:
    return call.work.all(Participant, session=call.session.id)


def _by_lot(people: Iterable[str]) -> list[str]:
    order = list(people)
    random.SystemRandom().shuffle(order)
    return order

"""What pupils and parents said in a session of their own, put beside a goal of the staff's plan.

Only what everybody in that session has been shown can be brought, and nothing of who or how many said it. The
words are kept with the goal, so that they stand there also when the other session has been deleted.
"""

from __future__ import annotations

from dataclasses import replace

from lmtools.domain.chain import Link, LinkKind, voices_in
from lmtools.domain.contributions import PlenaryPoint
from lmtools.domain.session import WorkSession
from lmtools.errors import N_, NotAllowed, NotFound, UsageError
from lmtools.room.board.board import Board
from lmtools.room.call import Call, Reply
from lmtools.room.chain import told
from lmtools.text import Text

WHO = {
    "pupils": N_("Elevrådet"),
    "parents": N_("FAU"),
    "cooperation": N_("SU eller SMU"),
}
MOST_VOICES = 12  # beside one goal, those that were carried on with it too
_TEXT_LENGTH, _TITLE_LENGTH = 2000, 300  # as in a plan's file


def voices_of(board: Board, session: WorkSession) -> tuple[Link, ...]:
    """What the session of `board` can give to the plan of `session`, as the links it would become.

    Raises:
        UsageError: if they are the same session, or of different schools.
    """
    said = board.session
    if said.id == session.id:
        raise UsageError("Dette er økta som planen er fra. Velg økta der elevene eller foreldrene var.")
    if said.school_key != session.school_key:
        raise UsageError(
            "Økta er for {school}, og planen er for en annen skole. Velg ei økt for samme skole.",
            school=said.school_name,
        )
    day = said.started_at.date()
    return tuple(
        Link(LinkKind.VOICE, _said(board, point), said.title, day, point.id) for point in told(board)
    )


def add_voices(call: Call, offered: tuple[Link, ...]) -> int:
    """`{goal,points,who?}`: put those of `offered` beside the goal; answers with how many are new there.

    `who` is a key of WHO, and its words are told instead of the other session's title.

    Raises:
        UsageError: if none is chosen, or `who` is no key of WHO.
        NotFound: if the goal is gone, or a point is none of those that are offered.
        NotAllowed: if there would be too many beside the goal.
    """
    goal, chosen = call.goal(), frozenset(call.arguments.identifiers("points"))
    if not chosen:
        raise UsageError("Velg minst ett punkt å legge ved målet.")
    if not chosen <= {link.source for link in offered}:
        raise NotFound("Noen av punktene vises ikke lenger i økta de er fra. Velg økta på nytt.")
    here = voices_in(goal.roots)
    new: list[Link] = []
    for link in _named(offered, call):
        if link.source in chosen and not any(_is_same(link, one) for one in (*here, *new)):
            new.append(link)
    if len(here) + len(new) > MOST_VOICES:
        raise NotAllowed(
            "Et mål har plass til {count} punkter fra elever og foreldre. Velg færre, eller ta bort noen.",
            count=MOST_VOICES,
        )
    call.work.put(replace(goal, roots=(*goal.roots, *new)))
    return len(new)


def remove_voice(call: Call) -> Reply:
    """`voice.remove{goal,title,text}`: take away what was said in the session with that title."""
    goal = call.goal()
    title, text = call.arguments.text("title", _TITLE_LENGTH), call.arguments.text("text", _TEXT_LENGTH)
    gone = [link for link in voices_in(goal.roots) if (link.title, link.text) == (title, text)]
    if not gone:
        raise NotFound("Dette står ikke ved målet lenger. Noen kan ha tatt det bort.")
    call.work.put(replace(goal, roots=tuple(link for link in goal.roots if link not in gone)))
    return {}


def _named(offered: tuple[Link, ...], call: Call) -> tuple[Link, ...]:
    who = call.arguments.identifier("who") if call.arguments.filled("who") else ""
    if not who:
        return offered
    if who not in WHO:
        raise UsageError("Velg hvem det var: elevrådet, FAU, eller SU eller SMU.")
    name = Text(call.session.language).t(WHO[who])
    return tuple(replace(link, title=name) for link in offered)


def _said(board: Board, point: PlenaryPoint) -> str:
    """The point's text; in a board with several boxes, with the name of its own, which gives it meaning."""
    step = board.session.step(point.step)
    boxes = step.boxes if step else ()
    title = next((box.title for box in boxes if len(boxes) > 1 and box.key == point.box), "")
    return f"{Text(board.session.language).t(title)}: {point.text}" if title else point.text


def _is_same(one: Link, other: Link) -> bool:
    return one.source == other.source or (one.title, one.text) == (other.title, other.text)

"""One command being carried out: who asks, what they sent, and the transaction it happens in."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, TypeVar

from lmtools.domain.contributions import Guess, Rating, Theme, Vote
from lmtools.domain.jsonable import Json
from lmtools.domain.moves import Moment
from lmtools.domain.plan import Action, Goal
from lmtools.domain.session import NO_GROUP, Activity, Participant, Step, WorkSession
from lmtools.domain.shown import Shown
from lmtools.domain.verbs import Item, Kind
from lmtools.errors import N_, Conflict, NotAllowed, NotFound
from lmtools.room.arguments import Arguments
from lmtools.room.board.board import option_steps
from lmtools.room.policy import RoomPolicy
from lmtools.room.screening import flag
from lmtools.room.visitor import Visitor
from lmtools.store import Work
from lmtools.text import Text

NO_GOAL = N_("Vi finner ikke dette målet. Noen kan ha tatt det bort.")
NO_ACTION = N_("Vi finner ikke dette tiltaket. Noen kan ha tatt det bort.")

Answered = TypeVar("Answered", Guess, Vote, Rating)


@dataclass(frozen=True)
class Call:
    """What a command's function gets."""

    work: Work
    session: WorkSession
    visitor: Visitor
    arguments: Arguments
    policy: RoomPolicy
    now: datetime

    @property
    def text(self) -> Text:
        """The visitor's language."""
        return Text(self.visitor.language)

    def me(self) -> Participant:
        """The participant who asks."""
        found = self.work.one(Participant, id=self.visitor.participant, session=self.session.id)
        if found is None:
            raise NotAllowed("Du er ikke med i økta lenger. Skriv koden fra lerretet på nytt.")
        return found

    def seated(self) -> Participant:
        """The participant who asks, who must sit in a group."""
        me = self.me()
        if me.group == NO_GROUP:
            raise NotAllowed("Velg hvilken gruppe du er i, først.")
        return me

    def step(self, *kinds: Kind) -> Step:
        """The step that the command names, which must be of one of these kinds."""
        found = self.session.step(self.arguments.identifier("step"))
        if found is None or (kinds and found.kind not in kinds):
            raise NotFound("Vi finner ikke dette steget i økta. Last sida på nytt.")
        return found

    def box(self, step: Step) -> str:
        """The box that the command names; a board with one box need not have it named."""
        boxes = [box.key for box in step.boxes]
        sent = self.arguments.identifier("box") if self.arguments.filled("box") else ""
        if len(boxes) == 1:
            return boxes[0]
        if sent not in boxes:
            raise NotFound("Vi finner ikke dette feltet i oppgaven. Last sida på nytt.")
        return sent

    def goal(self) -> Goal:
        """The goal that the command names."""
        goal_id = self.arguments.identifier("goal")
        found = self.work.one(Goal, session=self.session.id, id=goal_id, removed=False)
        if found is None:
            raise NotFound(NO_GOAL)
        return found

    def action(self) -> Action:
        """The action that the command names."""
        action_id = self.arguments.identifier("action")
        found = self.work.one(Action, session=self.session.id, id=action_id, removed=False)
        if found is None:
            raise NotFound(NO_ACTION)
        return found

    # Any: `replace` holds each text against the field it is for, which the type of a dict cannot tell.
    def plan_texts(self, *names: str) -> dict[str, Any]:
        """Those of these texts of the plan that were sent, by name."""
        limit = self.policy.plan_length
        return {name: self.arguments.text(name, limit) for name in names if self.arguments.has(name)}

    def flag(self, text: str) -> str | None:
        """Why a person should look at `text` before others do, in the visitor's language; or None."""
        sentence = flag(text)
        return self.text.t(sentence) if sentence else None

    def refuse_stale(self, revision: int, current: object) -> None:
        """Raise Conflict where the writer has seen an older one than `revision`, which `current` shows.

        A command without a revision overwrites what is there.
        """
        seen = self.arguments.whole("revision", 0, 10**9) if self.arguments.has("revision") else revision
        if seen != revision:
            raise Conflict("Noen andre endret dette først.", current=current)

    def counted(self, kind: type[Answered], step: str) -> tuple[Answered, ...]:
        """What everybody has answered in the step, but for the one who leads and tries it out."""
        trial = {person.id for person in self.work.all(Participant, session=self.session.id, trial=True)}
        found = self.work.all(kind, session=self.session.id, step=step)
        return tuple(one for one in found if one.participant not in trial)

    def activity(self, step: str) -> Activity:
        """How far the step has come."""
        found = self.work.one(Activity, session=self.session.id, step=step)
        return found or Activity(self.session.id, step)

    def refuse_if_sealed(self, step: Step) -> None:
        """A result that came in a file stands: an answer to the step would never be seen."""
        if any(shown.is_sealed for shown in self.work.all(Shown, session=self.session.id, step=step.key)):
            raise NotAllowed("Økta er åpnet fra ei fil, og resultatet her står slik det ble vist.")

    def moment(self) -> Moment:
        """Where the session stands."""
        session = self.session
        return Moment(session.now_step, session.now_phase, self.activity(session.now_step).round)

    def option_ids(self, step: str) -> tuple[str, ...]:
        """Ids of what a vote or a weighing is over."""
        return tuple(item.key for item in self._plenary_items(step))

    def items(self, step: Step) -> tuple[Item, ...]:
        """What is rated in the step: what the workbook says, or else the plenary points before it."""
        return step.items or self._plenary_items(step.key)

    def _plenary_items(self, step: str) -> tuple[Item, ...]:
        return tuple(
            Item(theme.id, theme.text)
            for source in option_steps(self.session.steps, step)
            for theme in self.work.all(Theme, session=self.session.id, step=source, removed=False)
        )

    def put_session(self, session: WorkSession) -> None:
        """Store the session's new state; its revision is raised elsewhere."""
        self.work.put(replace(session, revision=self.session.revision))


Reply = Json
"""What a command tells the browser that sent it, beside that it was carried out."""

Command = Callable[[Call], Reply]

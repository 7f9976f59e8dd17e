"""The room itself: one object that serving calls, from any of its threads."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, datetime

from lmtools.domain.answers import Answer
from lmtools.domain.day import Day
from lmtools.domain.jsonable import Json
from lmtools.domain.session import Draft, Grouping, Outline, Participant, Role, WorkSession
from lmtools.domain.summary import Summary
from lmtools.domain.verbs import Kind
from lmtools.errors import N_, Conflict, LmtoolsError, NotAllowed, UsageError
from lmtools.room import keys
from lmtools.room.afterwards import Afterwards, Purged
from lmtools.room.answers import ReleasedFigures, answer_to
from lmtools.room.arguments import Arguments
from lmtools.room.board.board import Board
from lmtools.room.board.boards import Boards
from lmtools.room.call import Call
from lmtools.room.closing import day_of
from lmtools.room.commands.grouping import may_sit_at, newcomers_group
from lmtools.room.commands.table import COMMANDS, run
from lmtools.room.finding import Listed, find, listed, unknown
from lmtools.room.lately import Lately
from lmtools.room.policy import RoomPolicy
from lmtools.room.progress import Progress
from lmtools.room.showing.console import facilitator_json
from lmtools.room.showing.snapshot import snapshot
from lmtools.room.showing.view import View
from lmtools.room.starting import Started, add, new_session
from lmtools.room.visitor import Visitor
from lmtools.settings import LANGUAGES
from lmtools.store import Clashed, Store, StoreUnavailable, Work
from lmtools.text import Text

INSIDE_SECONDS = 60.0
"""So long it is taken for granted that a session which somebody came into is there under the same code.

What is then asked of it is told that it is gone, if it was deleted meanwhile at another node.
"""
_TRIES = 3  # of a command whose change had to give way to another's
NOBODYS = "0" * 32  # the id of no session
FULL = N_("Økta er full. Snakk med prosesslederen.")


class Room:
    """Sessions of a store.

    `now` gives the time with its zone; `released` the figures behind guesses; `worded` a session with the
    workbook's own words in another language.
    """

    def __init__(
        self,
        store: Store,
        *,
        released: ReleasedFigures | None = None,
        policy: RoomPolicy | None = None,
        worded: Callable[[WorkSession, str], WorkSession] | None = None,
        now: Callable[[], datetime] | None = None,
    ) -> None:
        self._store = store
        self._worded = worded or (lambda session, language: session)
        self._released = released
        self._policy = policy or RoomPolicy()
        self._now = now or (lambda: datetime.now().astimezone())
        self._boards = Boards(store, text_minimum=self._policy.text_minimum)
        self._inside: Lately[Visitor] = Lately(seconds=INSIDE_SECONDS, most=2000)
        self.after = Afterwards(store, self._boards, self._policy, self._now)
        self.progress = Progress(store, self._policy, self._now)

    # --- coming in --------------------------------------------------------------------------------

    def start(
        self,
        *,
        outline: Outline,
        school_key: str,
        school_name: str,
        groups: int,
        expected: int,
        language: str = "nb",
        ends_on: date | None = None,
        grade: str = "all",
        rehearsal: bool = False,
        grouping: Grouping = Grouping.DEALT,
    ) -> Started:
        """Start a session at the first moment of `outline`, its clock set and standing still.

        What is written is deleted after `ends_on`, by default 90 days from now. Raises UsageError.
        """
        session = new_session(
            outline,
            self._now(),
            groups=groups,
            most_groups=self._policy.groups,
            expected=expected,
            ends_on=ends_on,
            school_key=school_key,
            school_name=school_name,
            grade=grade,
            language=language,
            rehearsal=rehearsal,
            grouping=grouping,
        )
        key = keys.new_key()
        return Started(add(self._store, session, key), key)

    def enter(
        self,
        code: str,
        *,
        browser_id: str,
        language: str | None = None,
        trial: bool = False,
        table: int | None = None,
    ) -> Visitor:
        """Let a browser in as a participant, the same one each time; a new one is given a group, or asked.

        `trial`: the one who leads the session tries it out, in a browser that has not come in before.
        `table`: where a new one says that they sit, which counts unless the groups are made by lot.
        Raises NotFound for an unknown code, NotAllowed when the session is closed or full.
        """
        found = self._inside.get((code, browser_id)) or self._let_in(code, browser_id, language, trial, table)
        self._inside.keep((code, browser_id), found)
        return replace(found, language=language) if language in LANGUAGES else found

    def sit_at(self, visitor: Visitor, table: int) -> None:
        """Move one who comes by the address of another table there, where `enter` would have seated them.

        By the rules of `group.choose`; where they may not, nothing happens.
        """
        with self._store.reading() as work:
            session = work.one(WorkSession, id=visitor.session)
            me = work.one(Participant, id=visitor.participant, session=visitor.session)
        if session and me and me.group != table and may_sit_at(session, table):
            self._persist(visitor, {"id": keys.new_id(), "do": "group.choose", "group": table})

    def knows(self, code: str, browser_id: str) -> bool:
        """Whether a browser is in the session with this code. Takes as long when there is no such session."""
        with self._store.reading() as work:
            found = work.one(WorkSession, code="".join(code.split()))
            session = found.id if found else NOBODYS
            hashed = keys.browser_hash(session, browser_id)
            return work.one(Participant, session=session, browser_hash=hashed) is not None

    def facilitate(self, code: str, key: str) -> Visitor:
        """The facilitator, by the key that `start` gave. Raises NotFound or NotAllowed."""
        with self._store.reading() as work:
            found = work.one(WorkSession, code="".join(code.split()))
            own = found.id if found else NOBODYS  # the time it takes must not tell which codes exist
            stored = work.key_hash(own) or ""
        is_right = keys.is_same(stored, keys.key_hash(own, key))
        if found is None:
            raise unknown(code)
        if not is_right:
            raise NotAllowed("Nøkkelen passer ikke til denne økta.")
        return Visitor(Role.FACILITATOR, found.id, found.code, found.language)

    def trusted(self, code: str, role: Role, language: str | None = None) -> Visitor:
        """A facilitator or projector whom the server has already checked. Raises NotFound."""
        if role == Role.PARTICIPANT:
            raise NotAllowed("En deltaker må komme inn med koden.")
        session = self.session(code)
        return Visitor(role, session.id, session.code, language or session.language)

    # --- doing and seeing -------------------------------------------------------------------------

    def handle(self, visitor: Visitor, command: Mapping[str, object]) -> Json:
        """Carry out a command once and answer {"id", "ok": true, "revision", …}.

        A refusal answers {"id", "ok": false, "error"}, with "current" where someone else saved first and
        "retry": true where the store did not answer, so that the same command may be sent again.
        """
        command_id = command.get("id") if isinstance(command, Mapping) else None
        refusal: Json = {"id": command_id if isinstance(command_id, str) else None, "ok": False}
        text = Text(visitor.language)
        try:
            if not isinstance(command, Mapping):
                raise UsageError("Vi forsto ikke det som ble sendt. Last sida på nytt.")
            return self._persist(visitor, command)
        except Conflict as error:
            return {**refusal, "error": text.error(error), "current": error.current}
        except StoreUnavailable as error:
            return {**refusal, "error": text.error(error), "retry": True}
        except LmtoolsError as error:
            return {**refusal, "error": text.error(error)}

    def snapshot(self, visitor: Visitor) -> Json:
        """Everything this visitor may see now. Raises NotFound when the session is gone."""
        board = self._boards.of(visitor.session)
        return self._seen(board, visitor, self._drafts(visitor), self._answers(board))

    def snapshots(self, session: str, visitors: Collection[Visitor]) -> list[Json | LmtoolsError]:
        """The snapshot, or the refusal, of each of several visitors to one session, from one reading.

        Raises NotFound when the session is gone.
        """
        board = self._boards.of(session)
        answers, drafts = self._answers(board), self._all_drafts(session)
        found: list[Json | LmtoolsError] = []
        for visitor in visitors:
            try:
                found.append(self._seen(board, visitor, drafts.get(visitor.participant, {}), answers))
            except LmtoolsError as error:
                found.append(error)
        return found

    def revisions(self, codes: Collection[str]) -> dict[str, int]:
        """The revision of each session with one of these codes that is still there, in one look."""
        with self._store.reading() as work:
            return work.revisions(codes)

    def session(self, code: str) -> WorkSession:
        """The session with this code. Raises NotFound."""
        with self._store.reading() as work:
            return find(work, code)

    def sessions(self) -> list[Listed]:
        """All sessions in the store, newest first, for the facilitator's page."""
        with self._store.reading() as work:
            found = work.all(WorkSession)
        newest = sorted(found, key=lambda session: session.started_at, reverse=True)
        return [listed(session) for session in newest]

    # --- afterwards -------------------------------------------------------------------------------

    def day(self, code: str) -> Day:
        """What the day gives, for a report; nothing of a person and nothing not yet revealed."""
        board = self._boards.of(self.session(code).id)
        return day_of(board, self._answers(board), self._policy, self._now().date())

    def summary(self, code: str) -> Summary | None:
        """The page for pupils and parents, if anybody has written it. Raises NotFound."""
        return self._boards.of(self.session(code).id).summary

    def purge(self, today: date | None = None) -> tuple[Purged, ...]:
        """Delete every session past its end date, with all that was written; say which."""
        self._inside.clear()
        return self.after.purge(today or self._now().date())

    def end_rehearsal(self, code: str) -> None:
        """Delete a rehearsal with all that was written in it. Raises NotFound if there is none."""
        session = self.session(code)
        if not session.rehearsal:
            raise unknown(code)
        self.after.delete(session.id)

    def close(self) -> None:
        """Let go of the store's connections."""
        self._store.close()

    # --- inside -----------------------------------------------------------------------------------

    def _let_in(
        self, code: str, browser_id: str, language: str | None, trial: bool, table: int | None
    ) -> Visitor:
        with self._store.reading() as work:
            session = find(work, code)
            hashed = keys.browser_hash(session.id, browser_id)
            known = work.one(Participant, session=session.id, browser_hash=hashed)
            is_full = known is None and work.count(Participant, session=session.id) >= self._policy.people
        if is_full:  # told without a lock, so that a crowd at a full door does not hold up those inside
            raise NotAllowed(FULL)
        person = known or self._seat(session.id, hashed, language or session.language, trial, table)
        return Visitor(Role.PARTICIPANT, session.id, session.code, person.language, person.id)

    @contextmanager
    def _changing(self, session: str) -> Iterator[tuple[Work, WorkSession]]:
        with self._store.changing(session) as (work, locked):
            yield work, locked
        if work.raised_to is not None:
            self._boards.changed(session, work.raised_to, work.touched)

    def _seat(
        self, session_id: str, hashed: str, language: str, trial: bool, table: int | None
    ) -> Participant:
        with self._changing(session_id) as (work, session):
            known = work.one(Participant, session=session.id, browser_hash=hashed)
            if known:
                return known
            if session.closed:
                raise NotAllowed("Økta er avsluttet.")
            sizes = work.tally(Participant, "group", session=session.id)
            if sum(sizes.values()) >= self._policy.people:
                raise NotAllowed(FULL)
            person = Participant(
                id=keys.new_id(),
                session=session.id,
                browser_hash=hashed,
                group=newcomers_group(session, sizes, table),
                language=language if language in LANGUAGES else "nb",
                trial=trial,
            )
            work.put(person)
            work.bump(session)
            return person

    def _persist(self, visitor: Visitor, command: Mapping[str, object]) -> Json:
        """Carry it out, again where another change took its place: sending it twice is harmless."""
        for _ in range(_TRIES - 1):
            try:
                return self._carry_out(visitor, command)
            except Clashed:
                continue
        return self._carry_out(visitor, command)

    def _carry_out(self, visitor: Visitor, command: Mapping[str, object]) -> Json:
        arguments = Arguments(command)
        command_id = arguments.identifier("id")
        rule = COMMANDS.get(str(command.get("do")))
        if rule is None:
            raise UsageError("Vi forsto ikke det som ble sendt. Last sida på nytt.")
        if visitor.role not in rule.roles:
            raise NotAllowed("Det er ikke din rolle å gjøre dette.")
        with self._changing(visitor.session) as (work, session):
            earlier = work.answer_to(session.id, visitor.actor, command_id)
            if earlier is not None:
                return earlier
            if session.closed and not (rule.after_close and visitor.role == Role.FACILITATOR):
                raise NotAllowed("Økta er avsluttet, så det kan ikke skrives mer i den.")
            call = Call(work, session, visitor, arguments, self._policy, self._now())
            answer = {"id": command_id, "ok": True, **run(rule, call)}
            work.remember_answer(session.id, visitor.actor, command_id, answer)
        if Participant in work.touched:  # a language, or a seat
            self._inside.clear()
        return answer

    def _seen(
        self,
        board: Board,
        visitor: Visitor,
        drafts: Mapping[tuple[str, str], str],
        answers: Mapping[str, Answer],
    ) -> Json:
        me = board.participants.get(visitor.participant or "")
        if me is not None and me.trial:
            board = board.tried_by(me.id)
        session = self._worded(board.session, visitor.language)
        view = View(board, session, visitor, self._policy, self._now(), drafts, answers)
        if visitor.role == Role.PARTICIPANT and view.me is None:
            raise NotAllowed("Du er ikke med i økta lenger. Skriv koden fra lerretet på nytt.")
        shown = snapshot(view)
        return {**shown, "facilitator": facilitator_json(view)} if view.leads else shown

    def _all_drafts(self, session: str) -> dict[str | None, dict[tuple[str, str], str]]:
        found: dict[str | None, dict[tuple[str, str], str]] = {}
        with self._store.reading() as work:
            for draft in work.all(Draft, session=session):
                found.setdefault(draft.participant, {})[draft.step, draft.box] = draft.text
        return found

    def _drafts(self, visitor: Visitor) -> dict[tuple[str, str], str]:
        if visitor.participant is None:
            return {}
        with self._store.reading() as work:
            mine = work.all(Draft, session=visitor.session, participant=visitor.participant)
        return {(draft.step, draft.box): draft.text for draft in mine}

    def _answers(self, board: Board) -> dict[str, Answer]:
        found = {}
        for step in board.session.steps:
            if step.kind == Kind.GUESS and board.activity(step.key).revealed:
                answer = answer_to(step, board.session, self._released)
                if answer is not None:
                    found[step.key] = answer
        return found

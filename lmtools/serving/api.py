"""The calls of the pages: join, sign in, start a session, speak with the room."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from importlib import import_module
from typing import TYPE_CHECKING

from lmtools.domain.session import Grouping, Role
from lmtools.errors import N_, LmtoolsError, NotAllowed
from lmtools.serving.addresses import shown_address
from lmtools.serving.base import NOT_UNDERSTOOD, ApiHandler
from lmtools.serving.rendered import Occasion
from lmtools.serving.security import TooMany
from lmtools.serving.visitors import (
    ONLY_THE_FACILITATOR,
    Pass,
    code_in,
    facilitator_of,
    join,
    keep_pass,
    must_own,
    sign_in,
    visitor,
)

if TYPE_CHECKING:
    from lmtools.room import Visitor

MOST_COMMANDS = 200
"""As many as a phone may have waiting when its net comes back."""


class HealthCall(ApiHandler):
    """`GET api/health`: whether a proxy may send visitors here.

    `figures` is the same on two servers when they show the same figures; `address` is where this was asked,
    as a proxy in front tells it, and "" on this very machine. That the database does not answer is not told
    here: a page gets a sentence from us, and nothing from a proxy.
    """

    def get(self) -> None:
        """Yes, or no with status 503 when this server is about to stop."""
        if self.site.draining.begun:
            self.answer({"ok": False, "draining": True}, 503)
            return
        address = shown_address(self.request, self.site.base, "")
        self.answer({"ok": True, "figures": self.site.figures.mark, "address": address})


class AliveCall(ApiHandler):
    """`GET api/alive`: the process lives, also while it is about to stop."""

    def get(self) -> None:
        """Say that we are here."""
        self.answer({"ok": True})


class JoinCall(ApiHandler):
    """`POST api/join {code, language}` gives `{url}` and makes the browser a participant."""

    async def post(self) -> None:
        """Join."""
        body = self.body()
        language = body.get("language")
        if isinstance(language, str):
            self.keep_language(language)
        self.answer({"url": await join(self, code_in(str(body.get("code", ""))))})


class SignInCall(ApiHandler):
    """`POST api/sign-in {key, code?}` gives `{ok}` and keeps the proof in a cookie."""

    async def post(self) -> None:
        """Sign in."""
        body = self.body()
        code = body.get("code")
        await sign_in(self, str(body.get("key", "")), str(code) if code else None)
        self.answer({"ok": True})


class SessionsCall(ApiHandler):
    """`GET api/sessions` lists the sessions that this browser may lead."""

    async def get(self) -> None:
        """List them, the newest first."""
        proof = facilitator_of(self)
        if proof is None:
            raise NotAllowed(ONLY_THE_FACILITATOR)
        sessions = await self.site.run(self.site.room.sessions)
        self.answer({"sessions": [entry for entry in sessions if proof.opens(entry["code"])]})


class SessionCall(ApiHandler):
    """`POST api/session {workbook, school, grade, groups, grouping, expected, language, ends_on}` starts one.

    In place of `workbook`: `agenda`, one of the school's own, or `ready`, one that comes with lmtools.
    """

    async def post(self) -> None:
        """Start a session; needs the server's key."""
        must_own(self, N_("Bare prosesslederen kan starte ei økt. Logg inn med nøkkelen."))
        body, site = self.body(), self.site
        grouping = way(body, "grouping")
        language = str(body.get("language") or self.language)
        workbook = await site.run(self._workbook_of, body)
        outline = await site.run(site.workbooks.outline, workbook, language)
        school = str(body.get("school") or "")
        started = await site.run(
            site.room.start,
            outline=outline,
            school_key=school,
            school_name=self._name_of(school),
            groups=whole(body, "groups", 1, 60, default=6),
            expected=whole(body, "expected", 1, 1000, default=30),
            language=language,
            ends_on=day(body, "ends_on"),
            grade=str(body.get("grade") or "all"),
            grouping=grouping,
        )
        code = started.session.code
        # Everybody opens the page in the same minute: have it ready before the first one scans the code.
        site.books.warm(Occasion.of(started.session, language))
        # Loading the solver takes a second or two, which the first result that is shown need not wait for.
        site.threads.submit(import_module, "lmtools.disclosure")
        keep_pass(self, Pass(codes=(code,)))
        self.answer({"code": code, "key": started.key, "url": f"{site.base}okt/{code}/styr"}, 201)

    def _workbook_of(self, body: Mapping[str, object]) -> str:
        agendas = self.site.agendas
        if "ready" in body:
            return agendas.begin(agendas.find_ready(str(body["ready"])))
        if "agenda" in body:
            return agendas.begin(agendas.agenda(str(body["agenda"])))
        return str(body.get("workbook", ""))

    def _name_of(self, school: str) -> str:
        for unit in self.site.released.units():
            if unit.key == school:
                return str(unit.name)
        raise LmtoolsError(
            "Velg skolen økta gjelder. Finner du den ikke, må tallene leses inn med lmtools import først."
        )


class RoomCall(ApiHandler):
    """`api/room/<code>?as=…`: GET gives the snapshot, POST applies commands first."""

    _is_given_up = False

    async def get(self, code: str) -> None:
        """Answer with what this visitor sees now."""
        who = await visitor(self, code, self.role())
        await self._tell(who)

    async def post(self, code: str) -> None:
        """Apply the commands in their order; one that is refused does not stop the others."""
        commands = self.body().get("commands")
        if not isinstance(commands, list) or len(commands) > MOST_COMMANDS:
            raise LmtoolsError(NOT_UNDERSTOOD)
        who = await visitor(self, code, self.role())
        if who.participant and not self.site.writing.use(who.participant, len(commands)):
            raise TooMany("Det kom mye på en gang herfra. Det du har skrevet, sendes om litt.")
        async with self.site.turn_to_write():
            results = await self.site.run(self._apply, who, commands)
        self.site.live.poke(code)
        await self._tell(who, results)

    def on_connection_close(self) -> None:
        """The page has given up on the answer; it sends again what it was not told of."""
        self._is_given_up = True

    def role(self) -> str:
        """What the page asks as; a participant when it does not say."""
        return self.get_query_argument("as", Role.PARTICIPANT)

    # In a rush the requests that nobody waits for any more must not hold up those that are waited for.

    async def _tell(self, who: Visitor, results: list[dict[str, object]] | None = None) -> None:
        snapshot = await self.site.run(self._look, who)
        if snapshot is not None:
            self.answer(snapshot if results is None else {"results": results, "snapshot": snapshot})

    def _look(self, who: Visitor) -> dict[str, object] | None:
        return None if self._is_given_up else self.site.look(who, self.request)

    def _apply(self, who: Visitor, commands: list[Mapping[str, object]]) -> list[dict[str, object]]:
        return [self.site.room.handle(who, command) for command in commands if not self._is_given_up]


def whole(body: Mapping[str, object], name: str, low: int, high: int, *, default: int) -> int:
    """The whole number `body[name]`, which must lie from `low` to `high`."""
    value = body.get(name, default)
    try:
        number = int(str(value))
    except ValueError:
        number = low - 1
    if not low <= number <= high:
        raise LmtoolsError("Skriv et tall fra {low} til {high}.", low=low, high=high)
    return number


def way(body: Mapping[str, object], name: str) -> Grouping:
    """How the groups are made, as `body[name]` says; by lot when it was not sent."""
    try:
        return Grouping(str(body.get(name) or Grouping.DEALT))
    except ValueError:
        raise LmtoolsError("Velg hvordan gruppene skal lages.") from None


def day(body: Mapping[str, object], name: str) -> date | None:
    """The date `body[name]` as ISO text; None when it was not sent."""
    value = body.get(name)
    if not value:
        return None
    try:
        return date.fromisoformat(str(value))
    except ValueError:
        raise LmtoolsError("Velg en dato, for eksempel 2027-06-30.") from None

"""The plan after the day: documents, what the figures say, carried on, given voices, read in from a file."""

from __future__ import annotations

from collections.abc import Mapping
from http import HTTPStatus

from lmtools.domain.record import PlanRecord
from lmtools.domain.session import Role
from lmtools.errors import LmtoolsError, NotAllowed
from lmtools.reports import figures_of, read_plan_sheets
from lmtools.room import Visitor, planfile
from lmtools.serving.base import ApiHandler
from lmtools.serving.documents import DownloadHandler
from lmtools.serving.pages import today
from lmtools.serving.rendering import PLAN_TYPES, file_name, render_plan
from lmtools.serving.visitors import facilitator_of, must_lead, visitor


class PlanDocument(DownloadHandler):
    """`GET api/room/<code>/goals.docx|xlsx|html|json`: the plan as it stands now, for who leads."""

    async def get(self, code: str, kind: str) -> None:
        """Write it."""
        await must_lead(self, code)
        content = await self.site.run(self._write, code, kind)
        day = await self.site.run(self.site.room.day, code)
        self.send_file(content, PLAN_TYPES[kind], file_name("goals", kind, day, self.language))

    def _write(self, code: str, kind: str) -> bytes:
        site = self.site
        record = site.room.after.plan(site.room.session(code).id)
        return render_plan(
            kind, record, released=site.released, language=self.language, today=today(), look=self.look
        )


class GoalsCall(ApiHandler):
    """`GET api/room/<code>/goals` gives `{figures: {goal: {name, kind, text, why}}, earlier: [session]}`."""

    async def get(self, code: str) -> None:
        """Say what the released figures say of each goal, and which sessions' plans can be carried on."""
        await must_lead(self, code)
        self.answer(await self.site.run(self._look, code))

    def _look(self, code: str) -> dict[str, object]:
        site = self.site
        session = site.room.session(code)
        found = figures_of(site.room.after.plan(session.id), site.released, self.text)
        figures = {
            goal: {"name": one.name, "kind": one.kind, "text": one.text, "why": one.why}
            for goal, one in found.items()
        }
        proof = facilitator_of(self)
        earlier = [
            one
            for one in site.room.sessions()
            if one["school"]["key"] == session.school_key
            and one["code"] != session.code
            and proof is not None
            and proof.opens(one["code"])
        ]
        return {"figures": figures, "earlier": earlier}


class CarryCall(ApiHandler):
    """`POST api/room/<code>/carry {from, everything?}` takes over an earlier session's plan.

    The one who asks must lead both. Gives `{goals}`: how many came.
    """

    async def post(self, code: str) -> None:
        """Take it over."""
        body = self.body()
        earlier = str(body.get("from", ""))
        await must_lead(self, code)
        await must_lead(self, earlier)
        count = await self.site.run(self._carry, code, earlier, body.get("everything") is True)
        self.site.live.poke(code)
        self.answer({"goals": count})

    def _carry(self, code: str, earlier: str, everything: bool) -> int:
        room = self.site.room
        if room.session(earlier).id == room.session(code).id:
            raise LmtoolsError("Planen er i denne økta allerede. Velg ei tidligere økt.")
        return room.after.carry_on(room.session(earlier).id, room.session(code).id, everything=everything)


class VoicesCall(ApiHandler):
    """What pupils and parents said, beside the goals. The one who asks must lead both sessions.

    `GET api/room/<code>/voices?from=<code>` gives `{points: [{id, text}]}`: what the other session has shown.
    `POST api/room/<code>/voices {goal, from, points, who?, role?, reason?}` gives `{voices}`: how many new.
    """

    async def get(self, code: str) -> None:
        """Say what can be brought."""
        said = self.get_query_argument("from", "")
        await must_lead(self, code)
        await must_lead(self, said)
        points = await self.site.run(self._points, code, said)
        self.answer({"points": points})

    async def post(self, code: str) -> None:
        """Put what is chosen beside the goal."""
        body = self.body()
        said = str(body.get("from", ""))
        who = await visitor(self, code, Role.FACILITATOR)
        await must_lead(self, said)
        count = await self.site.run(self._add, who, said, body)
        self.site.live.poke(code)
        self.answer({"voices": count})

    def _points(self, code: str, said: str) -> list[dict[str, str]]:
        room = self.site.room
        offered = room.after.voices(room.session(said).id, room.session(code).id)
        return [{"id": link.source, "text": link.text} for link in offered]

    def _add(self, who: Visitor, said: str, body: Mapping[str, object]) -> int:
        return self.site.room.after.add_voices(who, self.site.room.session(said).id, body)


class PlanFileCall(ApiHandler):
    """`POST api/room/<code>/goals-file?everything=1`, a plan's json or xlsx as the body."""

    async def post(self, code: str) -> None:
        """Take its goals and actions into the session; gives `{goals}`: how many came."""
        await must_lead(self, code)
        if self.request.headers.get("Content-Type") not in (PLAN_TYPES["json"], PLAN_TYPES["xlsx"]):
            raise NotAllowed("Velg ei planfil som slutter på .json eller .xlsx.")
        everything = self.get_query_argument("everything", "") == "1"
        count = await self.site.run(self._take, code, everything)
        self.site.live.poke(code)
        self.answer({"goals": count}, HTTPStatus.CREATED)

    def _take(self, code: str, everything: bool) -> int:
        record = read_plan(self.request.body)
        return self.site.room.after.take_plan(record, self.site.room.session(code).id, everything=everything)


def read_plan(data: bytes) -> PlanRecord:
    """A plan from its json file or its spreadsheet, told apart by what is in it. Raises BadPlan."""
    return read_plan_sheets(data) if data.startswith(b"PK") else planfile.read(data)

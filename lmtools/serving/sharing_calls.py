"""Sharing an action with the other schools, and taking it back: only for the one who leads its session."""

from __future__ import annotations

import secrets
from datetime import timedelta

from lmtools.domain.shared_action import KEPT_DAYS, TEXT_LENGTH, SharedAction
from lmtools.errors import NotFound, UsageError
from lmtools.room.arguments import Arguments
from lmtools.serving.base import ApiHandler
from lmtools.serving.pages import today
from lmtools.serving.shared_actions import TEXTS, SharedActions
from lmtools.serving.visitors import must_lead
from lmtools.text import Text

_NEEDED = ("action", "result")


class SharingCall(ApiHandler):
    """`GET api/room/<code>/shared`: the plan's actions and which are shared.

    `POST {action_id, action, goal, context, result}` shares one, `POST {take_back}` deletes one; both answer
    as GET does. For the facilitator alone, also when the session is closed.
    """

    async def get(self, code: str) -> None:
        """Answer {"actions": [{id, action, goal, context, result, shared, ends_on}]}."""
        await must_lead(self, code)
        self.answer(await self.site.run(self._found, code))

    async def post(self, code: str) -> None:
        """Share, or take back."""
        await must_lead(self, code)
        body = self.body()
        await self.site.run(self._change, code, Arguments(body))
        self.answer(await self.site.run(self._found, code))

    @property
    def _folder(self) -> SharedActions:
        return SharedActions(self.site.options.settings.data_dir)

    def _found(self, code: str) -> dict[str, object]:
        day = self.site.room.day(code)
        shared = {one.action_id: one for one in self._folder.all(today()) if one.mark == day.session.mark}
        return {
            "actions": [
                _row(action.id, action.text, planned.goal.text, shared.get(action.id), self.text)
                for planned in day.goals
                for action in planned.actions
            ]
        }

    def _change(self, code: str, arguments: Arguments) -> None:
        session = self.site.room.session(code)
        if arguments.has("take_back"):
            self._folder.take_back(arguments.identifier("take_back"), session.mark, today())
            return
        action_id = arguments.identifier("action_id")
        day = self.site.room.day(code)
        if action_id not in {action.id for planned in day.goals for action in planned.actions}:
            raise NotFound("Vi finner ikke dette tiltaket. Noen kan ha tatt det bort.")
        texts = {name: arguments.text(name, TEXT_LENGTH) for name in TEXTS}
        if not all(texts[name] for name in _NEEDED):
            raise UsageError("Skriv hva dere gjorde, og hva dere så. Da har de andre nytte av det.")
        shared = SharedAction(
            id=secrets.token_hex(16),
            mark=session.mark,
            action_id=action_id,
            school_key=session.school_key,
            school_name=session.school_name,
            **texts,
            ends_on=today() + timedelta(days=KEPT_DAYS),
        )
        self._folder.share(shared, today())


def _row(
    action_id: str, action: str, goal: str, shared: SharedAction | None, text: Text
) -> dict[str, object]:
    """One action as the form gets it: the words that are shared, or those of the plan to begin with."""
    if shared is None:
        return {"id": action_id, "action": action, "goal": goal, "context": "", "result": "", "shared": None}
    return {
        "id": action_id,
        **{name: getattr(shared, name) for name in TEXTS},
        "shared": shared.id,
        "ends_on": text.date(shared.ends_on),
    }

"""What an invented colleague does in a phase: commands as their page would have sent them.

Only what is shown on the projector as a count at once is `seen`: a guess, a vote, a rating, a promise.
"""

from __future__ import annotations

import random
import uuid
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from lmtools.domain.session import Phase
from lmtools.domain.verbs import LEVELS, Kind
from lmtools.rehearsal import texts
from lmtools.rehearsal.people import Colleague
from lmtools.rehearsal.shapes import ActivityShown, Snapshot, StepShown


@dataclass(frozen=True)
class Scene:
    """Where the session stands: a step as a page gets it, its phase, and what its activity shows."""

    step: StepShown
    phase: Phase
    round: int
    activity: ActivityShown

    @classmethod
    def of(cls, snapshot: Snapshot) -> Scene:
        """The scene that `snapshot` shows."""
        now = snapshot["now"]
        step = next(step for step in snapshot["steps"] if step["key"] == now["step"])
        activity = snapshot["activities"].get(now["step"], {})
        return cls(step, Phase(now["phase"]), now["round"], activity)

    @property
    def key(self) -> str:
        """The step's key."""
        return self.step["key"]

    @property
    def kind(self) -> Kind:
        """What people do in the step."""
        return Kind(self.step["kind"])

    @property
    def has_tables(self) -> bool:
        """Whether the step has a phase at the tables."""
        return str(Phase.GROUP) in self.step["phases"]


@dataclass(frozen=True)
class Act:
    """One command. `seen`: whether the projector shows at once that it has come."""

    do: str
    fields: Mapping[str, object] = field(default_factory=dict)
    seen: bool = False


def acts(scene: Scene, who: Colleague, chance: random.Random) -> list[Act]:
    """What `who` does in this phase, in order. They say "ready" at the end where there is work to do."""
    act = _BY_KIND.get((scene.kind, scene.phase))
    done = act(scene, who, chance) if act else []
    is_work = scene.phase != Phase.PLENARY and scene.kind not in (Kind.RESULTS, Kind.REPORT)
    return [*done, Act("ready", {"step": scene.key, "ready": True})] if is_work else done


def _guess(scene: Scene, _: Colleague, chance: random.Random) -> list[Act]:
    return [Act("guess.lock", {"step": scene.key, "value": chance.randrange(0, 41)}, seen=True)]


def _write(scene: Scene, who: Colleague, chance: random.Random) -> list[Act]:
    written: list[Act] = []
    for text in chance.sample(texts.THOUGHTS, k=2):
        note, box = str(uuid.uuid4()), chance.choice(scene.step["boxes"])["key"]
        where = {"step": scene.key, "box": box, "text": who.room.say(text)}
        half = {**where, "text": where["text"][: len(where["text"]) // 2]}
        written += [Act("draft.save", half), Act("note.add", {**where, "note": note})]
        who.notes.setdefault(scene.key, []).append(note)
    return written if scene.has_tables else [*written, *_send(scene, who, chance)]


def _agree(scene: Scene, who: Colleague, chance: random.Random) -> list[Act]:
    notes = who.notes.get(scene.key, [])
    shared = [Act("note.share", {"note": note, "shared": True}) for note in notes[:1]]
    if not who.is_first:
        return shared
    return [Act("role.take", {"role": "secretary"}), *shared, *_send(scene, who, chance)]


def _send(scene: Scene, who: Colleague, chance: random.Random) -> list[Act]:
    point = {
        "point": str(uuid.uuid4()),
        "step": scene.key,
        "box": chance.choice(scene.step["boxes"])["key"],
        "text": who.room.say(chance.choice(texts.POINTS)),
        "notes": who.notes.get(scene.key, [])[:1],
    }
    return [Act("point.add", point)]


def _rate(scene: Scene, _: Colleague, chance: random.Random) -> list[Act]:
    """One answer at a time, as they are tapped."""
    keys = [scale["key"] for scale in scene.step["scales"]]
    rows = [{item["key"]: {key: chance.choice(LEVELS) for key in keys}} for item in scene.step["items"]]
    return [Act("rate", {"step": scene.key, "ratings": row}, seen=n == 0) for n, row in enumerate(rows)]


def _promise(scene: Scene, who: Colleague, chance: random.Random) -> list[Act]:
    saved = Act("commit.save", {"step": scene.key, "text": who.room.say(texts.PROMISE)}, seen=True)
    audience = chance.choice(("nobody", "group", "plenary"))
    return [saved, Act("commit.share", {"step": scene.key, "with": audience})]


def _vote(scene: Scene, _: Colleague, chance: random.Random) -> list[Act]:
    options = [option["id"] for option in scene.activity.get("options", [])]
    if not options:
        return []
    given = Counter(chance.choices(options, k=scene.activity["points"]))
    return [Act("vote.cast", {"step": scene.key, "round": scene.round, "votes": dict(given)}, seen=True)]


def _plan(scene: Scene, who: Colleague, _: random.Random) -> list[Act]:
    """The first at each of the first tables writes one action; there is room for three to a goal."""
    goals = scene.activity.get("goals", [])
    turn = who.group - 1
    if not (who.is_first and goals and turn < len(goals)):
        return []
    goal = goals[turn]
    said = {"text": texts.ACTIONS[turn % 2], "who": texts.WHO, "when": texts.WHEN, "success_sign": texts.SIGN}
    action = {name: who.room.say(text) for name, text in said.items()}
    return [Act("action.save", {"action": str(uuid.uuid4()), "goal": goal["id"], **action}, seen=True)]


Acting = Callable[[Scene, Colleague, random.Random], list[Act]]
_BY_KIND: Mapping[tuple[Kind, Phase], Acting] = {
    (Kind.GUESS, Phase.ALONE): _guess,
    (Kind.BOARD, Phase.ALONE): _write,
    (Kind.BOARD, Phase.GROUP): _agree,
    (Kind.RATING, Phase.ALONE): _rate,
    (Kind.PRIVATE, Phase.ALONE): _promise,
    (Kind.VOTE, Phase.ALONE): _vote,
    (Kind.PLAN, Phase.GROUP): _plan,
}

"""Two invented years at three invented schools: their surveys as files, and days that are really held."""

from __future__ import annotations

import random
import uuid
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from lmtools.book.outlining import outline
from lmtools.domain.session import Phase
from lmtools.domain.verbs import Kind
from lmtools.room import Room, Started, Visitor
from lmtools.room.commands.table import COMMANDS

PLACE = {"Fylkekode": "93", "Fylke": "Utmark", "Kommunekode": "9301", "Kommune": "Granvik"}
COUNTRY = {"Fylkekode": "00", "Fylke": "Alle fylker", "Kommunekode": "0000", "Kommune": "Alle kommuner"}
RULES = "Felles regler"
INDEXES = {"EUIndeks_1379": "Trivsel", "EUIndeks_1380": "Støtte fra lærer", "EUIndeks_1387": RULES}
YEARS = (2024, 2025, 2026)
PEOPLE = 6  # one more than the fewest that are counted


@dataclass(frozen=True)
class School:
    """An invented school: how many pupils answer, and the true mean of the index it works with, by year."""

    key: str
    name: str
    pupils: int
    rules: tuple[float, float, float] = (3.7, 3.7, 3.7)


GRANLI = School("999903010", "Granli ungdomsskole", 95, rules=(3.1, 3.2, 3.7))
HAUGEN = School("999903028", "Haugen skole", 60)
VIKA = School("999903036", "Vika oppvekstsenter", 7)
SCHOOLS = (HAUGEN, VIKA, GRANLI)  # in no order that a page should keep


def write_survey(folder: Path, year: int) -> Path:
    """The file of one autumn's survey, as Udir's table 148 has it; the same each time it is made."""
    chance = random.Random(year)
    rows = [row for school in SCHOOLS for row in _rows_of(school, year, chance)]
    rows += _others("3", "9301", {**PLACE, "EnhetNavn": "Alle skoler"}, year, 640)
    rows += _others("1", "I", {**COUNTRY, "EnhetNavn": "Alle skoler"}, year, 52_000)
    path = folder / f"eksport-148-{year}.csv"
    lines = [";".join(rows[0]), *(";".join(row.values()) for row in rows)]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def _rows_of(school: School, year: int, chance: random.Random) -> list[dict[str, str]]:
    unit = {**PLACE, "EnhetNavn": school.name}
    return [
        _row(
            "4",
            school.key,
            unit,
            year,
            code,
            school.pupils,
            _mean(school, code, year) + chance.gauss(0, 0.8 / school.pupils**0.5),
        )
        for code in INDEXES
    ]


def _mean(school: School, code: str, year: int) -> float:
    return school.rules[YEARS.index(year)] if INDEXES[code] == RULES else 4.0


def _others(level: str, key: str, unit: dict[str, str], year: int, pupils: int) -> list[dict[str, str]]:
    means = {code: 3.7 if name == RULES else 4.0 for code, name in INDEXES.items()}
    return [_row(level, key, unit, year, code, pupils, mean) for code, mean in means.items()]


def _row(
    level: str, key: str, unit: dict[str, str], year: int, code: str, pupils: int, mean: float
) -> dict[str, str]:
    is_small = pupils < 10
    return {
        "Spoersmaalgruppekode": code,
        "Spoersmaalgruppe": INDEXES[code],
        "Spoersmaalkode": code,
        "Spoersmaalnavn": "Alle spørsmål",
        "Skoleaarnavn": f"{year}-{(year + 1) % 100}",
        "EnhetNivaa": level,
        "Nasjonaltkode": "I",
        "Nasjonalt": "Hele landet",
        **unit,
        "Organisasjonsnummer": key,
        "Trinnnavn": "10. årstrinn",
        "EierformNavn": "Alle eierformer",
        "Kjoenn": "Alle kjønn",
        "Score": "*" if is_small else f"{mean:.1f}".replace(".", ","),
        "Standardavvik": "*" if is_small else "0,8",
        "AntallBesvart": "*" if is_small else str(pupils),
    }


@dataclass
class HeldDay:
    """One session of one school, held with the room's own calls."""

    room: Room
    school: School
    started: Started
    people: list[Visitor] = field(default_factory=list)
    facilitator: Visitor = field(init=False)

    def __post_init__(self) -> None:
        self.facilitator = self.room.facilitate(self.code, self.started.key)

    @property
    def code(self) -> str:
        return self.started.session.code

    @property
    def words(self) -> str:
        """What everything written here begins with, so that it is known again wherever it turns up."""
        return f"{self.school.name.split()[0]}ord {self.started.session.workbook}"

    def do(self, who: Visitor, do: str, /, **fields: Any) -> dict[str, Any]:
        answer = self.room.handle(who, {"id": str(uuid.uuid4()), "do": do, **fields})
        assert answer["ok"], (do, answer)
        return answer

    def lead(self, do: str, /, **fields: Any) -> dict[str, Any]:
        return self.do(self.facilitator, do, **fields)

    def hold(self) -> None:
        """People come, and every step is done alone, at the tables and together; then it is closed."""
        self.people = [
            self.room.enter(self.code, browser_id=f"{self.code}-{number}") for number in range(PEOPLE)
        ]
        for step in self.started.session.steps:
            act = ACTS.get(step.kind)
            if act is not None:
                self.lead("go", step=step.key, phase=str(step.phases[0]))
                act(self, step)

    def close(self) -> None:
        self.lead("close")

    def plan(self, goal: str, *, on: date, finding: str = RULES, goals: tuple[str, ...] = ()) -> str:
        """A whole plan: one goal with one action, help and a date. Returns the goal's id."""
        new = str(uuid.uuid4())
        author = self.people[0]
        self.do(author, "goal.save", goal=new, text=f"{self.words} mål: {goal}", finding=finding)
        self.do(
            author,
            "action.save",
            action=f"{new}-1",
            goal=new,
            text=f"{self.words} tiltak",
            who=f"{self.words} hvem",
            when="15. januar",
            success_sign=f"{self.words} tegn",
        )
        self.lead(
            "plan.save",
            participation=f"{self.words} elevrådet",
            support_leader=f"{self.words} tid",
            support_owner="Vikar",
            support_ppt="Veiledning",
            evaluate_on=on.isoformat(),
        )
        return new

    def seen(self) -> str:
        """All that the one who leads it, and one who takes part, can see of it."""
        views = [self.room.snapshot(who) for who in (self.facilitator, *self.people[:1])]
        return repr([*views, self.room.day(self.code)])


def start_day(room: Room, school: School, workbook: str, ends_on: date) -> HeldDay:
    """A session on a workbook that comes with lmtools."""
    started = room.start(
        outline=outline(workbook),
        school_key=school.key,
        school_name=school.name,
        groups=2,
        expected=PEOPLE,
        grade="10",
        ends_on=ends_on,
    )
    return HeldDay(room, school, started)


def carry_on(before: HeldDay, now: HeldDay) -> None:
    """Take the plan of an earlier day along to a new one, under the same ids.

    Where the room can do it by itself it does; otherwise the facilitator writes the goals and what is not
    done over again.
    """
    carried = getattr(before.room.after, "carry_on", None)
    if carried is not None:
        carried(before.started.session.id, now.started.session.id)
        return
    for planned in before.room.day(before.code).goals:
        goal = planned.goal
        now.lead("goal.save", goal=goal.id, text=goal.text, finding=goal.finding, target=goal.target)
        for action in planned.actions:
            texts = {name: getattr(action, name) for name in ("text", "who", "when", "success_sign")}
            now.lead("action.save", action=action.id, goal=goal.id, **texts, status=str(action.status))


def review(day: HeldDay, goal: str, *, status: str) -> None:
    """Say how it went: the action's status, and a review where the room has a place for one."""
    day.lead("action.save", action=f"{goal}-1", goal=goal, status=status)
    if "goal.review" in COMMANDS:
        outcome = "done" if status == "done" else "partly"
        day.lead("action.review", action=f"{goal}-1", outcome=outcome, why=f"{day.words} hvorfor")
        day.lead("goal.review", goal=goal, verdict="keep", learned=f"{day.words} lært", questioned="")


def _write(day: HeldDay, step: Any) -> None:
    box = step.boxes[0].key
    for number, person in enumerate(day.people):
        note = str(uuid.uuid4())
        day.do(person, "note.add", note=note, step=step.key, text=f"{day.words} notat {number}", box=box)
    if Phase.GROUP not in step.phases:
        return
    day.lead("go", step=step.key, phase="group")
    for number, person in enumerate(day.people[:2]):
        point = str(uuid.uuid4())
        words = f"{day.words} punkt {step.key} {number}"
        day.do(person, "point.add", point=point, step=step.key, text=words, box=box, notes=[])
        day.lead("moderate", point=point, show=True)


def _guess(day: HeldDay, step: Any) -> None:
    for number, person in enumerate(day.people):
        day.do(person, "guess.lock", step=step.key, value=10 + number)


def _vote(day: HeldDay, step: Any) -> None:
    options = day.room.snapshot(day.people[0])["activities"][step.key]["options"]
    for person in day.people:
        day.do(person, "vote.cast", step=step.key, round=1, votes={options[0]["id"]: 1})


def _rate(day: HeldDay, step: Any) -> None:
    scale = step.scales[0].key
    for person in day.people:
        day.do(person, "rate", step=step.key, ratings={step.items[0].key: {scale: 4}})


ACTS = {Kind.BOARD: _write, Kind.GUESS: _guess, Kind.VOTE: _vote, Kind.RATING: _rate}

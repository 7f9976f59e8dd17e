"""The kinds of activity: what a verb asks of people, in which boxes, about which items, on which scales.

A workbook has many verbs and few kinds. The room, the book and the reports ask for a step's kind.
Titles here are msgids; they are translated where they are shown.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from enum import StrEnum
from types import MappingProxyType

from lmtools.errors import N_

LEVELS = (1, 2, 3, 4, 5)
MIDDLE = 3


class Kind(StrEnum):
    """What people do in an activity, whatever it is about."""

    GUESS = "guess"
    RESULTS = "results"
    BOARD = "board"  # notes, then a group's points, then plenary points, in boxes
    RATING = "rating"  # items rated on scales
    PRIVATE = "private"  # a text that only its writer sees
    VOTE = "vote"  # points shared out, in two rounds
    PLAN = "plan"
    REPORT = "report"


@dataclass(frozen=True)
class Box:
    """A named place for notes and points. `key` is "" where a board has only one."""

    key: str
    title: str = ""
    hint: str = ""


@dataclass(frozen=True)
class Item:
    """Something that is rated."""

    key: str
    text: str


@dataclass(frozen=True)
class Scale:
    """Levels from 1 (`low`) to 5 (`high`)."""

    key: str
    title: str
    low: str
    high: str


@dataclass(frozen=True)
class Quadrant:
    """Where an item lands on two scales: high or low on the first, high or low on the second."""

    key: str
    title: str


ONE_BOX = (Box(""),)
IMPORTANCE = Scale("importance", N_("Hvor viktig er det?"), N_("lite viktig"), N_("svært viktig"))
NOW = Scale("now", N_("Hvordan får vi det til i dag?"), N_("dårlig"), N_("svært godt"))
FEASIBILITY = Scale("feasibility", N_("Hvor lett er det å få til?"), N_("svært vanskelig"), N_("lett"))
AGREE = Scale("agree", N_("Hvor enig er du?"), N_("helt uenig"), N_("helt enig"))

SCALES: Mapping[str, tuple[Scale, ...]] = MappingProxyType(
    {
        "agree": (AGREE,),
        "now": (NOW,),
        "importance_now": (IMPORTANCE, NOW),
        "importance_feasibility": (IMPORTANCE, FEASIBILITY),
    }
)
# By the second scale: (first is high, second is high) -> what that means.
QUADRANTS: Mapping[str, Mapping[tuple[bool, bool], Quadrant]] = MappingProxyType(
    {
        NOW.key: {
            (True, True): Quadrant("keep", N_("Viktig, og vi får det til: ta vare på det")),
            (True, False): Quadrant("lift", N_("Viktig, og vi får det ikke til ennå: løft det")),
            (False, True): Quadrant("rest", N_("Vi får det til: la det gå av seg selv")),
            (False, False): Quadrant("leave", N_("Ikke viktigst nå: la det ligge")),
        },
        FEASIBILITY.key: {
            (True, True): Quadrant("start", N_("Viktig og lett: begynn her")),
            (True, False): Quadrant("build", N_("Viktig og vanskelig: del det opp")),
            (False, True): Quadrant("easy", N_("Lett, men mindre viktig: gjør det i forbifarten")),
            (False, False): Quadrant("leave", N_("Ikke viktigst nå: la det ligge")),
        },
    }
)


@dataclass(frozen=True)
class Verb:
    """What is fixed about a verb. `options`: whether its plenary points can be voted on and weighed later."""

    kind: Kind
    boxes: tuple[Box, ...] = ONE_BOX
    options: bool = False


VERBS: Mapping[str, Verb] = MappingProxyType(
    {
        "check_in": Verb(Kind.BOARD),
        "guess": Verb(Kind.GUESS),
        "results": Verb(Kind.RESULTS),
        "reflect": Verb(Kind.BOARD, options=True),
        "statements": Verb(Kind.RATING),
        "forces": Verb(
            Kind.BOARD,
            (
                Box("for", N_("Det som driver oss framover"), N_("Hva hjelper? Hva kan vi bygge på?")),
                Box("against", N_("Det som holder oss igjen"), N_("Hva står i veien?")),
            ),
            options=True,
        ),
        "swot": Verb(
            Kind.BOARD,
            (
                Box("strengths", N_("Styrker"), N_("Hva er vi gode på?")),
                Box("weaknesses", N_("Svakheter"), N_("Hva strever vi med?")),
                Box("opportunities", N_("Muligheter"), N_("Hva rundt oss kan vi bruke?")),
                Box("threats", N_("Trusler"), N_("Hva rundt oss kan gjøre det vanskelig?")),
            ),
            options=True,
        ),
        "analysis": Verb(
            Kind.BOARD,
            (
                Box("problem", N_("Utfordringen"), N_("Hva ser og hører vi, og når?")),
                Box("maintains", N_("Hva opprettholder den"), N_("Hva hos oss holder det ved like?")),
                Box("change", N_("Hva vi kan endre"), N_("Hva rår vi over selv?")),
            ),
            options=True,
        ),
        "start_stop_continue": Verb(
            Kind.BOARD,
            (
                Box("start", N_("Begynne med"), N_("Hva skal vi gjøre som vi ikke gjør i dag?")),
                Box("stop", N_("Slutte med"), N_("Hva hjelper ikke lenger?")),
                Box("continue", N_("Fortsette med"), N_("Hva virker, og skal vernes om?")),
            ),
            options=True,
        ),
        "case": Verb(Kind.BOARD),
        "weigh": Verb(Kind.RATING),
        "prioritise": Verb(Kind.VOTE),
        "actions": Verb(Kind.PLAN),
        "commit": Verb(Kind.PRIVATE),
        "check_out": Verb(Kind.BOARD),
        "report": Verb(Kind.REPORT),
    }
)


def verb_of(name: str) -> Verb:
    """What is fixed about the verb; a session from another version may have one that we do not know."""
    return VERBS.get(name) or Verb(Kind.REPORT)


def boxes_as_params(boxes: tuple[Box, ...]) -> list[dict[str, str]]:
    """Boxes for `Step.params["boxes"]`."""
    return [asdict(box) for box in boxes]


def boxes_in(params: Mapping[str, object], verb: str) -> tuple[Box, ...]:
    """The step's own boxes, or otherwise its verb's."""
    own = _rows(params.get("boxes"), ("key", "title", "hint"))
    return tuple(Box(*row) for row in own) or verb_of(verb).boxes


def items_in(params: Mapping[str, object]) -> tuple[Item, ...]:
    """What the workbook gives to rate; nothing where it is what the room has lifted to plenary."""
    return tuple(Item(*row) for row in _rows(params.get("items"), ("key", "text")))


def scales_in(params: Mapping[str, object]) -> tuple[Scale, ...]:
    """The step's scales, by the name that its workbook gives."""
    return SCALES.get(str(params.get("scales")), ())


def numbered(letter: str, texts: tuple[str, ...]) -> list[dict[str, str]]:
    """Items for `Step.params["items"]`, with keys such as "i1"."""
    return [{"key": f"{letter}{number}", "text": text} for number, text in enumerate(texts, start=1)]


def _rows(value: object, names: tuple[str, ...]) -> list[tuple[str, ...]]:
    rows = value if isinstance(value, list | tuple) else []
    return [tuple(str(row.get(name) or "") for name in names) for row in rows if isinstance(row, dict)]

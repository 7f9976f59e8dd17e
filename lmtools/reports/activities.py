"""The parts of a day's report that come from boards, ratings and commitments."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from lmtools.domain.contributions import PlenaryPoint
from lmtools.domain.counting import Priority, PriorityResult
from lmtools.domain.day import RatingOutcome, Reflection, Shared
from lmtools.domain.rating import RatedItem, Spread
from lmtools.domain.session import Step
from lmtools.domain.verbs import LEVELS, Scale
from lmtools.reports.description import Block, Bullets, Cell, Heading, Paragraph, Table
from lmtools.text import Text

NONE = "–"
_GREETINGS = frozenset({"check_in", "check_out"})
"""What is said on coming and going is no finding."""


def asked(step: Step, text: Text) -> str:
    """What a step asks, or its heading where it asks nothing."""
    return text.t(step.prompt or step.title)


def points_in(option: Priority, round_: int) -> int | None:
    """What the option got in round 1 or 2; None where that is not shown."""
    return option.round1 if round_ == 1 else option.round2


def rounds_shown(result: PriorityResult) -> list[int]:
    """The rounds of a vote that have numbers to show."""
    return [n for n in (1, 2) if any(points_in(option, n) is not None for option in result.options)]


def boards(reflections: Sequence[Reflection], text: Text) -> Iterator[Block]:
    """What the groups lifted, board by board; in a board with several boxes, box by box."""
    with_points = [reflection for reflection in reflections if reflection.points]
    yield from _under(
        text.t("Det vi så"), [one for one in with_points if one.step.verb not in _GREETINGS], text
    )
    yield from _under(
        text.t("Da vi kom og gikk"), [one for one in with_points if one.step.verb in _GREETINGS], text
    )


def _under(heading: str, reflections: Sequence[Reflection], text: Text) -> Iterator[Block]:
    if reflections:
        yield Heading(heading)
    for reflection in reflections:
        question = asked(reflection.step, text)
        yield Heading(question, level=2)
        yield from (Paragraph(text.t(paragraph)) for paragraph in reflection.step.story)
        yield _board(reflection, question, text)


def _board(reflection: Reflection, question: str, text: Text) -> Table:
    points, boxes = reflection.points, reflection.step.boxes
    if len(boxes) == 1 and all(point.groups is None for point in points):
        return Table(
            caption=question,
            columns=(text.t("Punkt"),),
            rows=tuple((point.text,) for point in points),
            widths=(1.0,),
        )
    if len(boxes) == 1:
        return Table(
            caption=question,
            columns=(text.t("Punkt"), text.t("Fra")),
            rows=tuple((point.text, _from_groups(point, text)) for point in points),
            widths=(0.78, 0.22),
        )
    return Table(
        caption=question,
        columns=(text.t("Felt"), text.t("Punkt"), text.t("Fra")),
        rows=tuple(
            (text.t(box.title), point.text, _from_groups(point, text))
            for box in boxes
            for point in points
            if point.box == box.key
        ),
        widths=(0.24, 0.56, 0.2),
    )


def _from_groups(point: PlenaryPoint, text: Text) -> str:
    if point.groups is None or point.of is None:  # the groups are too small to be told of
        return NONE
    return text.t("{count} av {all} grupper", count=point.groups, all=point.of)


def ratings(outcomes: Sequence[RatingOutcome], text: Text) -> Iterator[Block]:
    """What people answered on scales: one table for each rating and scale, and one where two scales meet."""
    if not outcomes:
        return
    yield Heading(text.t("Det vi mener"))
    for outcome in outcomes:
        question = asked(outcome.step, text)
        yield Heading(question, level=2)
        for scale in outcome.step.scales:
            yield _scale(outcome, scale, text)
        if len(outcome.step.scales) > 1:
            yield _placed(outcome, question, text)
        for note in outcome.result.notes:
            yield Paragraph(text.t(note, minimum=outcome.minimum), quiet=True)
        yield Paragraph(
            text.t("Enighet går fra 0 (halvparten i hver ende) til 1 (alle svarer det samme)."), quiet=True
        )


def _scale(outcome: RatingOutcome, scale: Scale, text: Text) -> Table:
    ends = {1: text.t(scale.low), 5: text.t(scale.high)}
    return Table(
        caption=text.t(scale.title),
        columns=(
            text.t("Påstand eller punkt"),
            *(f"{level} {ends[level]}" if level in ends else str(level) for level in LEVELS),
            text.t("Snitt"),
            text.t("Enighet"),
        ),
        rows=tuple(_rated_row(item, item.spreads[scale.key], text) for item in outcome.result.items),
        widths=(0.38, 0.1, 0.07, 0.07, 0.07, 0.1, 0.09, 0.12),
    )


def _rated_row(item: RatedItem, spread: Spread, text: Text) -> tuple[Cell, ...]:
    hidden = text.t("Vises ikke")
    counts = spread.counts or (None,) * len(LEVELS)
    told = [hidden if count is None else count for count in counts]
    return (text.t(item.text), *told, _center(spread, text), _agreement(spread, text))


def _center(spread: Spread, text: Text) -> str:
    if spread.center is None:
        return NONE
    number = text.number(spread.center)
    return text.t("om lag {number}", number=number) if spread.about else number


def _agreement(spread: Spread, text: Text) -> str:
    if spread.split:
        return text.t("Delt")
    return NONE if spread.agreement is None else text.number(spread.agreement)


def _placed(outcome: RatingOutcome, question: str, text: Text) -> Table:
    kept = outcome.result.kept
    return Table(
        caption=question,
        columns=(
            text.t("Påstand eller punkt"),
            text.t("Forskjell"),
            text.t("Hva det peker mot"),
            text.t("Tas med"),
        ),
        rows=tuple(
            (
                text.t(item.text),
                NONE if item.gap is None else text.number(item.gap),
                NONE if item.quadrant is None else text.t(item.quadrant.title),
                text.t("Ja") if item.key in kept else NONE,
            )
            for item in outcome.result.items
        ),
        widths=(0.4, 0.13, 0.35, 0.12),
    )


def commitments(shared: Sequence[Shared], text: Text) -> Iterator[Block]:
    """What people have told everyone that they will do."""
    for one in shared:
        yield Heading(asked(one.step, text))
        yield Bullets(one.texts)
        yield Paragraph(text.t("Dette har noen valgt å dele. Ingen navn er med."), quiet=True)

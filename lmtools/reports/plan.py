"""The school's plan as a document: at a glance, goal for goal with its chain, and what has happened to it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

from lmtools.domain.chain import LINK_WORDS, Link, LinkKind, unrepeated
from lmtools.domain.following import (
    OUTCOME_WORDS,
    STANDING_WORDS,
    VERDICT_WORDS,
    GoalReview,
    Overview,
    Standing,
    overview,
    standing_of,
)
from lmtools.domain.history import HAND_WORDS, PlanVersion
from lmtools.domain.plan import Action, Goal
from lmtools.domain.record import PlanRecord
from lmtools.reports.activities import NONE
from lmtools.reports.description import Block, Bullets, Cell, Heading, Paragraph, Report, Table
from lmtools.reports.plan_figures import GoalFigure
from lmtools.reports.plan_sheets import needs_of, what_changed
from lmtools.text import Text


def plan_report(
    record: PlanRecord, text: Text, *, today: date, figures: Mapping[str, GoalFigure] | None = None
) -> Report:
    """Describe the plan as it stands on `today`; `figures` are what `plan_figures.figures_of` gives."""
    found = overview(record.actions, record.plan, began=record.began, today=today)
    return Report(
        title=text.t("Planen vår"),
        kicker=text.t("{school}, {date}", school=record.school_name, date=text.date(today)),
        lead=at_a_glance(found, text),
        language=text.language,
        on=today,
        blocks=(
            *_dates(found, text),
            *(
                block
                for number, goal in enumerate(record.goals, start=1)
                for block in _goal(number, goal, record, (figures or {}).get(goal.id), today, text)
            ),
            *_backwards(record, text),
            *_needs(record, text),
            *_history(record.versions, text),
            Paragraph(text.t("Planen nevner roller og ikke navn."), quiet=True),
        ),
        page_label=text.t("Side"),
    )


def at_a_glance(found: Overview, text: Text) -> str:
    """How many actions stand how, in a sentence."""
    if not found.total:
        return text.t("Det er ingen tiltak i planen ennå.")
    told = {
        Standing.LATE: text.t("{count} er forsinket", count=found.counts[Standing.LATE]),
        Standing.UNDER_WAY: text.t("{count} er i gang", count=found.counts[Standing.UNDER_WAY]),
        Standing.NOT_STARTED: text.t("{count} er ikke startet", count=found.counts[Standing.NOT_STARTED]),
        Standing.DONE: text.t("{count} er gjort", count=found.counts[Standing.DONE]),
        Standing.STOPPED: text.t("{count} er stoppet", count=found.counts[Standing.STOPPED]),
    }
    parts = ", ".join(said for standing, said in told.items() if found.counts[standing])
    return text.t("Tiltak i planen: {total}. Av dem: {parts}.", total=found.total, parts=parts)


def _dates(found: Overview, text: Text) -> Iterator[Block]:
    dated = [(day, text.t("{date}: {what}", date=day, what=what)) for day, what in found.coming]
    if found.check_on:
        dated.append((found.check_on, text.t("{date}: halvveissjekk", date=found.check_on)))
    if found.evaluate_on:
        dated.append((found.evaluate_on, text.t("{date}: vi evaluerer planen", date=found.evaluate_on)))
    if dated:
        yield Heading(text.t("Datoer"))
        yield Bullets(tuple(said for _, said in sorted(dated)))


def _goal(
    number: int, goal: Goal, record: PlanRecord, figure: GoalFigure | None, today: date, text: Text
) -> Iterator[Block]:
    yield Heading(text.t("Mål {number}: {goal}", number=number, goal=goal.text or NONE))
    if goal.target:
        yield Paragraph(text.t("Så langt vil vi: {target}", target=goal.target))
    if figure is not None:
        said = f"{figure.name}: {figure.text}{'' if figure.text.endswith('.') else '.'} {figure.why}"
        yield Paragraph(said.strip())
    chain = unrepeated(record.chains.get(goal.id, ()), goal.text)
    if chain:
        yield Heading(text.t("Hvor målet kommer fra"), level=2)
        yield _chain(number, chain, text)
    actions = record.actions_for(goal.id)
    if actions:
        yield Heading(text.t("Det vi gjør"), level=2)
        yield _actions(number, actions, record, today, text)
    signs = tuple(action for action in actions if _more(action))
    if signs:
        yield Heading(text.t("Tegn vi ser etter"), level=2)
        yield _signs(number, signs, text)
    review = record.review_of(goal.id)
    if review is not None:
        yield from _review(review, text)


def _chain(number: int, chain: tuple[Link, ...], text: Text) -> Table:
    return Table(
        caption=text.t("Fra funn til mål {number}", number=number),
        columns=(text.t("Ledd"), text.t("Hva"), text.t("Økt")),
        rows=tuple(
            (text.t(LINK_WORDS[link.kind]), link.text, f"{link.title}, {text.date(link.day)}")
            for link in chain
        ),
        widths=(0.24, 0.46, 0.3),
    )


def _actions(number: int, actions: tuple[Action, ...], record: PlanRecord, today: date, text: Text) -> Table:
    rows: list[tuple[Cell, ...]] = []
    for action in actions:
        standing = standing_of(action, began=record.began, today=today)
        rows.append(
            (
                action.text or NONE,
                action.who or NONE,
                action.when or NONE,
                text.t(STANDING_WORDS[standing]),
                _outcome(record, action, text),
            )
        )
    return Table(
        caption=text.t("Tiltak for mål {number}", number=number),
        columns=(text.t("Tiltak"), text.t("Hvem"), text.t("Når"), text.t("Status"), text.t("Hva det ble")),
        rows=tuple(rows),
        widths=(0.27, 0.2, 0.17, 0.13, 0.23),
    )


def _outcome(record: PlanRecord, action: Action, text: Text) -> str:
    review = record.outcome_of(action.id)
    if review is None:
        return NONE
    word = text.t(OUTCOME_WORDS[review.outcome]) if review.outcome else ""
    return ". ".join(part for part in (word, review.why) if part) or NONE


def _more(action: Action) -> bool:
    return bool(action.success_sign or action.process_sign or action.balancing_sign or action.needs)


def _signs(number: int, actions: tuple[Action, ...], text: Text) -> Table:
    return Table(
        caption=text.t("Tegn vi ser etter for mål {number}", number=number),
        columns=(
            text.t("Tiltak"),
            text.t("Det virker"),
            text.t("Det blir gjort"),
            text.t("Noe annet lider"),
            text.t("Det trenger vi"),
        ),
        rows=tuple(
            (
                action.text or NONE,
                action.success_sign or NONE,
                action.process_sign or NONE,
                action.balancing_sign or NONE,
                action.needs or NONE,
            )
            for action in actions
        ),
        widths=(0.24, 0.2, 0.19, 0.18, 0.19),
    )


def _review(review: GoalReview, text: Text) -> Iterator[Block]:
    yield Heading(text.t("Det vi lærte"), level=2)
    if review.verdict:
        yield Paragraph(text.t("Veien videre: {verdict}", verdict=text.t(VERDICT_WORDS[review.verdict])))
    if review.learned:
        yield Paragraph(text.t("Gjorde vi det riktig? {text}", text=review.learned))
    if review.questioned:
        yield Paragraph(text.t("Gjorde vi det riktige? {text}", text=review.questioned))


def _backwards(record: PlanRecord, text: Text) -> Iterator[Block]:
    """The chain from its other end: what each finding led to."""
    led_to: dict[str, list[int]] = {}
    for number, goal in enumerate(record.goals, start=1):
        for link in record.chains.get(goal.id, ()):
            if link.kind in (LinkKind.FINDING, LinkKind.NOTE):
                led_to.setdefault(link.text, []).append(number)
    if led_to:
        yield Heading(text.t("Hva funnene førte til"))
        yield Table(
            caption=text.t("Fra funn til mål"),
            columns=(text.t("Det vi fant"), text.t("Mål")),
            rows=tuple(
                (found, ", ".join(text.t("Mål {number}", number=number) for number in dict.fromkeys(numbers)))
                for found, numbers in led_to.items()
            ),
            widths=(0.75, 0.25),
        )


def _needs(record: PlanRecord, text: Text) -> Iterator[Block]:
    rows = needs_of(record.plan, text)
    if any(said for _, said in rows):
        yield Heading(text.t("Det planen trenger"))
        yield Table(
            caption=text.t("Det planen trenger"),
            columns=(text.t("Hva"), text.t("Svar")),
            rows=tuple((name, said or NONE) for name, said in rows),
            widths=(0.3, 0.7),
        )


def _history(versions: tuple[PlanVersion, ...], text: Text) -> Iterator[Block]:
    if not versions:
        return
    yield Heading(text.t("Planens historie"))
    yield Table(
        caption=text.t("Planens historie"),
        columns=(text.t("Dato"), text.t("Rolle"), text.t("Hva"), text.t("Hvorfor")),
        rows=tuple(
            (
                text.date(version.day),
                text.t(HAND_WORDS[version.role]),
                what_changed(version, text),
                version.why or NONE,
            )
            for version in versions
        ),
        widths=(0.18, 0.19, 0.39, 0.24),
    )

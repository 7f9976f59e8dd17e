"""All that a day gave as sheets: a row for each point, result, goal and date, and for nobody."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from lmtools.domain.contributions import PlenaryPoint
from lmtools.domain.day import Day, GuessOutcome, Reflection
from lmtools.domain.figures import Status
from lmtools.domain.following import STATUS_WORDS, due_day
from lmtools.domain.plan import halfway
from lmtools.domain.rating import RatedItem
from lmtools.domain.verbs import LEVELS
from lmtools.reports.activities import asked, points_in, rounds_shown
from lmtools.reports.findings import Findings
from lmtools.reports.plan_sheets import PLAN_ROWS, needs_of
from lmtools.reports.sheets import Sheet, Value
from lmtools.text import Text

Row = tuple[Value, ...]


def sheets_of(day: Day, text: Text, *, findings: Findings | None = None) -> tuple[Sheet, ...]:
    """Describe `day` as sheets, those with something in them; the first says what the file is."""
    described = (
        _about(day, text),
        *([_figures(findings, text)] if findings else []),
        _guesses(day, text),
        _points(day, text),
        _ratings(day, text),
        _votes(day, text),
        _shared(day, text),
        _goals(day, text),
        _actions(day, text),
        _needs(day, text),
        _dates(day, text),
    )
    return tuple(sheet for sheet in described if sheet.rows)


def _about(day: Day, text: Text) -> Sheet:
    session, t = day.session, text.t
    few = t("Vises ikke, for få var med")
    rows: list[Row] = [
        (t("Arbeidsbok"), session.title),
        (t("Skole"), session.school_name),
        (t("Dato"), session.started_at.date()),
        (t("Hvor mange var med"), few if day.joined is None else day.joined),
        (t("Antall grupper"), session.groups),
        (t("Slettes i lmtools"), session.ends_on),
        (
            t("Hva som er med"),
            t(
                "Det som er vist i plenum, og planen. Ingen notater, navn eller enkeltsvar. "
                "Tall som står for få personer, vises ikke."
            ),
        ),
    ]
    return Sheet(t("Om økta"), (t("Hva"), t("Svar")), tuple(rows), (26, 70))


def _figures(findings: Findings, text: Text) -> Sheet:
    table = findings.table
    widths = tuple(round(width * 110) for width in table.widths)
    return Sheet(text.t("Elevenes svar"), table.columns, table.rows, widths)


def _guesses(day: Day, text: Text) -> Sheet:
    t = text.t
    columns = (t("Spørsmål"), t("Elevene svarte"), t("År"), t("Fra"), t("Til"), t("Midten av gjetningene"))
    return Sheet(
        t("Gjetning"), columns, tuple(_guess(one, text) for one in day.guesses), (50, 16, 8, 8, 8, 22)
    )


def _guess(one: GuessOutcome, text: Text) -> Row:
    answer, room = one.answer, one.room
    value: Value = None if answer is None else answer.value
    if answer is not None and answer.status is Status.SUPPRESSED:
        value = text.t("Skjermet")
    question = asked(one.step, text)
    year = answer.year if answer else None
    return (question, value, year, _short(one.low), _short(one.high), room.median if room else None)


def _points(day: Day, text: Text) -> Sheet:
    t = text.t
    columns = (t("Oppgave"), t("Felt"), t("Fase"), t("Tekst"), t("Fra grupper"), t("Av grupper"))
    rows = tuple(row for reflection in day.reflections for row in _board(reflection, text))
    return Sheet(t("Punkter"), columns, rows, (30, 22, 10, 60, 12, 12))


def _board(reflection: Reflection, text: Text) -> Iterator[Row]:
    boxes = {box.key: text.t(box.title) for box in reflection.step.boxes}
    for point in reflection.points:
        where = (asked(reflection.step, text), boxes.get(point.box, ""))
        yield (*where, text.t("Plenum"), point.text, point.groups, point.of)
        yield from ((*where, text.t("Gruppe"), quote, None, None) for quote in _own_words(point))


def _own_words(point: PlenaryPoint) -> tuple[str, ...]:
    """In the alphabet's order, which tells nothing of who wrote first."""
    return tuple(sorted(point.quotes))


def _ratings(day: Day, text: Text) -> Sheet:
    t = text.t
    columns = (
        t("Oppgave"),
        t("Punkt"),
        t("Skala"),
        *map(str, LEVELS),
        t("Snitt"),
        t("Enighet"),
        t("Tas med"),
    )
    rows = tuple(
        (
            asked(one.step, text),
            text.t(item.text),
            text.t(scale.title),
            *_spread(item, scale.key, text),
            _kept(item.key in one.result.kept, text),
        )
        for one in day.ratings
        for item in one.result.items
        for scale in one.step.scales
    )
    return Sheet(t("Vurderinger"), columns, rows, (30, 46, 26, *(10 for _ in LEVELS), 10, 10, 10))


def _spread(item: RatedItem, scale: str, text: Text) -> Row:
    spread = item.spreads[scale]
    hidden = text.t("Vises ikke")
    counts = spread.counts or (None,) * len(LEVELS)
    agreement: Value = text.t("Delt") if spread.split else spread.agreement
    return (*(hidden if count is None else count for count in counts), spread.center, agreement)


def _votes(day: Day, text: Text) -> Sheet:
    t = text.t
    columns = (t("Oppgave"), t("Punkt"), t("Runde 1"), t("Runde 2"), t("Tas med"))
    rows = []
    for one in day.priorities:
        held = {1, *rounds_shown(one.result)}
        for option in one.result.options:
            points = [_told(points_in(option, number), number in held, text) for number in (1, 2)]
            question = asked(one.step, text)
            rows.append((question, option.text, *points, _kept(option.id in one.result.kept, text)))
    return Sheet(t("Avstemning"), columns, tuple(rows), (34, 60, 12, 12, 10))


def _told(points: int | None, was_held: bool, text: Text) -> Value:
    """Points, or in words that there are none to show: never 0, and nothing for a round that was not held."""
    if points is None:
        return text.t("Vises ikke") if was_held else None
    return points


def _shared(day: Day, text: Text) -> Sheet:
    t = text.t
    rows = tuple((asked(one.step, text), shared) for one in day.commitments for shared in one.texts)
    return Sheet(t("Delt med alle"), (t("Oppgave"), t("Tekst")), rows, (40, 70))


def _goals(day: Day, text: Text) -> Sheet:
    t = text.t
    columns = (t("Nr."), t("Mål"), t("Svarer på"), t("Så langt vil vi"))
    rows = tuple(
        (number, planned.goal.text, planned.goal.finding, planned.goal.target)
        for number, planned in enumerate(day.goals, start=1)
    )
    return Sheet(t("Mål"), columns, rows, (6, 50, 40, 40))


def _actions(day: Day, text: Text) -> Sheet:
    t = text.t
    columns = (
        t("Mål"),
        t("Tiltak"),
        t("Hvem"),
        t("Når"),
        t("Frist"),
        t("Tegn på at det virker"),
        t("Status"),
    )
    rows = tuple(
        (
            number,
            action.text,
            action.who,
            action.when,
            due_day(action, began=day.session.started_at.date()),
            action.success_sign,
            t(STATUS_WORDS[action.status]),
        )
        for number, planned in enumerate(day.goals, start=1)
        for action in planned.actions
    )
    return Sheet(t("Tiltak"), columns, rows, (6, 46, 24, 20, 12, 40, 14))


def _needs(day: Day, text: Text) -> Sheet:
    t = text.t
    plan = day.plan
    rows: tuple[Row, ...] = (*needs_of(plan, text), (t(PLAN_ROWS["evaluate_on"]), plan.evaluate_on))
    return Sheet(t("Det planen trenger"), (t("Hva"), t("Svar")), rows if day.checks else (), (30, 70))


def _dates(day: Day, text: Text) -> Sheet:
    t = text.t
    began = day.session.started_at.date()
    found: list[tuple[date, str, str]] = [
        (deadline, t("Frist for tiltak"), action.text)
        for planned in day.goals
        for action in planned.actions
        if (deadline := due_day(action, began=began)) is not None
    ]
    evaluate_on = day.plan.evaluate_on
    check_on = halfway(began, evaluate_on) if evaluate_on and day.goals else None
    found += [(check_on, t("Halvveissjekk"), "")] if check_on else []
    found += [(evaluation.on, t("Se på planen"), evaluation.goal) for evaluation in day.evaluations]
    return Sheet(t("Datoer"), (t("Dato"), t("Hva"), t("Om")), tuple(sorted(found)), (12, 22, 70))


def _kept(is_kept: bool, text: Text) -> Value:
    return text.t("Ja") if is_kept else None


def _short(value: float | None) -> Value:
    return None if value is None else round(value, 1)

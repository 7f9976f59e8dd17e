"""The report of a day: what the pupils answered, what we saw, what we chose, and the plan.

Built only from what the room has shown in plenary; no note and no participant is in it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from lmtools.domain.day import Day, GuessOutcome, PlannedGoal, Prioritisation
from lmtools.domain.figures import Status
from lmtools.domain.following import STATUS_WORDS
from lmtools.domain.grades import grade_name
from lmtools.domain.plan import Action, PlanCheck, is_complete
from lmtools.reports.activities import NONE, asked, boards, commitments, points_in, ratings, rounds_shown
from lmtools.reports.description import Block, Bullets, Cell, Heading, Paragraph, Report, Table
from lmtools.reports.findings import Findings
from lmtools.text import Text


def day_report(day: Day, text: Text, *, findings: Findings | None = None) -> Report:
    """Describe what `day` gave, in the language of `text`.

    `findings` is what the figures say (see `lmtools.reports.findings.find`).
    """
    return Report(
        title=text.t("{workbook}: det dagen ga", workbook=day.session.title),
        kicker=text.t(
            "{school}, {date}", school=day.session.school_name, date=text.date(day.session.started_at)
        ),
        lead=_lead(day, text),
        language=text.language,
        on=day.session.started_at.date(),
        blocks=(
            Paragraph(_attendance(day, text)),
            *_answers(day, findings, text),
            *boards(day.reflections, text),
            *ratings(day.ratings, text),
            *_chosen(day.priorities, text),
            *_plan(day.goals, text),
            *_checks(day.checks, text),
            *_next_time(day, text),
            *commitments(day.commitments, text),
            Paragraph(
                text.t("Referatet bygger på det som ble vist i plenum. Ingen notater eller navn er med."),
                quiet=True,
            ),
        ),
        page_label=text.t("Side"),
    )


def _lead(day: Day, text: Text) -> str:
    goals = [planned.goal.text for planned in day.goals if planned.goal.text]
    if not goals:
        return text.t("Dagen ga ennå ikke noe mål. Her er det dere har så langt.")
    if len(goals) == 1:
        return text.t("Vi vil dette: {goal}", goal=goals[0])
    return text.t("Vi vil dette: {goals}", goals="; ".join(goals))


def _attendance(day: Day, text: Text) -> str:
    """How many were there: a count, never who, and a word where they were too few to be counted."""
    if day.joined is None:
        return text.t("Så få var med at antallet ikke vises.")
    if day.session.groups == 1:
        return text.t("{count} var med, i én gruppe.", count=day.joined)
    return text.t("{count} var med, i {groups} grupper.", count=day.joined, groups=day.session.groups)


def _answers(day: Day, findings: Findings | None, text: Text) -> Iterator[Block]:
    answered = [guess for guess in day.guesses if guess.answer is not None]
    if not answered and findings is None:
        return
    yield Heading(text.t("Det elevene svarte"))
    if findings is not None:
        yield Paragraph(f"{findings.headline} {findings.lead}".strip())
        yield findings.table
        yield from (Paragraph(note, quiet=True) for note in findings.notes)
    if answered:
        yield Heading(text.t("Vi gjettet først"), level=2)
        yield Table(
            caption=text.t("Svar og gjetning"),
            columns=(
                text.t("Spørsmål"),
                text.t("Elevene svarte"),
                text.t("Usikkerhet"),
                text.t("Halvparten av oss gjettet"),
            ),
            rows=tuple(_answer_row(guess, day.session.grade, text) for guess in answered),
            widths=(0.43, 0.19, 0.17, 0.21),
        )
        yield Paragraph(
            text.t("Usikkerheten er det et annet, tilsvarende kull kunne vist. Få svar gir stor usikkerhet."),
            quiet=True,
        )


def _answer_row(guess: GuessOutcome, grade: str, text: Text) -> tuple[Cell, ...]:
    answer = guess.answer
    question = _question(guess, grade, text)
    if answer is None:
        return (question, NONE, NONE, NONE)
    guessed = _guessed(guess, answer.scale, text)
    if answer.value is None:
        word = text.t("Skjermet") if answer.status is Status.SUPPRESSED else text.t("Ikke spurt")
        return (question, word, NONE, guessed)
    answered = text.t("{value} i {year}", value=_value(answer.value, answer.scale, text), year=answer.year)
    return (
        question,
        answered,
        _range(guess.low, guess.high, answer.scale, text),
        _guessed(guess, answer.scale, text),
    )


def _question(guess: GuessOutcome, grade: str, text: Text) -> str:
    """Return what was asked, with the work session's grade when the workbook leaves that open."""
    question = asked(guess.step, text)
    if guess.step.params.get("grade") is not None or grade in ("", "all"):
        return question
    return f"{question} ({grade_name(grade, text)})"


def _guessed(guess: GuessOutcome, scale: str, text: Text) -> str:
    room = guess.room
    if room is None:
        return NONE
    if room.q1 is None:
        return text.t("Midten er {value}", value=_value(room.median, scale, text))
    return _range(room.q1, room.q3, scale, text)


def _value(value: float, scale: str, text: Text) -> str:
    return text.percent(value) if scale == "share" else text.number(value)


def _range(low: float | None, high: float | None, scale: str, text: Text) -> str:
    if low is None or high is None:
        return NONE
    decimals = 0 if scale == "share" else 1
    first, last = text.number(low, decimals), text.number(high, decimals)
    both = first if first == last else f"{first}–{last}"
    return f"{both}\u00a0%" if scale == "share" else both


def _chosen(priorities: Sequence[Prioritisation], text: Text) -> Iterator[Block]:
    if not priorities:
        return
    yield Heading(text.t("Det vi valgte"))
    for priority in priorities:
        yield _vote(priority, text)
        for note in priority.result.notes:
            yield Paragraph(text.t(note, minimum=priority.minimum), quiet=True)
        if priority.result.voters is None:
            yield Paragraph(text.t("Poengene vises ikke, fordi for få står bak dem."), quiet=True)
        else:
            yield Paragraph(
                text.t(
                    "{voters} stemte. Hver hadde {points} poeng.",
                    voters=priority.result.voters,
                    points=priority.points,
                ),
                quiet=True,
            )


def _vote(priority: Prioritisation, text: Text) -> Table:
    result = priority.result
    rounds = rounds_shown(result)
    rows: tuple[tuple[Cell, ...], ...] = tuple(
        (
            option.text,
            *(_told(points_in(option, round_), text) for round_ in rounds),
            text.t("Ja") if option.id in result.kept else NONE,
        )
        for option in result.options
    )
    names = {1: text.t("Runde 1"), 2: text.t("Runde 2")}
    return Table(
        caption=asked(priority.step, text),
        columns=(text.t("Punkt"), *(names[round_] for round_ in rounds), text.t("Tas med videre")),
        rows=rows,
        widths=(0.8 - 0.13 * len(rounds), *(0.13 for _ in rounds), 0.2),
    )


def _told(points: int | None, text: Text) -> Cell:
    """Points, or in words that there are none to show: never 0."""
    return text.t("Vises ikke") if points is None else points


def _plan(goals: Sequence[PlannedGoal], text: Text) -> Iterator[Block]:
    if not goals:
        return
    yield Heading(text.t("Mål og tiltak"))
    for number, planned in enumerate(goals, start=1):
        goal = planned.goal
        yield Heading(text.t("Mål {number}: {goal}", number=number, goal=goal.text or NONE), level=2)
        if goal.finding:
            yield Paragraph(text.t("Målet svarer på: {finding}", finding=goal.finding))
        if goal.target:
            yield Paragraph(text.t("Så langt vil vi: {target}", target=goal.target))
        if planned.actions:
            yield _actions(number, planned.actions, text)


def _actions(number: int, actions: Sequence[Action], text: Text) -> Table:
    return Table(
        caption=text.t("Tiltak for mål {number}", number=number),
        columns=(
            text.t("Tiltak"),
            text.t("Hvem"),
            text.t("Når"),
            text.t("Tegn på at det virker"),
            text.t("Status"),
        ),
        rows=tuple(
            (
                action.text or NONE,
                action.who or NONE,
                action.when or NONE,
                action.success_sign or NONE,
                text.t(STATUS_WORDS[action.status]),
            )
            for action in actions
        ),
        widths=(0.29, 0.18, 0.16, 0.24, 0.13),
    )


def _checks(checks: Sequence[PlanCheck], text: Text) -> Iterator[Block]:
    if not checks:
        return
    lacking = [check for check in checks if not check.filled]
    yield Heading(
        _checks_heading(len(lacking), text) if not is_complete(checks) else text.t("Planen er klar")
    )
    yield Table(
        caption=text.t("Det planen trenger"),
        columns=(text.t("Det planen trenger"), text.t("Svar"), text.t("Står igjen")),
        rows=tuple(
            (
                text.t(check.title),
                text.t(check.text, **check.fields) if check.filled else NONE,
                NONE if check.filled else text.t(check.text, **check.fields),
            )
            for check in checks
        ),
        widths=(0.3, 0.35, 0.35),
    )


def _checks_heading(count: int, text: Text) -> str:
    if count == 1:
        return text.t("Én ting mangler før planen er klar")
    return text.t("{count} ting mangler før planen er klar", count=count)


def _next_time(day: Day, text: Text) -> Iterator[Block]:
    if not day.evaluations:
        return
    yield Heading(text.t("Neste gang"))
    yield Paragraph(
        text.t("Vi ser på planen {date}. Da ser vi etter dette:", date=text.date(day.evaluations[0].on))
    )
    signs = tuple(sign for evaluation in day.evaluations for sign in evaluation.signs)
    yield Bullets(signs or (text.t("Er tiltakene gjort, og merker elevene noe?"),))

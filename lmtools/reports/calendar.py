"""The plan's dates as a calendar file: each action's deadline, the check half way, and the evaluation."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from icalendar import Alarm, Calendar, Event

from lmtools.domain.day import Day
from lmtools.domain.following import due_day
from lmtools.domain.plan import Action, halfway
from lmtools.reports.description import plain
from lmtools.text import Text

_WARNING = timedelta(days=-7)


def as_ics(day: Day, text: Text) -> bytes:
    """Write the dates of `day`'s plan as iCalendar. An action whose "when" names no day has no entry."""
    calendar = Calendar()
    calendar.add("prodid", f"-//lmtools//{text.language}//")
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", "PUBLISH")
    for event in (*_deadlines(day, text), *_check(day, text), *_evaluation(day, text)):
        calendar.add_component(event)
    written: bytes = calendar.to_ical()
    return written


def _deadlines(day: Day, text: Text) -> Iterator[Event]:
    for planned in day.goals:
        for action in planned.actions:
            deadline = due_day(action, began=day.session.started_at.date())
            if deadline is not None and action.text:
                summary = text.t("Tiltak: {action}", action=action.text)
                yield _event(
                    day, f"action-{action.id}", deadline, summary, _about(action, planned.goal.text, text)
                )


def _about(action: Action, goal: str, text: Text) -> str:
    lines = (
        (text.t("Mål: {text}", text=goal), goal),
        (text.t("Hvem: {text}", text=action.who), action.who),
        (text.t("Når: {text}", text=action.when), action.when),
        (text.t("Tegn på at det virker: {text}", text=action.success_sign), action.success_sign),
    )
    return "\n".join(line for line, value in lines if value)


def _check(day: Day, text: Text) -> Iterator[Event]:
    """Half way to the evaluation: are the actions under way, and does anything need to change?"""
    evaluate_on = day.plan.evaluate_on
    on = halfway(day.session.started_at.date(), evaluate_on) if evaluate_on else None
    if on is None or not day.goals:
        return
    actions = [action.text for planned in day.goals for action in planned.actions if action.text]
    lines = [
        text.t("Er vi i gang? Hva hindrer oss? Må noe endres?"),
        *(text.t("Tiltak: {action}", action=action) for action in actions),
    ]
    summary = text.t("Halvveissjekk av planen: {school}", school=day.session.school_name)
    event = _event(day, "check", on, summary, "\n".join(lines))
    event.add_component(_alarm(summary))
    yield event


def _evaluation(day: Day, text: Text) -> Iterator[Event]:
    if not day.evaluations:
        return
    lines = [text.t("Mål: {text}", text=evaluation.goal) for evaluation in day.evaluations]
    signs = [
        text.t("Se etter: {text}", text=sign) for evaluation in day.evaluations for sign in evaluation.signs
    ]
    summary = text.t("Se på planen: {school}", school=day.session.school_name)
    event = _event(day, "evaluation", day.evaluations[0].on, summary, "\n".join([*lines, *signs]))
    event.add_component(_alarm(summary))
    yield event


def _event(day: Day, key: str, on: date, summary: str, description: str) -> Event:
    event = Event()
    # The same when the session is opened from its file elsewhere: an entry is replaced, and not doubled.
    event.add("uid", f"{day.session.mark}-{key}@lmtools")
    event.add("dtstamp", day.session.started_at)
    event.add("dtstart", on)
    event.add("dtend", on + timedelta(days=1))
    event.add("summary", plain(summary))
    event.add("description", plain(description))
    event.add("transp", "TRANSPARENT")
    return event


def _alarm(summary: str) -> Alarm:
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", plain(summary))
    alarm.add("trigger", _WARNING)
    return alarm

"""The school's plan as sheets that can be filled in with a spreadsheet and read back (`plan_reading`).

Column names are texts in the reader's language. The last column of a sheet holds keys, by which what is read
back is known again; a row without one is new.
"""

from __future__ import annotations

from lmtools.domain.chain import LINK_WORDS
from lmtools.domain.following import OUTCOME_WORDS, STATUS_WORDS, VERDICT_WORDS
from lmtools.domain.history import HAND_WORDS, PlanVersion, say_change
from lmtools.domain.plan import Plan
from lmtools.domain.record import PlanRecord
from lmtools.errors import N_
from lmtools.reports.sheets import Sheet, Value
from lmtools.text import Text

PLAN, GOALS, ACTIONS, CHAIN, HISTORY = N_("Plan"), N_("Mål"), N_("Tiltak"), N_("Kjeden"), N_("Historikk")
KEY = N_("Nøkkel")

NEEDS = {
    "participation": N_("Medvirkning"),
    "support_leader": N_("Støtte fra ledelsen"),
    "support_owner": N_("Støtte fra skoleeier"),
    "support_ppt": N_("Støtte fra PPT"),
}
PLAN_ROWS = {
    "school_name": N_("Skole"),
    "title": N_("Økt"),
    "began": N_("Dato"),
    **NEEDS,
    "evaluate_on": N_("Dato for å se på planen"),
    "school_key": N_("Organisasjonsnummer"),
    "grade": N_("Trinn"),
    "language": N_("Språk"),
    "mark": N_("Øktas merke"),
}
GOAL_COLUMNS = {
    "number": N_("Nr."),
    "text": N_("Mål"),
    "finding": N_("Det målet bygger på"),
    "target": N_("Slik ser vi at vi er framme"),
    "indicator": N_("Tallet målet skal flytte"),
    "verdict": N_("Veien videre"),
    "learned": N_("Gjorde vi det riktig?"),
    "questioned": N_("Gjorde vi det riktige?"),
    "id": KEY,
}
ACTION_COLUMNS = {
    "number": N_("Mål nr."),
    "text": N_("Tiltak"),
    "who": N_("Hvem"),
    "when": N_("Når"),
    "needs": N_("Det trenger vi"),
    "success_sign": N_("Tegn på at det virker"),
    "process_sign": N_("Tegn på at det blir gjort"),
    "balancing_sign": N_("Tegn på at noe annet lider"),
    "status": N_("Status"),
    "outcome": N_("Hva det ble"),
    "why": N_("Hvorfor"),
    "since": N_("Datoer regnes fra"),
    "id": KEY,
}
CHAIN_COLUMNS = {
    "number": N_("Mål nr."),
    "kind": N_("Ledd"),
    "text": N_("Hva"),
    "title": N_("Økt"),
    "day": N_("Dato"),
    "source": KEY,
}
HISTORY_COLUMNS = {"day": N_("Dato"), "role": N_("Rolle"), "what": N_("Hva"), "why": N_("Hvorfor")}


def plan_sheets(record: PlanRecord, text: Text) -> tuple[Sheet, ...]:
    """Describe the plan as sheets; those that say nothing are left out, but for goals and actions."""
    chain, history = _chain(record, text), _history(record, text)
    return (
        _plan(record, text),
        _goals(record, text),
        _actions(record, text),
        *(sheet for sheet in (chain, history) if sheet.rows),
    )


def needs_of(plan: Plan, text: Text) -> tuple[tuple[str, str], ...]:
    """What the plan says of taking part and support: what it is called, and the answer."""
    return tuple((text.t(word), getattr(plan, name)) for name, word in NEEDS.items())


def what_changed(version: PlanVersion, text: Text) -> str:
    """What was changed in one version, a line for each change."""
    return "\n".join(text.say(say_change(change)) for change in version.changes)


def _plan(record: PlanRecord, text: Text) -> Sheet:
    found: dict[str, Value] = {
        name: getattr(record, name) if hasattr(record, name) else getattr(record.plan, name)
        for name in PLAN_ROWS
    }
    rows = tuple((text.t(word), found[name], name) for name, word in PLAN_ROWS.items())
    return Sheet(text.t(PLAN), (text.t("Hva"), text.t("Svar"), text.t(KEY)), rows, (30, 70, 16), keyed=True)


def _goals(record: PlanRecord, text: Text) -> Sheet:
    rows = []
    for number, goal in enumerate(record.goals, start=1):
        review = record.review_of(goal.id)
        verdict = text.t(VERDICT_WORDS[review.verdict]) if review and review.verdict else None
        said = (verdict, review.learned, review.questioned) if review else (None, None, None)
        rows.append((number, goal.text, goal.finding, goal.target, goal.indicator, *said, goal.id))
    return _sheet(GOALS, GOAL_COLUMNS, tuple(rows), (6, 40, 36, 36, 20, 14, 40, 40, 14), text, kept=2)


def _actions(record: PlanRecord, text: Text) -> Sheet:
    rows: list[tuple[Value, ...]] = []
    for number, goal in enumerate(record.goals, start=1):
        for action in record.actions_for(goal.id):
            review = record.outcome_of(action.id)
            outcome = text.t(OUTCOME_WORDS[review.outcome]) if review and review.outcome else None
            rows.append(
                (
                    *(number, action.text, action.who, action.when, action.needs),
                    *(action.success_sign, action.process_sign, action.balancing_sign),
                    *(text.t(STATUS_WORDS[action.status]), outcome, review.why if review else None),
                    *(action.since, action.id),
                )
            )
    widths = (8, 40, 22, 20, 28, 32, 32, 32, 14, 14, 36, 14, 14)
    return _sheet(ACTIONS, ACTION_COLUMNS, tuple(rows), widths, text, kept=2)


def _chain(record: PlanRecord, text: Text) -> Sheet:
    rows = tuple(
        (number, text.t(LINK_WORDS[link.kind]), link.text, link.title, link.day, link.source)
        for number, goal in enumerate(record.goals, start=1)
        for link in record.chains.get(goal.id, ())
    )
    return _sheet(CHAIN, CHAIN_COLUMNS, rows, (8, 22, 60, 26, 12, 14), text)


def _history(record: PlanRecord, text: Text) -> Sheet:
    rows = tuple(
        (
            version.day,
            text.t(HAND_WORDS[version.role]),
            what_changed(version, text),
            version.why,
        )
        for version in record.versions
    )
    return _sheet(HISTORY, HISTORY_COLUMNS, rows, (12, 20, 70, 40), text)


def _sheet(
    name: str,
    columns: dict[str, str],
    rows: tuple[tuple[Value, ...], ...],
    widths: tuple[int, ...],
    text: Text,
    kept: int = 1,
) -> Sheet:
    heads = tuple(text.t(column) for column in columns.values())
    return Sheet(text.t(name), heads, rows, widths, kept, keyed=KEY in columns.values())

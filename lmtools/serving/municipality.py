"""The municipality's page: all its schools' released figures beside each other, and how the plans go.

It stands behind the server's key, as what starts sessions does: the key of one session opens no other
school's figures. Nothing that anyone wrote is on it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from lmtools.domain.following import GoalVerdict
from lmtools.domain.grades import grade_name
from lmtools.domain.plan import ActionStatus
from lmtools.domain.progress import PlanPhase, PlanProgress, SessionProgress
from lmtools.errors import N_, LmtoolsError
from lmtools.serving.pages import PageHandler, today
from lmtools.serving.shared_actions import SharedActions
from lmtools.serving.visitors import facilitator_of, is_owner
from lmtools.survey.certificate import explain
from lmtools.text import Text

if TYPE_CHECKING:
    from lmtools.charts.municipality import Place
    from lmtools.domain.figures import Unit
    from lmtools.serving.site import Site

PHASES = {
    PlanPhase.NONE: N_("Ikke begynt"),
    PlanPhase.DRAFTED: N_("Planen lages"),
    PlanPhase.READY: N_("Planen er klar"),
    PlanPhase.UNDER_WAY: N_("Tiltak i gang"),
    PlanPhase.ENDED: N_("Alle tiltak er avsluttet"),
}
STATUSES = {
    ActionStatus.NOT_STARTED: N_("Ikke startet"),
    ActionStatus.UNDER_WAY: N_("I gang"),
    ActionStatus.DONE: N_("Gjort"),
    ActionStatus.STOPPED: N_("Stoppet"),
}
VERDICTS = {
    GoalVerdict.KEEP: N_("{count} mål beholdes"),
    GoalVerdict.CHANGE: N_("{count} mål endres"),
    GoalVerdict.STOP: N_("{count} mål stoppes"),
}
NOBODYS = N_("Skoler uten kommune i tallene")


class MunicipalityPage(PageHandler):
    """`kommunen?kommune=…&trinn=…`: for the owner, PPT and one who leads several schools."""

    async def get(self) -> None:
        """Show the page, or ask for the server's key."""
        if not is_owner(self):
            self.show("kommunen.html", may_see=False, has_other_key=facilitator_of(self) is not None)
            return
        asked = (self.get_query_argument("kommune", None), self.get_query_argument("trinn", None))
        context = await self.site.run(municipality_context, self.site, self.language, *asked)
        self.show("kommunen.html", may_see=True, **context)


@dataclass(frozen=True)
class FiguresPart:
    """The schools' figures as the page shows them, and whose they are.

    `others` has the keys of other municipalities' schools, which nothing else on the page may tell of.
    """

    schools: tuple[Unit, ...] = ()
    others: frozenset[str] = frozenset()
    context: Mapping[str, object] = field(default_factory=dict)


def municipality_context(site: Site, language: str, key: str | None, grade: str | None) -> dict[str, object]:
    """What the page shows of municipality `key` and `grade`; None, or one that is not here, is the usual.

    What cannot be read is a sentence where it would have stood ("figures_trouble", "plans_trouble"), and the
    rest of the page is there.
    """
    text = Text(language)
    try:
        part = figures_part(site, text, key, grade)
    except LmtoolsError as error:
        part = FiguresPart(context={"figures_trouble": text.error(error)})
    context = dict(part.context)
    try:
        sessions = [one for one in site.room.progress.sessions() if one.school_key not in part.others]
        context |= plans_context(part.schools, sessions, text)
        context["minimum"] = site.room.progress.minimum
    except LmtoolsError as error:
        context["plans_trouble"] = text.error(error)
    shared = SharedActions(site.options.settings.data_dir).all(today())
    context["shared_actions"] = [one for one in shared if one.school_key not in part.others]
    return context


def figures_part(site: Site, text: Text, key: str | None, grade: str | None) -> FiguresPart:
    """The figures of municipality `key` and `grade`, or of the usual ones, with a note that says so.

    Raises:
        LmtoolsError: when the released tables cannot be read.
    """
    from lmtools.charts.municipality import grades_of, places, side_by_side, usual_grade  # brings scipy

    source = site.released
    every = places(source)
    if not every:
        return FiguresPart()
    place = next((one for one in every if one.key == key), every[0])
    grades = grades_of(source, place)
    is_there = grade in grades
    chosen = str(grade) if is_there else usual_grade(source, place)
    notes = []
    if key is not None and place.key != key:
        notes.append(text.t("Vi finner ikke den kommunen i tallene. Her er {name}.", name=_name(place, text)))
    elif grade is not None and not is_there:
        notes.append(
            text.t("Ingen av skolene har tall for det trinnet. Her er {name}.", name=grade_name(chosen, text))
        )
    shown = side_by_side(source, place, grade=chosen, text=text)
    context = {
        "places": [{"key": one.key, "name": _name(one, text)} for one in every],
        "place_key": place.key,
        "place_name": _name(place, text),
        "grades": [{"key": one, "name": grade_name(one, text)} for one in grades],
        "grade_key": chosen,
        "notes": notes,
        "figures": shown,
        "figures_specs": {
            panel["key"]: {"spec": panel["spec"], "alt": panel["alt"]}
            for panel in shown["panels"]
            if panel["spec"]
        },
        "tested": explain(site.options.settings, text).tested,
    }
    others = frozenset(school.key for one in every if one is not place for school in one.schools)
    return FiguresPart(place.schools, others, context)


def _name(place: Place, text: Text) -> str:
    return place.municipality.name if place.municipality else text.t(NOBODYS)


def plans_context(
    schools: Iterable[Unit], sessions: Sequence[SessionProgress], text: Text
) -> dict[str, object]:
    """How the plans go: "counted" over all of them, and "schools" by name, each with its sessions."""
    names = {school.key: school.name for school in schools}
    names |= {one.school_key: one.school_name for one in sessions if one.school_key not in names}
    plans = [one.plan for one in sessions if one.plan]
    return {
        "has_sessions": bool(sessions),
        "counted": _counted(plans, text) if plans else [],
        "statuses": [text.t(name) for name in STATUSES.values()],
        "schools": [
            {"name": name, "sessions": [_session(one, text) for one in sessions if one.school_key == key]}
            for key, name in sorted(names.items(), key=lambda item: (item[1].casefold(), item[0]))
        ],
    }


def _counted(plans: Sequence[PlanProgress], text: Text) -> list[dict[str, object]]:
    """How many plans are in each phase, and how many have come to their date."""
    phases = Counter(plan.phase for plan in plans)
    rows = [{"name": text.t(name), "count": phases[phase]} for phase, name in PHASES.items()]
    due = sum(plan.is_due for plan in plans)
    return [*rows, {"name": text.t("Datoen for å se på planen er kommet"), "count": due}]


def _session(one: SessionProgress, text: Text) -> dict[str, object]:
    step = text.t("Steg {number} av {steps}", number=one.number, steps=one.steps)
    return {
        "title": one.title,
        "started": text.date(one.started_at.astimezone()),
        "place": text.t("Avsluttet") if one.closed else step,
        "too_few": one.too_few,
        "plan": _plan(one.plan, text) if one.plan else None,
    }


def _plan(plan: PlanProgress, text: Text) -> dict[str, object]:
    return {
        "phase": text.t(PHASES[plan.phase]),
        "verdicts": ", ".join(
            text.t(said, count=plan.verdicts[verdict])
            for verdict, said in VERDICTS.items()
            if plan.verdicts.get(verdict)
        ),
        "goals": plan.goals,
        "actions": [plan.actions.get(status, 0) for status in STATUSES],
        "evaluate_on": text.date(plan.evaluate_on) if plan.evaluate_on else "",
        "is_due": plan.is_due,
    }

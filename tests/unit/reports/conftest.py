"""A day at an invented school, as the room gives it."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from lmtools.domain.contributions import PlenaryPoint
from lmtools.domain.counting import GuessSummary, Priority, PriorityResult
from lmtools.domain.day import Day, GuessOutcome, PlannedGoal, Prioritisation, Reflection
from lmtools.domain.figures import Figure, Status
from lmtools.domain.plan import Action, ActionStatus, Evaluation, Goal, Plan, completeness
from lmtools.domain.session import Phase, Step, WorkSession

STEPS = (
    Step("guess-1", "guess", "Gjett først", "Hvor mange av 100 elever blir mobbet på skolen?"),
    Step("reflect-1", "reflect", "Hva ser vi?", "Hva ser vi? Hva overrasker?"),
    Step("prioritise-1", "prioritise", "Velg det viktigste", "Hva er viktigst for oss nå?"),
    Step("actions-1", "actions", "Mål og tiltak"),
)
EVALUATE_ON = date(2027, 3, 17)


@pytest.fixture
def session():
    return WorkSession(
        id="s1",
        code="482617",
        workbook="stasted",
        title="Ståsted",
        school_key="900000001",
        school_name="Solbakken ungdomsskole",
        grade="10",
        language="nb",
        groups=9,
        expected=36,
        started_at=datetime(2026, 9, 16, 12, 0, tzinfo=UTC),
        ends_on=date(2026, 10, 16),
        steps=STEPS,
        now_step="report-1",
        now_phase=Phase.PLENARY,
    )


@pytest.fixture
def goals():
    goal = Goal(
        "g1",
        "s1",
        "actions-1",
        text="Elevene møter de samme reglene i alle timer",
        finding="Felles regler falt fra 3,9 til 3,5",
        target="Felles regler på 10. trinn er minst 3,8 høsten 2027",
    )
    actions = (
        Action(
            "a1",
            "s1",
            "g1",
            text="Tre regler som gjelder i alle timer, laget med elevrådet",
            who="Teamlederne og elevrådet",
            when="Ferdig 15. januar",
            success_sign="Elevrådet sier at reglene er til å forstå",
            status=ActionStatus.UNDER_WAY,
        ),
        Action("a2", "s1", "g1", text="=2+2 på teamtid annenhver uke", who="Teamlederne", when="Hver uke"),
    )
    return (PlannedGoal(goal, actions),)


@pytest.fixture
def day(session, goals):
    options = (
        Priority("o1", "Reglene er like på papiret, ikke i timene", 19, 34),
        Priority("o2", "Elevene vil være med og bestemme", 21, 18),
    )
    points = (
        PlenaryPoint("p1", "reflect-1", "Reglene er like på papiret, ikke i timene", 7, 9),
        PlenaryPoint("p2", "reflect-1", "Elevene vil være med og bestemme <b>mer</b>", 4, 9),
    )
    plan = Plan("s1", participation="Elevrådet 3. februar", evaluate_on=EVALUATE_ON)
    figure = Figure(2025, Status.PUBLISHED, scale="share", share=14.4, n=104)
    return Day(
        session=session,
        joined=36,
        guesses=(
            GuessOutcome(STEPS[0], GuessSummary(5, 7, 10, 33), figure, 9.0, 22.4, "Solbakken ungdomsskole"),
        ),
        reflections=(Reflection(STEPS[1], points),),
        priorities=(Prioritisation(STEPS[2], 3, PriorityResult(options, 36, ("o1",))),),
        goals=goals,
        plan=plan,
        checks=completeness(
            [planned.goal for planned in goals],
            [action for planned in goals for action in planned.actions],
            plan,
            today=date(2026, 9, 16),
        ),
        evaluations=(
            Evaluation("Elevene møter de samme reglene i alle timer", EVALUATE_ON, ("Elevrådet sier fra",)),
        ),
    )

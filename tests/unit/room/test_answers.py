"""Which figure stands behind a guess."""

from __future__ import annotations

from dataclasses import replace

import pytest

from lmtools.domain.figures import Figure, Level, Status, Unit
from lmtools.domain.moves import Moment
from lmtools.domain.session import Phase, Step
from lmtools.errors import NotFound
from lmtools.room.answers import answer_to
from tests.unit.domain.test_moves import session_of

GUESS = Step("guess-1", "guess", "Gjett først", params={"indicator": "Mobbing på skolen"})
SESSION = session_of((GUESS,), Moment("guess-1", Phase.ALONE))


class Released:
    """Figures of one school that remember what they were asked for."""

    def __init__(self, *figures: Figure) -> None:
        self.figures, self.grade = figures, ""

    def unit(self, key: str) -> Unit:
        if key != SESSION.school_key:
            raise NotFound("Vi finner ikke skolen.")
        return Unit(key, "Solbakken", Level.SCHOOL)

    def series(
        self, indicator: str, *, unit: Unit, grade: str = "all", gender: str = "all"
    ) -> tuple[Figure, ...]:
        self.grade = grade
        return self.figures


@pytest.mark.parametrize(
    ("own", "of_session", "asked"),
    [("10", "8", "10"), (None, "8", "8"), ("", "8", "8"), (None, "", "all")],
)
def test_a_guess_is_about_its_own_grade_or_the_sessions_or_all(
    own: str | None, of_session: str, asked: str
) -> None:
    released = Released(Figure(2025, Status.PUBLISHED, scale="share", share=13.0, n=108))
    step = replace(GUESS, params={**GUESS.params, "grade": own})
    answer = answer_to(step, replace(SESSION, grade=of_session), released)
    assert released.grade == asked
    assert answer is not None
    assert (answer.figure.share, answer.unit_name) == (13.0, "Solbakken")

"""A session in another language: the workbook's own words follow the reader, those of the day stay."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from lmtools.book import outline
from lmtools.book.wording import InLanguage
from lmtools.domain.session import Outline, Phase, WorkSession

NOON = datetime(2026, 11, 30, 12, tzinfo=UTC)


def session_of(workbook: str, language: str = "nb") -> WorkSession:
    """A session that was started with a workbook in `language`."""
    read = outline(workbook, language=language)
    return WorkSession(
        id="s",
        code="123456",
        workbook=workbook,
        title=read.title,
        school_key="1",
        school_name="S",
        grade="all",
        language=language,
        groups=1,
        expected=1,
        started_at=NOON,
        ends_on=NOON.date(),
        steps=read.steps,
        now_step=read.steps[0].key,
        now_phase=Phase.ALONE,
    )


def words(session: WorkSession) -> list[tuple[str, str, str]]:
    """What is read of its steps."""
    return [(step.title, step.prompt, step.say) for step in session.steps]


@pytest.fixture
def in_language() -> InLanguage:
    """As a server has it."""
    return InLanguage(outline)


@pytest.mark.parametrize(("own", "other"), [("nb", "nn"), ("nb", "en"), ("en", "nb")])
def test_all_words_of_the_workbook_are_in_the_other_language(
    in_language: InLanguage, own: str, other: str
) -> None:
    session = session_of("endringsarbeid", own)
    read = in_language(session, other)
    assert words(read) == words(session_of("endringsarbeid", other))
    assert read.title == outline("endringsarbeid", language=other).title
    assert words(read) != words(session)
    assert [step.params for step in read.steps] == [step.params for step in session.steps]
    assert read.language == own


def test_in_its_own_language_it_is_as_it_was(in_language: InLanguage) -> None:
    session = session_of("stasted")
    assert in_language(session, "nb") is session


def test_what_was_written_for_the_day_is_not_replaced(in_language: InLanguage) -> None:
    session = session_of("stasted")
    first, second, *rest = session.steps
    own = (replace(first, title="Vår egen gjetning"), replace(second, say="Vår egen hilsen"), *rest)
    read = in_language(replace(session, title="Torsdag", steps=own), "en")
    english = session_of("stasted", "en")
    assert read.title == "Torsdag"
    assert words(read)[0] == ("Vår egen gjetning", *words(english)[0][1:])
    assert words(read)[1] == (*words(english)[1][:2], "Vår egen hilsen")
    assert words(read)[2:] == words(english)[2:]


def test_a_step_that_the_workbook_does_not_have_any_more_stays(in_language: InLanguage) -> None:
    session = session_of("stasted")
    first, second, *_ = session.steps
    changed = (replace(first, key="guess-9"), replace(second, verb="case"))
    assert in_language(replace(session, steps=changed), "en").steps == changed


def test_a_session_from_another_house_is_shown_as_it_was_written(in_language: InLanguage) -> None:
    session = replace(session_of("stasted"), workbook="ikke-her")
    assert in_language(session, "en") is session


def test_a_workbook_is_read_once_for_each_pair_of_languages() -> None:
    asked: list[tuple[str, str]] = []

    def read(name: str, language: str) -> Outline:
        asked.append((name, language))
        return outline(name, language=language)

    in_language, session = InLanguage(read), session_of("stasted")
    for language in ("nn", "nn", "en", "nn", "en"):
        in_language(session, language)
    assert asked == [("stasted", "nb"), ("stasted", "nn"), ("stasted", "nb"), ("stasted", "en")]

"""The page for pupils and parents: released figures in plain words, and what the facilitator has saved."""

from __future__ import annotations

import io
from dataclasses import replace

import docx
import pytest

from lmtools.domain.session import Step
from lmtools.domain.summary import PART_LENGTH, PART_LINES, Summary, lines_of
from lmtools.errors import NotFound
from lmtools.reports import Said, as_docx, as_html, say_plainly, suggest, summary_page
from lmtools.settings import Settings
from lmtools.survey import open_released
from lmtools.text import Text
from lmtools.text.lix import lix
from tests.figures import put_samples

AREAS = ["Trivsel", "Felles regler", "Elevdemokrati og medvirkning", "Mobbing på skolen"]
RESULTS = Step("results-1", "results", "Tall", params={"indicators": AREAS})
NB = Text("nb")
SAVED = Summary("s1", "Vi har hørt på dere", "- Trivsel: 4,2 av 5\n\n– Mobbing: 13 av 100", "Tre regler", 1)


@pytest.fixture(scope="module")
def released(tmp_path_factory):
    settings = Settings(data_dir=tmp_path_factory.mktemp("data"))
    put_samples(settings.data_dir)
    return open_released(settings)


def at(day, *, school="999901004", steps=(RESULTS,), grade="10"):
    return replace(day, session=replace(day.session, school_key=school, steps=steps, grade=grade))


def test_a_sure_change_comes_first_and_an_unsure_one_is_said_once(day, released):
    assert say_plainly(at(day), released, NB).lines == (
        "Elevene på 10. trinn svarte høsten 2025.",
        "Felles regler: 3,4 av 5. Det har gått ned siden 2024.",
        "Elevdemokrati og medvirkning: 3,7 av 5. Det har gått opp siden 2024.",
        "Trivsel: 4,2 av 5.",
        "Mobbing på skolen: 13 av 100 elever.",
        "Vi vet ikke sikkert om noe annet har endret seg siden 2024.",
    )


def test_a_figure_that_is_hidden_is_not_mentioned(day, released):
    small = say_plainly(at(day, school="999901286"), released, NB)
    assert len(small.lines) < 6
    assert not any("None" in line or "*" in line for line in small.lines)


@pytest.mark.parametrize("school", ["999901004", "1"])
def test_without_figures_nothing_is_said_of_them(day, released, school):
    steps = () if school == "999901004" else (RESULTS,)
    assert say_plainly(at(day, school=school, steps=steps), released, NB) == Said()


def test_the_suggestion_holds_what_was_chosen_and_what_will_be_done(day):
    found = suggest(day, Said(("Trivsel: 4,2 av 5.",)), NB)
    assert found.said == "Trivsel: 4,2 av 5."
    assert found.does.splitlines() == [
        "Vi synes dette er viktigst nå: Reglene er like på papiret, ikke i timene",
        "Tre regler som gjelder i alle timer, laget med elevrådet",
        "=2+2 på teamtid annenhver uke",
    ]


def test_the_suggestion_leaves_out_what_is_only_for_the_staff(day):
    found = suggest(day, Said(), NB)
    for internal in ("Elevene vil være med", "Teamlederne", "Elevrådet sier at", "minst 3,8"):
        assert internal not in found.said + found.does


def test_the_suggestion_always_fits_the_form(day, goals):
    long = replace(goals[0].actions[0], text="Å snakke sammen. " * 20)
    many = replace(day, goals=(replace(goals[0], actions=(long,) * 12),))
    found = suggest(many, Said(tuple(f"Linje {at}" for at in range(30))), NB)
    for part in (found.said, found.does):
        assert len(part) <= PART_LENGTH
        assert 0 < len(lines_of(part)) <= PART_LINES


def test_what_is_suggested_is_easy_to_read(day, released):
    """By LIX, books for children are below 30."""
    said = say_plainly(at(day), released, NB).lines
    own = " ".join(line.split(": ", 1)[-1] for line in said)  # the areas' names are the survey's
    assert 0 < lix(own) < 30


@pytest.mark.parametrize("summary", [None, Summary("s1"), Summary("s1", "Bare en overskrift", revision=2)])
def test_nothing_goes_out_before_it_has_been_saved(day, summary):
    with pytest.raises(NotFound, match="ikke sett over ennå"):
        summary_page(day, summary, Said(), NB)


def test_the_page_says_what_was_saved_and_when_it_is_looked_at_again(day):
    document = docx.Document(io.BytesIO(as_docx(summary_page(day, SAVED, Said((), "Kilde: Udir."), NB))))
    written = [(p.style.name, p.text) for p in document.paragraphs]
    assert written == [
        ("Subtitle", "Solbakken ungdomsskole, 16.\u00a0september 2026"),
        ("Title", "Vi har hørt på dere"),
        ("Heading 1", "Dette sa dere"),
        ("List Bullet", "Trivsel: 4,2 av 5"),
        ("List Bullet", "Mobbing: 13 av 100"),
        ("Heading 1", "Dette gjør vi"),
        ("List Bullet", "Tre regler"),
        ("Heading 1", "Dette skjer videre"),
        ("Normal", "17.\u00a0mars 2027 ser vi på om det har hjulpet."),
        ("Quiet", "Vil du si noe om dette? Snakk med elevrådet, FAU eller skolen."),
        ("Quiet", "Kilde: Udir."),
    ]


def test_no_words_of_the_staff_are_on_the_page_but_those_that_were_saved(day):
    page = as_html(summary_page(day, SAVED, Said(), NB))
    for internal in ("Reglene er like", "Teamlederne", "Elevrådet 3. februar", "Felles regler falt"):
        assert internal not in page


def test_a_page_without_a_date_promises_none(day):
    undated = replace(day, plan=replace(day.plan, evaluate_on=None))
    assert "Dette skjer videre" not in as_html(summary_page(undated, SAVED, Said(), NB))

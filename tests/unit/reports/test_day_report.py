"""What a day's report says, in the reader's language."""

from __future__ import annotations

from dataclasses import replace

import pytest

from lmtools.domain.counting import GuessSummary, PriorityResult
from lmtools.domain.figures import Figure, Status
from lmtools.domain.plan import PlanCheck
from lmtools.reports import Findings, Heading, Paragraph, Table, day_report
from lmtools.text import Text

NB = Text("nb")


def headings(report, level=1):
    return [block.text for block in report.blocks if isinstance(block, Heading) and block.level == level]


def table(report, caption):
    return next(block for block in report.tables if block.caption == caption)


def paragraphs(report):
    return [block.text for block in report.blocks if isinstance(block, Paragraph)]


def test_a_report_goes_from_the_answers_to_the_next_date(day):
    assert headings(day_report(day, NB)) == [
        "Det elevene svarte",
        "Det vi så",
        "Det vi valgte",
        "Mål og tiltak",
        "3 ting mangler før planen er klar",
        "Neste gang",
    ]


def test_what_was_said_on_coming_and_going_is_not_among_what_we_saw(day):
    (seen,) = day.reflections
    said = replace(seen, step=replace(seen.step, key="check_in-1", verb="check_in"))
    assert headings(day_report(replace(day, reflections=(said, seen)), NB))[1:3] == [
        "Det vi så",
        "Da vi kom og gikk",
    ]
    only = headings(day_report(replace(day, reflections=(said,)), NB))
    assert "Da vi kom og gikk" in only
    assert "Det vi så" not in only


def test_a_report_says_which_school_and_day_it_is_about(day):
    report = day_report(day, NB)
    assert report.kicker == "Solbakken ungdomsskole, 16.\u00a0september 2026"
    assert report.title == "Ståsted: det dagen ga"
    assert report.lead == "Vi vil dette: Elevene møter de samme reglene i alle timer"


def test_the_answer_stands_beside_its_uncertainty_and_what_the_room_guessed(day):
    assert table(day_report(day, NB), "Svar og gjetning").rows == (
        (
            "Hvor mange av 100 elever blir mobbet på skolen? (10. trinn)",
            "14\u00a0% i 2025",
            "9–22\u00a0%",
            "5–10\u00a0%",
        ),
    )


@pytest.mark.parametrize(("status", "word"), [(Status.SUPPRESSED, "Skjermet"), (Status.EMPTY, "Ikke spurt")])
def test_an_answer_that_is_not_published_is_a_word_and_never_a_number(day, status, word):
    hidden = replace(day.guesses[0], answer=Figure(2025, status), low=None, high=None)
    row = table(day_report(replace(day, guesses=(hidden,)), NB), "Svar og gjetning").rows[0]
    assert row[1:3] == (word, "–")


def test_a_hidden_answer_keeps_the_guess_in_its_own_unit(day):
    hidden = replace(
        day.guesses[0], answer=Figure(2025, Status.SUPPRESSED, scale="share"), low=None, high=None
    )
    row = table(day_report(replace(day, guesses=(hidden,)), NB), "Svar og gjetning").rows[0]
    assert row[3] == "5–10\u00a0%"


def test_a_question_that_is_about_all_grades_names_none(day):
    whole = replace(day, session=replace(day.session, grade="all"))
    assert table(day_report(whole, NB), "Svar og gjetning").rows[0][0].endswith("mobbet på skolen?")


def test_an_answer_that_was_never_revealed_is_left_out(day):
    secret = replace(day.guesses[0], answer=None)
    assert "Det elevene svarte" not in headings(day_report(replace(day, guesses=(secret,)), NB))


def test_what_the_figures_say_is_told_with_the_answers(day):
    told = Table("Snitt per år", ("Område", "2025"), (("Trivsel", "4,2"),), (0.5, 0.5))
    findings = Findings("Felles regler falt.", "De andre kan være tilfeldige.", told, ("Kilde: Udir",))
    report = day_report(day, NB, findings=findings)
    assert "Felles regler falt. De andre kan være tilfeldige." in paragraphs(report)
    assert "Kilde: Udir" in paragraphs(report)
    assert report.tables[0] == told


def test_a_point_says_how_many_groups_it_came_from(day):
    assert table(day_report(day, NB), "Hva ser vi? Hva overrasker?").rows[0] == (
        "Reglene er like på papiret, ikke i timene",
        "7 av 9 grupper",
    )


def test_both_rounds_of_a_vote_are_shown_and_what_was_kept(day):
    voted = table(day_report(day, NB), "Hva er viktigst for oss nå?")
    assert voted.columns == ("Punkt", "Runde 1", "Runde 2", "Tas med videre")
    assert voted.rows == (
        ("Reglene er like på papiret, ikke i timene", 19, 34, "Ja"),
        ("Elevene vil være med og bestemme", 21, 18, "–"),
    )
    assert "36 stemte. Hver hadde 3 poeng." in paragraphs(day_report(day, NB))


def test_a_vote_of_one_round_has_one_column_of_points(day):
    priority = day.priorities[0]
    once = tuple(replace(option, round2=None) for option in priority.result.options)
    changed = replace(day, priorities=(replace(priority, result=PriorityResult(once, 36, ("o1",))),))
    assert table(day_report(changed, NB), "Hva er viktigst for oss nå?").columns == (
        "Punkt",
        "Runde 1",
        "Tas med videre",
    )


def test_when_few_have_voted_no_points_are_shown(day):
    priority = day.priorities[0]
    hidden = tuple(replace(option, round1=None, round2=None) for option in priority.result.options)
    changed = replace(day, priorities=(replace(priority, result=PriorityResult(hidden, None, ("o1",))),))
    report = day_report(changed, NB)
    assert table(report, "Hva er viktigst for oss nå?").columns == ("Punkt", "Tas med videre")
    assert "Poengene vises ikke, fordi for få står bak dem." in paragraphs(report)


def test_a_number_that_is_not_shown_is_a_word_and_never_zero(day):
    priority = day.priorities[0]
    first, second = priority.result.options
    rows = (replace(first, round1=None), replace(second, round2=None))
    notes = ("Færre enn {minimum} står bak.",)
    result = PriorityResult(rows, 36, (), notes)
    report = day_report(replace(day, priorities=(replace(priority, result=result),)), NB)
    assert [row[1:3] for row in table(report, "Hva er viktigst for oss nå?").rows] == [
        ("Vises ikke", 34),
        (21, "Vises ikke"),
    ]
    assert "Færre enn 5 står bak." in paragraphs(report)


def test_a_point_of_small_groups_does_not_say_how_many_they_were(day):
    reflection = day.reflections[0]
    point = replace(reflection.points[0], groups=None, of=None)
    changed = replace(day, reflections=(replace(reflection, points=(point,)),))
    assert table(day_report(changed, NB), "Hva ser vi? Hva overrasker?").rows == ((point.text,),)


def test_few_guesses_give_their_middle_and_no_range(day):
    few = replace(day.guesses[0], room=GuessSummary(None, 7, None, 6))
    row = table(day_report(replace(day, guesses=(few,)), NB), "Svar og gjetning").rows[0]
    assert row[3] == "Midten er 7\u00a0%"


def test_an_action_says_what_who_when_and_the_sign_that_it_works(day):
    assert table(day_report(day, NB), "Tiltak for mål 1").rows[0] == (
        "Tre regler som gjelder i alle timer, laget med elevrådet",
        "Teamlederne og elevrådet",
        "Ferdig 15. januar",
        "Elevrådet sier at reglene er til å forstå",
        "I gang",
    )


def test_what_the_plan_lacks_is_asked_as_a_question(day):
    rows = {row[0]: row[1:] for row in table(day_report(day, NB), "Det planen trenger").rows}
    assert rows["Medvirkning"] == ("Elevrådet 3. februar", "–")
    assert rows["Støtte fra skoleeier og PPT"] == ("–", "Hva trenger dere, og hvem spør?")
    assert rows["Dato for å se på planen"] == ("17.\u00a0mars 2027", "–")


@pytest.mark.parametrize(
    ("filled", "heading"), [(True, "Planen er klar"), (False, "Én ting mangler før planen er klar")]
)
def test_a_plan_is_called_ready_only_when_nothing_is_missing(day, filled, heading):
    check = PlanCheck("signs", filled, "Tegn på at det virker", "Ett for hvert tiltak")
    assert heading in headings(day_report(replace(day, checks=(check,)), NB))


def test_a_day_without_anything_is_still_a_report(day):
    empty = replace(day, guesses=(), reflections=(), priorities=(), goals=(), checks=(), evaluations=())
    report = day_report(empty, NB)
    assert headings(report) == []
    assert report.lead == "Dagen ga ennå ikke noe mål. Her er det dere har så langt."


def test_several_goals_are_all_in_the_lead(day):
    second = replace(
        day.goals[0], goal=replace(day.goals[0].goal, id="g2", text="Alle har noen å være sammen med")
    )
    report = day_report(replace(day, goals=(*day.goals, second)), NB)
    assert report.lead.endswith("i alle timer; Alle har noen å være sammen med")


@pytest.mark.parametrize("language", ["nn", "en"])
def test_a_report_is_written_in_the_readers_language(day, language):
    report = day_report(day, Text(language))
    assert report.language == language
    assert "Det vi så" not in headings(report)
    assert headings(report)


def test_a_table_whose_rows_do_not_fit_its_columns_cannot_be_made():
    with pytest.raises(ValueError, match="Poeng"):
        Table("Poeng", ("a", "b"), (("x",),), (0.5, 0.5))

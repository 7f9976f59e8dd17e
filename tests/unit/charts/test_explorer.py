"""What a page shows for a selection: honest words, and chart, words and table that agree."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from typing import Any

import pytest
from fakes import (
    BULLYING,
    COUNTRY,
    LEARNING,
    MISTAKES,
    QUIET,
    RULES,
    SCHOOL,
    SUPPORT,
    VOICE,
    WELLBEING,
    YEARS,
    FakeReleased,
    hidden,
    mean,
    pictured,
    share,
)

from lmtools.charts import Explorer, Selection
from lmtools.domain.figures import Break, Figure, Source, Status
from lmtools.errors import LmtoolsError
from lmtools.text import Text

NB = Text("nb")


def shown(released: FakeReleased | None = None, **selection: Any) -> dict[str, Any]:
    return Explorer(released or FakeReleased(), NB).show(Selection(**selection)).as_dict()


def panel(view: dict[str, Any], code: str) -> dict[str, Any]:
    return next(one for one in view["panels"] if one["key"] == code)


def with_school(code: str, *figures: Figure) -> FakeReleased:
    return FakeReleased({**pictured(), (SCHOOL.key, code): figures})


def rows(view: dict[str, Any]) -> dict[str, list[str]]:
    return {row[0]: row[1:] for row in view["table"]["rows"]}


def test_the_headline_names_the_clear_changes_and_no_more() -> None:
    view = shown(grade="10")
    assert view["headline"] == "Felles regler falt. Elevdemokrati og medvirkning steg."
    assert view["lead"] == (
        "De andre endringene er så små at de kan være tilfeldige. "
        "Mobbing på skolen kan vi ikke sammenlikne med 2024, fordi tallet er skjermet."
    )


def test_without_clear_changes_the_headline_says_so() -> None:
    assert shown(indicators=[WELLBEING.code, SUPPORT.code])["headline"] == (
        "Ingen tydelige endringer fra 2024 til 2025."
    )


def test_many_clear_changes_are_counted_instead_of_listed() -> None:
    figures = pictured()
    for one in (RULES, VOICE, WELLBEING, SUPPORT):
        figures[SCHOOL.key, one.code] = tuple(mean(y, 4.5 if y < 2025 else 3.0) for y in YEARS)
    view = shown(FakeReleased(figures))
    assert view["headline"] == "4 av 6 endret seg tydelig fra 2024 til 2025."


def test_when_nothing_can_be_compared_the_headline_says_that() -> None:
    view = shown(indicators=[BULLYING.code])
    assert view["headline"] == "Vi kan ikke sammenlikne 2025 med 2024."


@pytest.mark.parametrize(
    ("code", "kind", "words", "why"),
    [
        (RULES.code, "clear", "Ned 0,4: tydelig endring", "Mellom 0,1 og 0,7 lavere enn i 2024."),
        (VOICE.code, "clear", "Opp 0,4: tydelig endring", "Mellom 0,1 og 0,7 høyere enn i 2024."),
        (
            WELLBEING.code,
            "chance",
            "Kan være tilfeldig",
            "Ned 0,1 siden 2024. Under 0,28 kan vi ikke skille fra tilfeldigheter.",
        ),
        (
            BULLYING.code,
            "incomparable",
            "Kan ikke sammenliknes",
            "2024 er skjermet, så vi kan ikke si om andelen har endret seg. Lavere er bedre.",
        ),
    ],
)
def test_each_verdict_has_its_words_and_its_reason(code: str, kind: str, words: str, why: str) -> None:
    one = panel(shown(), code)
    assert one["verdict"] == {"kind": kind, "text": words}
    assert one["why"] == why


def test_under_ten_answers_are_called_too_few() -> None:
    one = panel(shown(with_school(RULES.code, mean(2024, 4.5, n=9), mean(2025, 3.0, n=60))), RULES.code)
    assert one["verdict"] == {"kind": "few", "text": "For få svar"}
    assert one["why"] == "Færre enn 10 svarte i 2024. Da kan én elev flytte tallet mye."


def test_a_rise_of_a_share_is_told_in_percentage_points() -> None:
    figures = tuple(share(year, 5 if year < 2025 else 25, n=150) for year in YEARS)
    one = panel(shown(with_school(BULLYING.code, *figures)), BULLYING.code)
    assert one["verdict"]["text"] == "Opp 20 prosentpoeng: tydelig endring"
    assert re.fullmatch(r"Mellom \d+ og \d+ prosentpoeng høyere enn i 2024\. Lavere er bedre\.", one["why"])


def test_a_change_whose_uncertainty_is_unknown_is_not_called_clear() -> None:
    figures = tuple(mean(year, 3.0 if year < 2025 else 4.8, n=None, sd=None) for year in YEARS)
    view = shown(with_school(RULES.code, *figures))
    one = panel(view, RULES.code)
    assert one["verdict"]["kind"] == "chance"
    assert one["why"].startswith("Opp 1,8 siden 2024. Vi vet ikke hvor mye")
    assert not any(layer["mark"]["type"] == "area" for layer in one["spec"]["layer"])
    assert "Vi vet ikke hvor mye tallene for Felles regler kan variere." in view["lead"]


def test_no_change_is_called_unchanged() -> None:
    one = panel(shown(with_school(RULES.code, mean(2024, 3.9), mean(2025, 3.9))), RULES.code)
    assert one["why"].startswith("Uendret siden 2024.")


def test_a_break_between_the_years_makes_them_incomparable_and_gives_the_reason() -> None:
    sentence = "I 2025 ble rekkefølgen på svarene snudd."
    view = shown(FakeReleased(broken={RULES.code: (Break(2025, sentence),)}))
    one = panel(view, RULES.code)
    assert one["verdict"]["kind"] == "incomparable"
    assert one["why"] == sentence
    assert sentence in one["alt"]
    assert '"Brudd 2025"' in json.dumps(one["spec"])
    assert "Felles regler" not in view["headline"]


def test_changed_rules_of_suppression_are_a_note_and_no_break() -> None:
    sentence = "I 2025 ble reglene for skjerming strengere."
    broken = {RULES.code: (Break(2025, sentence, kind="suppression"),)}
    view = shown(FakeReleased(broken=broken))
    assert sentence in view["notes"]
    assert panel(view, RULES.code)["verdict"]["kind"] == "clear"


def test_another_year_to_compare_with_can_be_chosen() -> None:
    view = shown(compare=2021)
    assert view["selection"]["compare"] == 2021
    assert panel(view, BULLYING.code)["verdict"]["kind"] == "chance"
    assert view["table"]["columns"][-1]["name"] == "2025 mot 2021"


@pytest.mark.parametrize("compare", [None, "", "2024", 1999, 2025, "i fjor"])
def test_a_year_that_cannot_be_compared_with_falls_back_to_the_year_before(compare: object) -> None:
    assert shown(compare=compare)["selection"]["compare"] == 2024


def test_with_one_year_of_figures_there_is_nothing_to_compare() -> None:
    released = FakeReleased({(SCHOOL.key, RULES.code): (mean(2025, 3.5),)}, years=(2025,))
    view = shown(released, indicators=[RULES.code])
    one = view["panels"][0]
    assert view["selection"]["compare"] is None
    assert one["why"] == "Det er bare tall for 2025."
    assert view["headline"] == "Tallene for 2025"
    assert view["kicker"] == "Elevundersøkelsen, høst 2025"


def test_the_survey_is_called_what_its_source_calls_it() -> None:
    own = Source("Skolens egen undersøkelse", "Skolens egen undersøkelse")
    view = shown(FakeReleased(source=own))
    assert view["kicker"] == "Skolens egen undersøkelse, høst 2021–2025"
    assert view["source"].startswith("Skolens egen undersøkelse. ")


def test_a_school_that_left_out_the_last_year_is_read_from_its_own_latest_year() -> None:
    figures = (
        mean(2021, 3.9),
        mean(2022, 3.9),
        mean(2023, 3.9),
        mean(2024, 3.4),
        Figure(2025, Status.ABSENT),
    )
    view = shown(with_school(RULES.code, *figures), indicators=[RULES.code])
    assert view["selection"]["compare"] == 2023
    assert view["headline"] == "Felles regler falt."


def test_nothing_imported_yet_is_said_in_words() -> None:
    empty = FakeReleased({}, years=(), schools=())
    view = shown(empty)
    assert (view["headline"], view["panels"], view["table"]["rows"]) == ("Ingen tall ennå", [], [])
    json.dumps(view)


def test_an_unknown_indicator_is_named_in_the_error() -> None:
    with pytest.raises(LmtoolsError, match="Trivselen"):
        shown(indicators=["Trivselen"])


def test_areas_without_figures_are_left_out_and_named_while_one_has_figures() -> None:
    view = shown(indicators=["Mobbing på veien", "Trivsel"])
    assert [one["key"] for one in view["panels"]] == [WELLBEING.code]
    assert view["notes"][0] == "Det er ikke lest inn tall for Mobbing på veien."
    again = shown(indicators=view["selection"]["indicators"], grade="8")
    assert again["notes"][0] == view["notes"][0]


def test_indicators_are_chosen_by_code_or_by_name_and_keep_their_order() -> None:
    view = shown(indicators=["Trivsel", RULES.code])
    assert [one["key"] for one in view["panels"]] == [WELLBEING.code, RULES.code]


def test_an_open_index_shows_its_questions_by_the_same_rules() -> None:
    detail = shown(indicators=[RULES.code], open=LEARNING.code)["detail"]
    assert detail["indicator"] == LEARNING.code
    assert detail["title"] == "Spørsmålene i Læringskultur"
    assert [one["key"] for one in detail["panels"]] == [QUIET.code, MISTAKES.code]
    assert [one["title"] for one in detail["panels"]] == [row[0] for row in detail["table"]["rows"][:2]]


def test_an_index_tells_which_questions_it_holds() -> None:
    questions = panel(shown(), LEARNING.code)["questions"]
    assert questions == [
        {"key": "Q1", "name": "God arbeidsro i timene"},
        {"key": "Q2", "name": "Greit å gjøre feil"},
    ]


def test_the_options_name_what_can_be_chosen() -> None:
    options = shown()["options"]
    assert options["grades"] == [
        {"key": "all", "name": "Alle trinn"},
        {"key": "8", "name": "8. trinn"},
        {"key": "10", "name": "10. trinn"},
    ]
    assert options["units"] == [{"key": SCHOOL.key, "name": "Solbakken"}]
    assert [one["name"] for one in options["genders"]] == ["Alle", "Jenter", "Gutter"]
    assert options["years"] == list(YEARS)


def test_the_municipality_can_stand_beside_the_country() -> None:
    view = shown(reference="both")
    assert [one["role"] for one in view["legend"]] == ["school", "municipality", "country"]
    assert "Kommunen 2025: 3,6." in panel(view, RULES.code)["alt"]
    assert [one["name"] for one in view["table"]["columns"]][-3:-1] == ["Kommunen 2025", "Landet 2025"]


def test_the_notes_say_that_many_looks_make_a_clear_change_harder() -> None:
    assert shown()["notes"][-1].startswith("Vi ser på 5 tall samtidig.")
    assert shown(indicators=[RULES.code])["notes"] == []


def test_a_change_that_holds_alone_but_not_among_many_is_not_called_clear() -> None:
    close = tuple(mean(year, 3.5 if year < 2025 else 3.8, n=100, sd=0.75) for year in YEARS)
    released = with_school(VOICE.code, *close)
    alone = shown(released, indicators=[VOICE.code])
    many = shown(released, indicators=[VOICE.code, WELLBEING.code, SUPPORT.code, LEARNING.code])
    assert panel(alone, VOICE.code)["verdict"]["kind"] == "clear"
    assert panel(many, VOICE.code)["verdict"]["kind"] == "chance"
    assert "Vi ser på mange tall samtidig" in panel(many, VOICE.code)["why"]


def test_the_source_tells_how_many_answered() -> None:
    view = shown()
    assert view["source"] == (
        "Kilde: Elevundersøkelsen, Utdanningsdirektoratet. 98–106 elever svarte hvert år."
    )
    assert view["suppressed_note"].startswith("«Skjermet» betyr")
    assert shown(indicators=[RULES.code])["suppressed_note"] == ""


def test_up_and_down_are_told_alike_and_nothing_is_called_good_or_bad() -> None:
    view = shown(open=LEARNING.code)
    told = [view["headline"], view["lead"], *(one["why"] + one["alt"] for one in view["panels"])]
    words = " ".join(told).lower()
    assert not [word for word in ("dårlig", "forverr", "forbedr", "flott", "dessverre") if word in words]
    up, down = panel(view, VOICE.code)["spec"], panel(view, RULES.code)["spec"]
    assert [layer["mark"] for layer in up["layer"]][:-1] == [layer["mark"] for layer in down["layer"]][:-1]


# --- the same figures in chart, words and table


def written(view: dict[str, Any], code: str) -> set[str]:
    """Every label in a panel's chart."""
    layers = panel(view, code)["spec"]["layer"]
    return {row["label"] for layer in layers for row in layer["data"]["values"] if "label" in row}


@pytest.mark.parametrize("one", [RULES, VOICE, BULLYING, WELLBEING, SUPPORT, LEARNING])
def test_chart_words_and_table_say_the_same(one: Any) -> None:
    view = shown(reference="both")
    cells = next(row for row in view["table"]["rows"] if row[0] == panel(view, one.code)["title"])
    alt = panel(view, one.code)["alt"]
    for year, cell in zip(YEARS, cells[1:6], strict=True):
        assert f"{year} {cell.lower()}" in alt
    for label in written(view, one.code):
        value = label.removeprefix("Landet ").removeprefix("Kommunen ")
        assert value in cells
    drawn = {
        row["year"]: row["value"]
        for layer in panel(view, one.code)["spec"]["layer"]
        if layer["mark"]["type"] == "point" and "size" in layer.get("encoding", {})
        for row in layer["data"]["values"]
    }
    assert sorted(drawn) == [y for y, cell in zip(YEARS, cells[1:6], strict=True) if cell != "Skjermet"]
    assert cells[-1] == panel(view, one.code)["verdict"]["text"]


def test_a_hidden_year_is_a_word_everywhere_and_a_number_nowhere() -> None:
    view = shown()
    one = panel(view, BULLYING.code)
    assert rows(view)["Mobbing på skolen, andel"][3] == "Skjermet"
    assert "2024 skjermet" in one["alt"]
    assert "Skjermet" in written(view, BULLYING.code)
    for layer in one["spec"]["layer"]:
        own = layer["mark"]["type"] in ("area", "point") or layer["mark"].get("color") == "#cfe4e1"
        assert not (own and any(row.get("year") == 2024 for row in layer["data"]["values"]))


def test_what_a_hidden_figure_carries_by_mistake_is_never_written_or_drawn() -> None:
    leaky = replace(hidden(2025), mean=2.345, sd=0.777, n=7)
    view = shown(with_school(RULES.code, mean(2021, 3.9), mean(2024, 3.9), leaky))
    for trace in ("2.345", "2,3", "0.777"):
        assert trace not in json.dumps(panel(view, RULES.code), ensure_ascii=False)
        assert trace not in "".join(rows(view)["Felles regler"])


def test_a_year_without_a_row_is_not_called_hidden() -> None:
    view = shown(with_school(RULES.code, Figure(2024, Status.ABSENT), mean(2025, 3.5)))
    one = panel(view, RULES.code)
    assert one["why"] == "Det finnes ikke tall for 2024."
    assert "2024 ingen tall" in one["alt"]
    assert "Skjermet" not in written(view, RULES.code)


def test_a_true_zero_is_a_zero() -> None:
    view = shown(with_school(BULLYING.code, *(share(year, 0, n=60) for year in YEARS)))
    assert rows(view)["Mobbing på skolen, andel"][0] == "0\u00a0%"


def test_the_country_itself_can_be_looked_at() -> None:
    view = shown(unit=COUNTRY.key)
    assert [one["role"] for one in view["legend"]] == ["school"]

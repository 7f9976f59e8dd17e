"""Which figures the wall shows: the facilitator's choice, for the wall and the console alone."""

from __future__ import annotations

import pytest

from tests.store.session_files import packed

LONGEST = "x" * 200


def chosen(stage, who):
    return stage.sees(who, "results-1").get("chosen", "not told")


def test_the_wall_shows_what_the_facilitator_has_chosen_and_no_phone_is_told(open_stage):
    stage = open_stage()
    one = stage.people(1)[0]
    leading = (stage.projector, stage.facilitator)
    assert [chosen(stage, who) for who in (*leading, one)] == [None, None, "not told"]
    stage.lead("figures", step="results-1", figures=["trivsel", "Læringsmiljøet hos oss"])
    wanted = ["trivsel", "Læringsmiljøet hos oss"]
    assert [chosen(stage, who) for who in leading] == [wanted, wanted]
    assert chosen(stage, one) == "not told"


def test_with_none_chosen_the_wall_chooses_again_and_a_choice_can_be_taken_back(stage):
    stage.lead("figures", step="results-1", figures=["trivsel"])
    stage.lead("figures", step="results-1", figures=[])
    assert chosen(stage, stage.projector) is None
    stage.lead("undo")
    assert chosen(stage, stage.projector) == ["trivsel"]
    stage.lead("undo")
    assert chosen(stage, stage.projector) is None


def test_the_wall_has_room_for_three_and_the_same_one_is_one(stage):
    stage.lead("figures", step="results-1", figures=["a", "b", "a", "c"])
    assert chosen(stage, stage.projector) == ["a", "b", "c"]
    refused = stage.ask(stage.facilitator, "figures", step="results-1", figures=["a", "b", "c", LONGEST])
    assert refused["error"] == "Det er plass til 3 figurer på lerretet. Ta bort en for å vise en annen."
    assert chosen(stage, stage.projector) == ["a", "b", "c"]


@pytest.mark.parametrize("figures", [None, "trivsel", [7], [""], [LONGEST + "x"]])
def test_what_names_no_figure_is_refused_and_changes_nothing(stage, figures):
    stage.lead("figures", step="results-1", figures=[LONGEST])
    assert not stage.ask(stage.facilitator, "figures", step="results-1", figures=figures)["ok"]
    assert chosen(stage, stage.projector) == [LONGEST]


def test_only_a_step_with_figures_has_them_and_only_who_leads_chooses(stage):
    one = stage.people(1)[0]
    assert not stage.ask(stage.facilitator, "figures", step="reflect-1", figures=["trivsel"])["ok"]
    for who in (one, stage.projector):
        assert stage.ask(who, "figures", step="results-1", figures=["trivsel"])["error"] == (
            "Det er ikke din rolle å gjøre dette."
        )
    assert chosen(stage, stage.projector) is None


def test_the_choice_goes_along_in_the_session_file(open_stage, elsewhere):
    stage = open_stage()
    stage.lead("figures", step="results-1", figures=["Læringsmiljøet hos oss", LONGEST])
    opened = elsewhere.after.open_file(packed(stage))
    seen = elsewhere.snapshot(elsewhere.facilitate(opened.session.code, opened.key))
    assert seen["activities"]["results-1"] == {"chosen": ["Læringsmiljøet hos oss", LONGEST]}

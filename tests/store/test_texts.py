"""What a text may be tied to: never a small group, at any door."""

import pytest


@pytest.mark.parametrize(("people", "tied"), [(17, False), (18, True)])
def test_a_text_is_tied_to_its_groups_only_where_they_have_ten_members(open_stage, people, tied):
    stage = open_stage(groups=4)
    one, two, *_ = stage.people(people)  # the two first groups have 9, or 10
    a, b = stage.point(one, "Ett", show=True), stage.point(two, "To", show=True)
    stage.lead("moderate", point=stage.point(one, "Bare vårt"), show=True)
    stage.lead("merge", points=[a, b], text="Ett og to")
    stage.lead("go", step="reflect-1", phase="plenary")
    projector = stage.projector
    for who in (one, stage.facilitator, projector):
        merged, alone = stage.sees(who, "reflect-1")["points"]
        assert (merged["groups"], merged["of"], merged["quotes"]) == (
            (2, 4, ["Ett", "To"]) if tied else (None, None, [])
        )
        assert (alone["text"], alone["groups"], alone["of"]) == ("Bare vårt", None, None)
    points = stage.room.day(stage.code).reflections[0].points
    assert [(point.groups, bool(point.quotes)) for point in points] == [
        (2 if tied else None, tied),
        (None, False),
    ]


def test_the_console_does_not_tell_which_group_a_new_point_comes_from(open_stage):
    stage = open_stage(groups=3)
    people = stage.people(14)
    stage.lead("go", step="reflect-1", phase="group")

    def counts():
        console = stage.console()
        return [console[name] for name in ("joined", "written", "ready", "groups")]

    before = counts()
    stage.point(people[1], "Fra gruppe 2")
    assert counts() == before
    assert stage.console()["queue"][0]["group"] is None
    assert stage.console()["suggestion"] == "1 av 3 grupper har sendt punkter."


def test_a_merged_point_of_small_groups_can_still_be_split(stage):
    one, two = stage.people(2)
    a, b = stage.point(one, "a", show=True), stage.point(two, "b", show=True)
    merged = stage.lead("merge", points=[a, b], text="ab")["point"]
    assert stage.sees(stage.facilitator, "reflect-1")["points"][0]["merged"] is True
    assert set(stage.lead("split", point=merged)["points"]) == {a, b}

"""The verbs give views, read only released figures, and say what is wrong in a sentence."""

from __future__ import annotations

import json

import pytest

from lmtools import open_book
from lmtools.book import WorkbookError, samples_folder
from lmtools.settings import Settings
from lmtools.survey import import_files
from lmtools.text import Text
from tests.figures import put_samples

SCHOOL = "999901004"  # Lindvåg ungdomsskole, an invented school of the samples


@pytest.fixture(scope="module")
def data(tmp_path_factory):
    folder = tmp_path_factory.mktemp("data")
    put_samples(folder)
    return folder


@pytest.fixture
def book(data, monkeypatch):
    monkeypatch.setenv("LMTOOLS_DATA", str(data))
    monkeypatch.setenv("LMTOOLS_SCHOOL", SCHOOL)
    return open_book("stasted")


@pytest.fixture
def empty_book(tmp_path, monkeypatch):
    monkeypatch.setenv("LMTOOLS_DATA", str(tmp_path))
    monkeypatch.delenv("LMTOOLS_SCHOOL", raising=False)
    return open_book("stasted")


def ask(view, message):
    sent = []
    view.send = sent.append
    view._handle_custom_msg(message, [])
    return sent


def test_each_verb_gives_its_view_with_a_key_counted_per_verb(book):
    views = [
        book.guess("Mobbing på skolen"),
        book.results("Trivsel"),
        book.reflect(),
        book.reflect("Hva er bra?"),
        book.prioritise(),
        book.actions(),
        book.report(),
    ]
    assert [(view.verb, view.step) for view in views] == [
        ("guess", "guess-1"),
        ("results", "results-1"),
        ("reflect", "reflect-1"),
        ("reflect", "reflect-2"),
        ("prioritise", "prioritise-1"),
        ("actions", "actions-1"),
        ("report", "report-1"),
    ]


def test_the_new_activities_are_one_view_told_what_the_room_will_tell(book):
    views = [
        book.check_in(),
        book.check_out(),
        book.forces("Like regler"),
        book.swot(),
        book.analysis("Uro"),
        book.start_stop_continue(),
        book.case("Friminuttet", "Det var en gang.", questions=["Hva ser vi?"]),
        book.statements("Slik er det", "Vi tør", scales="importance_now"),
        book.weigh(),
        book.commit(),
    ]
    assert {type(view).__name__ for view in views} == {"View"}
    assert [view.get_state()["_view"] for view in views] == ["board"] * 7 + ["rating"] * 2 + ["private"]
    assert all(view.content["question"] in repr(view) and view.content["help"] for view in views)
    case, statements = views[6].content, views[7].content
    assert (case["story"], case["boxes"][0]["title"]) == (["Det var en gang."], "Hva ser vi?")
    assert [scale["key"] for scale in statements["scales"]] == ["importance", "now"]
    assert statements["items"] == [{"key": "s1", "text": "Vi tør"}]
    json.dumps([view.content for view in views])


def test_a_views_keys_are_those_of_the_outline(book):
    from lmtools.book import outline

    calls = [(step.verb, step.params) for step in outline("stasted").steps]
    views = []
    for verb, params in calls:
        args = params.pop("indicators", [])
        views.append(getattr(book, verb)(*args, **params))
    assert [view.step for view in views] == [step.key for step in outline("stasted").steps]


def test_what_a_view_is_told_can_be_sent_as_json(book):
    views = [book.guess("Trivsel"), book.results("Trivsel", "Mobbing på skolen"), book.reflect()]
    for view in views:
        json.dumps(view.content)
    json.dumps(views[1].shown)


def test_a_guess_on_bullying_is_a_number_of_pupils_and_on_an_index_a_mean(book):
    bullying, wellbeing = book.guess("Mobbing på skolen").content, book.guess("Trivsel").content
    assert (bullying["scale"], bullying["max"]) == ("share", 100)
    assert (wellbeing["scale"], wellbeing["max"]) == ("mean", 5)
    assert book.guess("EUIndeks_1398").content["scale"] == "share"


def test_a_question_of_ones_own_replaces_ours(book):
    content = book.guess("Trivsel", question="Hva tror du?").content
    assert (content["question"], content["question_for_grade"]) == ("Hva tror du?", "Hva tror du?")


def test_a_grade_of_the_workbook_goes_before_that_of_the_work_session(book):
    assert book.guess("Trivsel", grade=10).content["question_for_grade"] == ""
    assert "{grade}" in book.guess("Trivsel").content["question_for_grade"]


def test_the_kernel_answers_for_the_school_it_is_set_up_for(book):
    (sent,) = ask(book.guess("Mobbing på skolen", grade=10), {"type": "answer"})
    answer = sent["answer"]
    assert answer["unit_name"] == "Lindvåg ungdomsskole"
    assert answer["status"] in ("published", "suppressed")
    assert set(answer) == {"value", "low", "high", "n", "year", "status", "scale", "unit_name"}


def test_an_answer_with_a_number_has_its_interval_around_it(book):
    (sent,) = ask(book.guess("Trivsel", grade=10), {"type": "answer"})
    answer = sent["answer"]
    assert answer["status"] == "published"
    assert answer["low"] < answer["value"] < answer["high"]


def test_the_page_may_ask_for_another_school_and_grade(book):
    (sent,) = ask(book.guess("Trivsel"), {"type": "answer", "unit": "9205", "grade": "10"})
    assert sent["answer"]["unit_name"].startswith("Lindvåg")
    assert sent["answer"]["unit_name"] != "Lindvåg ungdomsskole"


def test_a_grade_that_does_not_exist_has_no_number(book):
    (sent,) = ask(book.guess("Trivsel", grade="vg3"), {"type": "answer"})
    assert (sent["answer"]["value"], sent["answer"]["status"]) == (None, "absent")


def test_a_school_that_does_not_exist_is_a_sentence(book):
    view = book.guess("Trivsel")
    assert ask(view, {"type": "answer", "unit": "1"}) == []
    assert "«1»" in view.problem


def test_results_show_the_chosen_areas_at_once_and_answer_a_new_choice(book):
    view = book.results("Trivsel", "Felles regler")
    assert [panel["title"] for panel in view.shown["panels"]] == ["Trivsel", "Felles regler"]
    view.selection = {"unit": SCHOOL, "grade": "10", "indicators": ["EUIndeks_1383"], "tull": 1}
    assert [panel["title"] for panel in view.shown["panels"]] == ["Læringskultur"]
    assert view.problem == ""


def test_a_table_that_is_not_imported_takes_nothing_else_with_it(tmp_path, monkeypatch):
    import_files([samples_folder() / "eksport-148-indikator.csv"], settings=Settings(data_dir=tmp_path))
    monkeypatch.setenv("LMTOOLS_DATA", str(tmp_path))
    monkeypatch.setenv("LMTOOLS_SCHOOL", SCHOOL)
    book = open_book("stasted")
    (sent,) = ask(book.guess("Mobbing på skolen"), {"type": "answer"})
    assert (sent["answer"]["value"], sent["answer"]["status"]) == (None, "absent")
    view = book.results("Trivsel", "Mobbing på skolen")
    assert [panel["title"] for panel in view.shown["panels"]] == ["Trivsel"]
    assert "Det er ikke lest inn tall for Mobbing på skolen." in view.shown["notes"]
    assert view.problem == ""


@pytest.mark.parametrize("name", ["Trivesl", "Helt noe annet"])
def test_an_unknown_area_is_answered_with_the_nearest(book, name):
    with pytest.raises(WorkbookError, match=f"«{name}».*Mente du «"):
        book.results(name)


def test_an_unknown_verb_is_answered_with_the_nearest(book):
    with pytest.raises(WorkbookError, match=r"Mente du book\.reflect"):
        book.reflekt()


def test_misuse_is_shown_as_a_sentence_without_a_traceback(book):
    with pytest.raises(WorkbookError) as caught:
        book.prioritise(points=0)
    assert caught.value._render_traceback_() == [str(caught.value)]


def test_a_workbook_that_does_not_exist_is_a_sentence():
    with pytest.raises(WorkbookError, match="«ståstad»"):
        open_book("ståstad")


def test_before_anything_is_imported_the_workbook_still_opens(empty_book):
    shown = empty_book.results("Trivsel").shown
    assert (shown["panels"], bool(shown["headline"])) == ([], True)
    guess = empty_book.guess("Mobbing på skolen")
    assert ask(guess, {"type": "answer"}) == []
    assert guess.problem == "Det er ikke lest inn noen tall ennå."


@pytest.mark.parametrize("language", ["nn", "en"])
def test_views_speak_the_language_of_the_page(data, monkeypatch, language):
    monkeypatch.setenv("LMTOOLS_DATA", str(data))
    bokmål = open_book("stasted").reflect()
    monkeypatch.setenv("SCRIPT_NAME", f"/bok/{language}/stasted")
    other = open_book("stasted").reflect()
    assert other.language == language
    assert other.content["prompt"] != bokmål.content["prompt"]


def test_the_book_says_what_it_can_do(book):
    assert "guess, results, reflect" in repr(book)


def test_private_names_are_no_verbs(book):
    assert not hasattr(book, "_ipython_display_")


def test_figures_that_cannot_be_read_are_a_sentence_without_a_traceback(empty_book, tmp_path):
    (tmp_path / "released").mkdir()
    (tmp_path / "released/manifest.json").write_text("{", "utf-8")
    with pytest.raises(WorkbookError, match="kan ikke leses"):
        empty_book.guess("Trivsel")


def test_what_is_wrong_with_a_workbook_is_told_in_the_language_of_the_page(book, monkeypatch):
    with pytest.raises(WorkbookError) as caught:
        book.guess("Trivsl")
    monkeypatch.setenv("SCRIPT_NAME", "/bok/en/stasted")
    assert caught.value._render_traceback_() == [Text("en").error(caught.value)]
    assert caught.value._render_traceback_() != [str(caught.value)]


def test_a_question_with_boxes_is_a_board_in_which_each_has_its_place(book):
    view = book.reflect("Hva tenker du?", boxes=["Håp", "Uro"])
    assert (view.get_state()["_view"], view.step) == ("board", "reflect-1")
    assert [(box["key"], box["title"]) for box in view.content["boxes"]] == [("b1", "Håp"), ("b2", "Uro")]
    assert view.content["question"] == "Hva tenker du?"


@pytest.mark.parametrize("boxes", [["Bare ett"], ["1", "2", "3", "4", "5", "6"], ["Håp", ""], [1, 2]])
def test_boxes_that_cannot_work_are_a_sentence(book, boxes):
    with pytest.raises(WorkbookError, match="fra to til 5 felt"):
        book.reflect("Hva tenker du?", boxes=boxes)


def test_statements_can_be_about_how_it_goes_alone(book):
    view = book.statements("Hvordan går det?", "Vi følger med", scales="now")
    assert [scale["key"] for scale in view.content["scales"]] == ["now"]


def test_what_the_facilitator_is_told_shows_nothing_and_must_be_whole(book):
    whole = {"purpose": "At alle vet.", "minutes": 90, "who": "Alle.", "before": ["Les."]}
    assert book.about(**whole) is None
    for wrong, said in (({"purpose": ""}, "hva arbeidsboka er til"), ({"before": "Les."}, "som lister")):
        with pytest.raises(WorkbookError, match=said):
            book.about(**{**whole, **wrong})
    with pytest.raises(WorkbookError, match="minutes må være et helt tall"):
        book.about(**{**whole, "minutes": "90"})

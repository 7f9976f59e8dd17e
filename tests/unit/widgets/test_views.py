"""A view tells the page what to show, answers it, and turns every failure into a sentence."""

from __future__ import annotations

import pytest

from lmtools import widgets
from lmtools.errors import NotFound

HOW = {"step": "guess-1", "content": {"question": "Hvor mange?"}, "sentence": "Gjett først: Hvor mange?"}


def guess_view(answer):
    view = widgets.GuessView(answer=answer, verb="guess", **HOW)
    sent = []
    view.send = sent.append
    return view, sent


def results_view(explore, selection=None):
    return widgets.ResultsView(explore=explore, selection=selection or {"unit": "1"}, verb="results", **HOW)


@pytest.mark.parametrize(("verb", "drawn_as", "drawn"), [("plan", "", "plan"), ("swot", "board", "board")])
def test_a_view_says_which_activity_it_is_and_what_to_show(verb, drawn_as, drawn):
    state = widgets.View(verb=verb, language="nn", drawn_as=drawn_as, **HOW).get_state()
    assert {key: state[key] for key in ("verb", "_view", "step", "content", "language", "problem")} == {
        "verb": verb,
        "_view": drawn,
        "step": "guess-1",
        "content": {"question": "Hvor mange?"},
        "language": "nn",
        "problem": "",
    }


def test_a_reader_without_widgets_gets_a_sentence():
    bundle = widgets.View(verb="reflect", **HOW)._repr_mimebundle_()[0]
    assert bundle["text/plain"] == "Gjett først: Hvor mange?"
    assert "application/vnd.jupyter.widget-view+json" in bundle


def test_our_own_page_is_not_sent_the_views_again(monkeypatch):
    monkeypatch.setenv("LMTOOLS_SERVED", "1")
    state = widgets.View(verb="report", **HOW).get_state()
    assert (state["_esm"], state["_css"]) == ("export default {}", "")


def test_jupyterlab_gets_the_built_views(monkeypatch, tmp_path):
    monkeypatch.delenv("LMTOOLS_SERVED", raising=False)
    (tmp_path / "widgets.js").write_text("export default {render() {}}", "utf-8")
    (tmp_path / "widgets.css").write_text(".lm {}", "utf-8")
    monkeypatch.setattr("lmtools.widgets.view.STATIC", tmp_path)
    state = widgets.View(verb="report", **HOW).get_state()
    assert (state["_esm"], state["_css"]) == ("export default {render() {}}", ".lm {}")


class TestGuess:
    def test_the_answer_is_not_in_the_state(self):
        view, _ = guess_view(lambda asked: {"value": 14.4321})
        assert "14.4321" not in str(view.get_state())

    def test_the_answer_is_sent_when_the_page_asks(self):
        view, sent = guess_view(lambda asked: {"value": 14.4, "unit": asked["unit"]})
        view._handle_custom_msg({"type": "answer", "unit": "9"}, [])
        assert sent == [{"type": "answer", "answer": {"value": 14.4, "unit": "9"}}]

    @pytest.mark.parametrize("message", [{"type": "annet"}, {}, "answer", None])
    def test_other_messages_are_left_alone(self, message):
        view, sent = guess_view(lambda asked: {"value": 14.4})
        view._handle_custom_msg(message, [])
        assert (sent, view.problem) == ([], "")

    def test_a_failure_is_a_sentence_on_the_page(self):
        def fails(asked):
            raise NotFound("Vi finner ikke skolen {key}.", key="9")

        view, sent = guess_view(fails)
        view._handle_custom_msg({"type": "answer"}, [])
        assert (sent, view.problem) == ([], "Vi finner ikke skolen 9.")


class TestResults:
    def test_figures_are_there_before_anyone_has_chosen(self):
        assert results_view(lambda chosen: {"selection": chosen}).shown == {"selection": {"unit": "1"}}

    def test_a_new_choice_gives_new_figures(self):
        view = results_view(lambda chosen: {"headline": chosen["unit"]})
        view.selection = {"unit": "2"}
        assert view.shown == {"headline": "2"}

    def test_what_was_prepared_is_shown_at_once_and_is_what_would_have_been_found(self):
        asked = []

        def explore(chosen):
            asked.append(chosen)
            if chosen.get("grade") == "7":
                raise NotFound("Vi finner ikke trinnet.")
            options = {"genders": [{"key": "all"}, {"key": "girls"}], "grades": [{"key": "7"}, {"key": "8"}]}
            return {"selection": {"gender": "all", "grade": "8", **chosen}, "options": options}

        view, plain = results_view(explore), results_view(explore)
        view.prepare()
        for chosen in ({"gender": "girls"}, {"unit": "", "gender": "girls"}, {"grade": "8", "gender": "all"}):
            del asked[:]
            view.selection = {"unit": "1", **chosen}
            assert asked == []
            plain.selection = {**plain.shown["selection"], **chosen, "unit": "1"}
            assert view.shown["selection"] == {**plain.shown["selection"]}
        view.selection = {"unit": "1", "gender": "girls", "grade": "9"}  # two choices away from the start
        assert view.shown["selection"]["grade"] == "9"
        view.selection = {"unit": "1", "grade": "7"}
        assert view.problem == "Vi finner ikke trinnet."

    def test_a_choice_that_changes_no_figure_is_answered_too(self):
        view = results_view(lambda chosen: {"headline": "the same"})
        told = []
        view.send_state = lambda key=None: told.append(key)
        view.selection = {"unit": "2"}
        assert "shown" in told

    def test_an_unforeseen_failure_is_a_sentence_and_its_values_are_not_logged(self, caplog):
        def fails(chosen):
            if chosen["unit"] == "2":
                raise ValueError("hemmelig svar")
            return {"headline": chosen["unit"]}

        view = results_view(fails)
        view.selection = {"unit": "2"}
        assert view.problem.startswith("Noe gikk galt")
        assert view.shown == {"headline": "1"}
        assert "ValueError" in caplog.text
        assert "hemmelig" not in caplog.text

    def test_the_sentence_goes_away_when_the_next_choice_works(self):
        def fails(chosen):
            if chosen["unit"] == "2":
                raise NotFound("Vi finner ikke skolen.")
            return {}

        view = results_view(fails)
        view.selection = {"unit": "2"}
        assert view.problem == "Vi finner ikke skolen."
        view.selection = {"unit": "3"}
        assert view.problem == ""

    def test_a_failure_before_anyone_has_chosen_does_not_stop_the_workbook(self):
        def fails(chosen):
            raise NotFound("Vi finner ikke skolen.")

        assert results_view(fails).problem == "Vi finner ikke skolen."

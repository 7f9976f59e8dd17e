"""What a rehearsal's figures mean: the verdict, its sentences, and what is kept of it."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from lmtools.rehearsal import keeping
from lmtools.rehearsal.report import Report, Verdict, advice, headline, lines
from lmtools.text import Text

NB = Text("nb")
GOOD = Report(
    people=60,
    joined=60,
    acknowledged=1240,
    errors=0,
    ack_p95_s=0.21,
    ack_max_s=0.4,
    arrival_p95_s=1.2,
    arrival_max_s=2.5,
    projector_p95_s=0.6,
    ready_for=60,
    is_here=False,
    at="2026-11-29T19:28+01:00",
)


def test_a_day_that_held_is_told_with_who_came_and_the_slowest_answer() -> None:
    assert GOOD.verdict == Verdict.HELD
    assert headline(GOOD, NB) == "Det holdt. 60 av 60 kom inn, og det tregeste svaret tok 0,4\u00a0s."
    assert advice(GOOD, NB) == []


def test_what_was_measured_is_told_in_sentences() -> None:
    assert lines(GOOD, NB) == [
        "Fra QR-kode til oppgave gikk det 1,2\u00a0s for de fleste, og 2,5\u00a0s for den siste.",
        "1\u00a0240 svar ble tatt imot, 95 av 100 innen 0,2\u00a0s.",
        "Lerretet viste det nye innen 0,6\u00a0s i 95 av 100 tilfeller.",
    ]


@pytest.mark.parametrize(
    ("slow", "what"),
    [
        ({"ack_p95_s": 2.1}, "Prøv med færre: lmtools rehearse --people 30."),
        ({"ack_p95_s": 2.1, "ready_for": 20}, "Serveren er startet for 20. Start den med lmtools serve"),
        ({"projector_p95_s": 3.1}, "Koble maskinen som viser lerretet, til nettet med kabel."),
        ({"arrival_p95_s": 21.0}, "La ei gruppe skanne om gangen"),
    ],
)
def test_a_slow_day_comes_with_what_to_do_about_it(slow: dict[str, float], what: str) -> None:
    report = replace(GOOD, **slow)
    assert report.verdict == Verdict.SLOW
    assert headline(report, NB).startswith("Det gikk, men tregt. 60 av 60 kom inn")
    assert advice(report, NB)[0].startswith(what)


@pytest.mark.parametrize("wrong", [{"joined": 58}, {"errors": 1}])
def test_a_day_on_which_anything_was_lost_did_not_hold(wrong: dict[str, int]) -> None:
    report = replace(GOOD, **wrong)
    assert report.verdict == Verdict.BROKE
    assert headline(report, NB).startswith("Det holdt ikke.")


def test_a_rehearsal_on_the_servers_own_machine_says_that_the_network_was_not_tried() -> None:
    assert "det trådløse nettet er ikke med" in advice(replace(GOOD, is_here=True), NB)[-1]


def test_the_result_line_holds_six_figures() -> None:
    assert json.loads(json.dumps(GOOD.result())) == {
        "people": 60,
        "joined": 60,
        "acknowledged": 1240,
        "ack_p95_s": 0.21,
        "projector_p95_s": 0.6,
        "errors": 0,
    }


def test_the_last_report_is_kept_in_the_data_folder(tmp_path: Path) -> None:
    assert keeping.last(tmp_path) is None
    report = replace(GOOD, told={"Nettet gikk.": 2})
    keeping.keep(report, tmp_path)
    assert keeping.last(tmp_path) == report


@pytest.mark.parametrize(
    "value", [None, [], {}, {**GOOD.as_json(), "people": "mange"}, {**GOOD.as_json(), "ack_p95_s": True}]
)
def test_what_is_no_report_is_not_read_as_one(value: object) -> None:
    assert Report.from_json(value) is None

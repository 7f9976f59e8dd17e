"""What indicators are called where they stand: alone above a figure, and inside a sentence."""

from __future__ import annotations

import pytest

from lmtools.charts.panel import title_of
from lmtools.charts.sentences import listed
from lmtools.domain.figures import Indicator
from lmtools.text import Text

NB = Text("nb")


def test_a_question_is_quoted_inside_a_sentence_so_that_its_mark_does_not_end_it():
    assert listed(["Trivsel", "Er du blitt mobbet?", "Felles regler"], NB) == (
        "Trivsel, «Er du blitt mobbet?» og Felles regler"
    )
    assert listed(["Er du blitt mobbet?"], NB) == "«Er du blitt mobbet?»"


@pytest.mark.parametrize(
    ("name", "scale", "title"),
    [
        ("Trivsel", "mean", "Trivsel"),
        ("Mobbing på skolen", "share", "Mobbing på skolen, andel"),
        ("Er du blitt mobbet?", "share", "Er du blitt mobbet? Andel"),
        ("Er du blitt mobbet?", "mean", "Er du blitt mobbet?"),
    ],
)
def test_a_heading_says_that_a_share_is_one_and_a_question_keeps_its_mark(name, scale, title):
    assert title_of(Indicator("x", name, scale), NB) == title

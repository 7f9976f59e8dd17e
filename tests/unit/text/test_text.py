"""How numbers, dates and sentences look to a reader."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from lmtools.errors import Message, UsageError
from lmtools.text import LANGUAGES, Text

PORT_MESSAGE = "LMTOOLS_PORT må være et tall fra 0 til 65535. Den er nå «{value}»."


@pytest.mark.parametrize(
    ("value", "decimals", "written"),
    [
        (3.46, 1, "3,5"),
        (1234567, 0, "1\u00a0234\u00a0567"),
        (-0.4, 1, "\u22120,4"),
        (-0.04, 1, "0,0"),
        (0, 0, "0"),
        (0.25, 2, "0,25"),
    ],
)
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_number_is_written_the_norwegian_way_in_every_language(language, value, decimals, written):
    assert Text(language).number(value, decimals) == written


def test_a_percentage_keeps_its_sign_on_the_same_line():
    assert Text("nb").percent(14.2) == "14\u00a0%"
    assert Text("nn").percent(14.25, 1) == "14,2\u00a0%"


def test_a_field_that_is_a_sentence_is_translated_with_the_sentence_around_it():
    message = Message("Fila er {kind}, ikke en tabell.", {"kind": Message("et program")})
    assert str(message) == "Fila er et program, ikke en tabell."
    assert Text("nn").say(message) == "Fila er eit program, ikkje ein tabell."


@pytest.mark.parametrize(
    ("language", "written"),
    [("nb", "16.\u00a0september 2027"), ("nn", "16.\u00a0september 2027"), ("en", "16 September 2027")],
)
def test_a_date_is_written_in_the_readers_language(language, written):
    assert Text(language).date(date(2027, 9, 16)) == written
    assert Text(language).date(datetime(2027, 9, 16, 12)) == written


def test_a_time_of_day_has_hours_and_minutes():
    assert Text("nb").time(datetime(2027, 1, 2, 9, 5, 30)) == "09:05"


def test_an_unknown_language_is_read_as_bokmål():
    assert Text("se").language == "nb"


def test_a_sentence_without_a_translation_is_shown_in_bokmål():
    assert (
        Text("en").t("Setningen {name} finnes ikke i katalogen.", name="x")
        == "Setningen x finnes ikke i katalogen."
    )


def test_an_empty_sentence_stays_empty():
    assert Text("nn").t("") == ""


def test_braces_in_prose_without_fields_are_left_alone():
    assert Text("nb").t("Skriv {slik}.") == "Skriv {slik}."


def test_braces_in_what_a_user_wrote_are_not_filled_in():
    assert Text("nb").t("Du skrev «{text}».", text="{value}") == "Du skrev «{value}»."


def test_an_error_is_translated_with_its_fields():
    error = UsageError(PORT_MESSAGE, value="åtte")
    assert "åtte" in Text("en").error(error)
    assert Text("en").error(error) != str(error)

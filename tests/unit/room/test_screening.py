"""The first look for text that can point at one person."""

import pytest

from lmtools.room.screening import flag

NUMBERS = {
    "Ring 41 23 45 67 om dette": "Kan inneholde et telefonnummer",
    "Ring 412 34 567": "Kan inneholde et telefonnummer",
    "+47 22345678 er nummeret": "Kan inneholde et telefonnummer",
    "01020312345 står i lista": "Kan inneholde et fødselsnummer",
    "Nummeret er 010203 12345.": "Kan inneholde et fødselsnummer",
    "Skriv til kari.nordmann@skole.example": "Kan inneholde en e-postadresse",
}
PERSONS = [
    "Eleven som sitter bak i 9B forstyrrer alle",
    "Han ene i 10B ødelegger for alle, og foreldrene gjør ingenting.",
    "Ho eine jenta får aldri vere med",
    "Mor til gutten på 8 A ringer hver uke",
    "Guten frå 7C slår",
    "9B-eleven vi snakket om",
]
HARMLESS = [
    "Reglene er like på papiret, men ikke i timene",
    "Elevene i 9. trinn sier det samme",
    "Vi i 10B-teamet gjør det likt",
    "104 elever svarte i 2025, 3,9 mot 3,5 året før",
    "Fra 2021-2025 falt det med 0,4",
    "Mobil er greit hos én og forbudt hos en annen.",
    "5 943 elever og 12 345 678 kroner",
    "Hva gjorde vi annerledes i 8. klasse?",
    "Vi sa dette i fjor også. Hva ble gjort?",
    "",
]


@pytest.mark.parametrize(("text", "sentence"), NUMBERS.items())
def test_numbers_and_addresses_of_people_are_flagged(text, sentence):
    assert flag(text) == sentence


@pytest.mark.parametrize("text", PERSONS)
def test_words_that_single_out_one_pupil_are_flagged(text):
    assert flag(text) == "Kan peke på én elev"


@pytest.mark.parametrize("text", HARMLESS)
def test_what_a_staff_usually_writes_is_not_flagged(text):
    assert flag(text) is None


def test_a_long_text_is_looked_through_at_once():
    assert flag("eleven " * 300 + "i 9") is None

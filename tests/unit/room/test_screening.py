"""The first look for text that can point at one person."""

import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks.naming import SENTENCES_FILE, by_sentence, example, found_in, mistakes, overlap, read
from lmtools.errors import UsageError
from lmtools.room.arguments import Arguments
from lmtools.room.screening import SENTENCES, flag, holds_national_id, look
from lmtools.room.screening.__main__ import SCRIPT, script
from lmtools.room.screening.numbers import has_check_digits, has_date
from lmtools.room.screening.words import name_lists, names_as_written, rules

ID, EMAIL, PHONE = (
    "Kan inneholde et fødselsnummer",
    "Kan inneholde en e-postadresse",
    "Kan inneholde et telefonnummer",
)
NAME, ONE = "Kan inneholde navnet på en person", "Kan peke på én elev"
NUMBERS = {
    "Ring 41 23 45 67 om dette": PHONE,
    "Ring 412 34 567": PHONE,
    "Ring 41234567.": PHONE,
    "+47 22345678 er nummeret": PHONE,
    "0047 22 34 56 78 er nummeret": PHONE,
    "Ring +46 70 123 45 67": PHONE,
    "01020312345 står i lista": ID,
    "Nummeret er 010203 12345.": ID,
    "Skriv til ola.nordmann@skole.example": EMAIL,
}
PERSONS = [
    "Eleven som sitter bak i 9B forstyrrer alle",
    "Han ene i 10B ødelegger for alle, og foreldrene gjør ingenting.",
    "Ho eine jenta får aldri vere med",
    "Mor til gutten på 8 A ringer hver uke",
    "Guten frå 7C slår",
    "9B-eleven vi snakket om",
    "Jenta som begynte i høst",
    "Rektors sønn slipper unna",
]
NAMES = {
    "Snakk med Amira i morgen": "Amira",
    "Amiras mor ringte": "Amira",
    "Jonas' mor ringte": "Jonas",
    "Ola-saken": "Ola",
    "ingen hører på mathias": "mathias",
    "Vi så Dag i gangen": "Dag",
    "Eleven Thivya er alene": "Thivya",
    "Anne-Grete og Per Olav Moe": "Anne-Grete",
    "O.N. i 8B er borte": "O.N",
    "Det var lettere da Leidulf hadde gruppa": "Leidulf",
}
HARMLESS = [
    "Reglene er like på papiret, men ikke i timene",
    "Elevene i 9. trinn sier det samme",
    "Vi i 10B-teamet gjør det likt",
    "Hver elev i 9B skal bli sett",
    "104 elever svarte i 2025, 3,9 mot 3,5 året før",
    "Fra 2021-2025 falt det med 0,4",
    "Mobil er greit hos én og forbudt hos en annen.",
    "5 943 elever og 12 345 678 kroner",
    "Oppstart 20271124, slutt 24112027",
    "Hva gjorde vi annerledes i 8. klasse?",
    "Vi sa dette i fjor også. Hva ble gjort?",
    "Dag 1: Per i dag har vi ingen regel. Mai er best.",
    "Haugen skole og Ole Brumm barnehage",
    "",
]
PIECES = ["Ola", "i", "9B", ".", "gutten", "som", "12", "34", "@", "a.no", "-", "han", "ene", "sin"]
SYNTHETIC = ["09871696079", "23871368651", "49821355124"]  # 80 added to the month: no person has them


def test_numbers_and_addresses_of_people_are_flagged():
    assert {text: flag(text) for text in NUMBERS} == NUMBERS


@pytest.mark.parametrize("text", PERSONS)
def test_words_that_single_out_one_person_are_flagged(text):
    assert flag(text) == ONE


@pytest.mark.parametrize(("text", "name"), NAMES.items())
def test_a_name_is_found_where_it_stands(text, name):
    found = look(text)[0]
    assert (found.kind, text[found.start : found.end], found.sentence) == ("name", name, NAME)


@pytest.mark.parametrize("text", HARMLESS)
def test_what_a_staff_usually_writes_is_not_flagged(text):
    assert look(text) == ()


def test_what_tells_most_is_said_first():
    assert flag("Amira, 412 34 567") == PHONE
    assert flag("Amira i 9B, 09871696079") == ID


@pytest.mark.parametrize("digits", SYNTHETIC)
@pytest.mark.parametrize("written", ["{0}{1}{2}{3}", "{0}{1}{2} {3}", "{0} {1} {2} {3}", "{0}.{1}.{2}-{3}"])
def test_a_right_national_id_is_barred_however_it_is_grouped(digits, written):
    number = written.format(digits[:2], digits[2:4], digits[4:6], digits[6:])
    assert [(finding.kind, finding.barred) for finding in look(f"Nr. {number}.")] == [("national_id", True)]
    assert holds_national_id(number)


def test_the_room_takes_no_text_with_a_national_id_and_does_not_repeat_it():
    with pytest.raises(UsageError) as refused:
        Arguments({"text": f"Nummeret er {SYNTHETIC[0]}"}).text("text", 280)
    assert SYNTHETIC[0] not in str(refused.value)


@pytest.mark.parametrize("digits", SYNTHETIC)
def test_one_wrong_digit_makes_an_id_doubtful_and_no_longer_barred(digits):
    for at in range(6, 11):
        wrong = digits[:at] + str((int(digits[at]) + 1) % 10) + digits[at + 1 :]
        assert [(finding.kind, finding.barred) for finding in look(wrong)] == [("national_id", False)]


def test_days_and_months_of_ids_are_those_of_all_sorts():
    right = ["010100", "310100", "410100", "710100", "014100", "015200", "018100", "019200", "418100"]
    wrong = [
        "000100",
        "320100",
        "400100",
        "720100",
        "010000",
        "011300",
        "014000",
        "015300",
        "018000",
        "019300",
    ]
    assert [day for day in right + wrong if has_date(day)] == right


def test_an_account_number_and_a_number_of_an_organisation_are_no_ids():
    assert look("Konto 1234.56.78903 og org. 974 760 673, ISBN 978-82-02-12345-6") == ()
    assert has_check_digits("09871696079") and not has_check_digits("09871696078")


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=80) | st.lists(st.sampled_from(PIECES)).map(" ".join))
def test_any_text_is_looked_through_and_findings_lie_inside_it(text):
    for finding in look(text):
        assert 0 <= finding.start < finding.end <= len(text)


@pytest.mark.parametrize(
    "piece", ["eleven som ", "Ola ", "1 ", "22 34 ", "a.b@c.", "O.N.", "den ene av ", "A", "- "]
)
def test_the_work_grows_with_the_text_and_no_faster(piece):
    """Counted in calls, because a clock on a busy machine tells nothing."""
    once, four_times = calls(piece * 100), calls(piece * 400)
    assert four_times < 5 * once + 1000


def calls(text):
    count = 0

    def counting(frame, event, _):
        nonlocal count
        count += event in ("call", "c_call")

    look("Ola")  # so that the lists are read
    sys.setprofile(counting)
    try:
        look(text)
    finally:
        sys.setprofile(None)
    return count


def test_the_browser_has_the_lists_as_they_are_now():
    assert SCRIPT.read_text("utf-8") == script(), "run `python -m lmtools.room.screening`"


# Statistics Norway's hundred most common names of men, women and families.
MEN = """
Adrian Alexander Alf Anders Andreas Arild Arne Asbjørn Bjørn Christian Dag Daniel Egil Einar Eirik Eivind
Emil Erik Erling Espen Finn Frank Fredrik Frode Geir Gunnar Hans Harald Helge Henrik Håkon Håvard Ivar
Jan Jens Joakim Johannes Johan John Jonas Jon Jørgen Karl Kenneth Kim Kjell Kjetil Knut Kåre Kristian
Kristoffer Lars Leif Magne Magnus Marius Markus Martin Mathias Morten Nils Odd Ola Olav Ole Per Petter
Pål Roar Robert Roger Rolf Roy Rune Sander Sebastian Sigurd Simen Sindre Sondre Steinar Stein Stian Stig
Svein Sverre Terje Thomas Thor Tobias Tommy Tom Torbjørn Tore Tor Trond Vegard Vidar Øystein Øyvind
"""
WOMEN = """
Andrea Anette Anita Anna Anne Ann Astrid Aud Bente Berit Bjørg Britt Camilla Cathrine Cecilie Elin
Elisabeth Elise Eli Ellen Else Emilie Emma Eva Gerd Grete Grethe Gro Gunn Hanna Hanne Hege Heidi Helene
Hilde Ida Ingeborg Inger Ingrid Irene Janne Jenny Jorunn Julie Karen Karin Kari Karoline Kirsten Kjersti
Kristine Kristin Laila Lene Linda Line Linn Lise Liv Malin Maren Marianne Maria Marie Mari Marit Marte
Martine May Mette Mona Monica Nina Nora Ragnhild Randi Reidun Rita Ruth Sara Sigrid Silje Siri Sissel Siv
Sofie Solveig Stine Synnøve Thea Tone Tonje Torill Tove Trine Turid Unni Vilde Wenche Åse
"""
FAMILIES = """
Aasen Aas Abrahamsen Ahmed Ali Amundsen Andersen Andreassen Andresen Antonsen Arnesen Aune Bakken Bakke
Berge Berg Berntsen Bøe Birkeland Brekke Christensen Dahl Danielsen Ødegård Edvardsen Eide Eliassen
Ellingsen Engen Eriksen Evensen Fredriksen Gulbrandsen Gundersen Hagen Halvorsen Hansen Hanssen Haugen
Hauge Haugland Haug Helland Henriksen Holm Isaksen Iversen Jacobsen Jakobsen Jensen Jenssen Johannessen
Johansen Johnsen Jørgensen Karlsen Knudsen Knutsen Kristensen Kristiansen Kristoffersen Larsen Lien Lie
Lunde Lund Madsen Martinsen Mathisen Mikkelsen Moen Moe Myhre Myklebust Nguyen Nielsen Nilsen Næss Nygård
Olsen Paulsen Pedersen Pettersen Rasmussen Rønning Ruud Sandvik Simonsen Sivertsen Solberg Solheim
Sørensen Sæther Strand Strøm Svendsen Tangen Thomassen Thorsen Tveit Vik
"""


def test_the_most_common_names_in_norway_are_known():
    given_names, surnames = name_lists()
    assert [name for name in f"{MEN} {WOMEN}".split() if name.lower() not in given_names] == []
    assert [name for name in FAMILIES.split() if name.lower() not in surnames] == []


def test_each_name_stands_once_and_a_doubtful_one_is_a_name():
    given_names, surnames = names_as_written()
    assert len(given_names) == len(set(given_names)) > 1200
    assert len(surnames) == len(set(surnames)) > 300


def test_every_pattern_is_made_of_lists_that_exist():
    known = {*rules()["words"], "CLASS", "GRADE"}
    elements = {element.lstrip("!") for pattern in rules()["pointing"] for element in pattern.split()}
    assert {element for element in elements if element[0] != "*"} <= known


def test_the_sentences_are_enough_in_both_languages_and_each_stands_once():
    examples = read()
    assert len(examples) == len({one.text for one in examples}) >= 320
    assert (
        min(sum(one.language == language for one in examples) for language in ("nb", "nn"))
        > len(examples) / 3
    )
    halves = [sum(one.split == split for one in examples) for split in ("dev", "test")]
    assert abs(halves[0] - halves[1]) < 0.05 * len(examples)


def test_no_id_in_the_sentences_can_be_a_persons():
    ids = [one.text[start:end] for one in read() for kind, start, end in one.spans if kind == "national_id"]
    digits = ["".join(filter(str.isdecimal, number)) for number in ids]
    assert digits and all(int(number[2:4]) > 80 or not has_check_digits(number) for number in digits)


def test_the_check_is_as_good_as_it_says_on_sentences_it_was_not_tuned_on():
    test = [one for one in read() if one.split == "test"]
    people = by_sentence(test, ["name", "points_at_one"])
    assert people.precision >= 0.9 and people.recall >= 0.9
    for kind in ("national_id", "email", "phone"):
        count = by_sentence(test, [kind])
        assert (count.wrong, count.missed) == (0, 0)


def test_the_description_of_the_sentences_tells_what_the_benchmark_prints():
    told = (SENTENCES_FILE.parent / "README.md").read_text("utf-8")
    test = [one for one in read() if one.split == "test"]
    rows = {"alt": [*SENTENCES], "navn": ["name"], "ord som peker ut én": ["points_at_one"]}
    for row, kinds in rows.items():
        count = by_sentence(test, kinds)
        numbers = [f"{value:.3f}".replace(".", ",") for value in (count.precision, count.recall)]
        assert f"| {row} | {' | '.join(numbers)} |" in told
    assert f"{len(read())} setninger" in told


def test_what_the_check_gets_wrong_is_known_stretch_by_stretch():
    known = Path(__file__).with_name("mistakes.tsv").read_text("utf-8").splitlines()
    renew = "python -m benchmarks.naming --mistakes > tests/unit/room/mistakes.tsv"
    assert mistakes(read()) == known, f"look at what is other than before, and run `{renew}`"


def test_the_benchmark_counts_what_is_missed_and_what_is_wrong():
    one = example("dev", "nb", "Snakk med {name|Amira}, {name|Qqq} og {one|han}.")
    assert one.text == "Snakk med Amira, Qqq og han."
    assert one.spans[0] == ("name", 10, 15)
    assert overlap(one.spans[0], found_in(one)[0])
    wrong = by_sentence([example("dev", "nb", "Amira kom"), one], ["name"])
    assert (wrong.right, wrong.wrong, wrong.missed) == (1, 1, 0)
    missed = by_sentence([one], ["points_at_one"])
    assert (missed.right, missed.wrong, missed.missed) == (0, 0, 1)

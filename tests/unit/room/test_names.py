"""Which words are taken for a person's name, and where the name begins and ends."""

from __future__ import annotations

import pytest

from lmtools.room.screening.people import names
from lmtools.room.screening.words import words_of


def named(text):
    return [text[start:end] for start, end in names(text, words_of(text))]


NAMED = {
    # a name with its capital, alone or in a row
    "Amira kom": ["Amira"],
    "Per Olav Moe kom": ["Per Olav Moe"],
    "Anne-Grete kom": ["Anne-Grete"],
    "Amira, Jonas og Ida kom": ["Amira", "Jonas", "Ida"],
    "Snakk med Leidulf": ["Leidulf"],
    "Vi så Ragnbjørg der": ["Ragnbjørg"],
    "Vi så Zeidulf der": [],
    # the genitive's s is no part of it
    "Amiras mor ringte": ["Amira"],
    "Jonas' mor ringte": ["Jonas"],
    "Mathias sin bok": ["Mathias"],
    "Amiras Moe": ["Amira"],
    # without its capital
    "ingen hører på mathias": ["mathias"],
    "amiras mor ringte": ["amira"],
    "amiras bok": [],
    "ola kom": [],
    "det var ivan": [],
    "mathias2 kom": [],
    # a word that is also a name
    "Vi så Dag i gangen": ["Dag"],
    "Dag 1 i dag": [],
    "Vi så Hans bok": [],
    "Vi så Hans gråt": ["Hans"],
    "Finn Hagen kom": ["Finn Hagen"],
    "Vi så Mari Mai i går": ["Mari"],
    "Vi møtes i Mai": [],
    # surnames
    "Hansen kom": ["Hansen"],
    "Nguyen kom": ["Nguyen"],
    "Vi så Moe": [],
    "Spør læreren Moe": ["Moe"],
    "Spør rektor Moe": ["Moe"],
    "Moes mor ringte": ["Moe"],
    "Vi så Moe i 9B": ["Moe"],
    "Vi så Moe i 9 B": ["Moe"],
    "Vi så Moe i byen": [],
    "Moe sier det": ["Moe"],
    # in capitals only
    "AMIRA KOM": ["AMIRA"],
    "OLA KOM": [],
    "MARI KOM": [],
    "AMIRA MOE KOM": [],
    # initials
    "O.N. i 8B": ["O.N"],
    "O. N. i 8B": ["O. N"],
    "P.S. Husk møtet": [],
    "o.n. i 8B": [],
    "O.N i 8B": [],
    "O N. i 8B": [],
    # places, trains and phrases
    "Haugen skole": [],
    "Ola Hagen skole": [],
    "Ola Hagen kom": ["Ola Hagen"],
    "Lucia-toget": [],
    "Ola-saken": ["Ola"],
    "Amira-Saken": ["Amira"],
    "Ole Brumm": [],
    "Anne Frank": [],
    "St. Olav": [],
    "Liv og helse": [],
    "Liv og Amira": ["Amira"],
    # a word in no list, where a person stands
    "Eleven Zanuvi er alene": ["Zanuvi"],
    "Vi var med Zanuvi der": ["Zanuvi"],
    "Zanuvi kom": [],
    "Eleven ZANUVI er alene": [],
    "Eleven Qy er alene": [],
    "Eleven Qyv er alene": ["Qyv"],
    "Vi var med Qyv der": [],
    "Vi var med Zanuling der": [],
    "Vi var med Røde Kors": [],
    "Vi var med Feide der": [],
    "Vi var med Feides folk": [],
    "Spør moren til Zanuvi": ["Zanuvi"],
    "Spør veien til Zanuvi": [],
    "På toppen av Zanuvi": ["Zanuvi"],
    "På toppen av Qyv": [],
    "Ved siden av Qyv": ["Qyv"],
    "Vi så Zanuvi slo": ["Zanuvi"],
    "Brev fra Zanuvi slo": [],
    "Vi så Zanuvi skole": [],
    "Vi så Zanuvi-toget": [],
    "Vi så Zanuvi i 9B": ["Zanuvi"],
    "Vi så Zanuvis mor": ["Zanuvi"],
}


@pytest.mark.parametrize(("text", "expected"), NAMED.items())
def test_a_name_is_told_from_a_word_by_what_it_is_and_by_what_stands_around_it(text, expected):
    assert named(text) == expected

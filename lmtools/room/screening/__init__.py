"""A first look for text that can point at one person. It flags; people decide. Nothing leaves the machine.

The same rules run in the browser before anything is sent (`frontend/src/screening.js`, with the data that
`python -m lmtools.room.screening` writes for it) and here, for the facilitator who looks points over. How
often they are right is printed by `python -m benchmarks.naming`.
"""

from __future__ import annotations

from dataclasses import dataclass

from lmtools.errors import N_
from lmtools.room.screening.numbers import emails, national_ids, phones
from lmtools.room.screening.people import names
from lmtools.room.screening.pointing import pointings
from lmtools.room.screening.words import words_of

# In the order of how much they tell.
SENTENCES = {
    "national_id": N_("Kan inneholde et fødselsnummer"),
    "email": N_("Kan inneholde en e-postadresse"),
    "phone": N_("Kan inneholde et telefonnummer"),
    "name": N_("Kan inneholde navnet på en person"),
    "points_at_one": N_("Kan peke på én elev"),
}


@dataclass(frozen=True, slots=True, order=True)
class Finding:
    """What was found from `start` to `end` (characters of the text). A `barred` one must not be sent."""

    start: int
    end: int
    kind: str
    barred: bool = False

    @property
    def sentence(self) -> str:
        """Why a person should look at it (a msgid)."""
        return SENTENCES[self.kind]


def look(text: str) -> tuple[Finding, ...]:
    """Everything in `text` that can point at one person, in the order of the text.

    `text` is in Unicode's composed form (NFC), as `lmtools.room.arguments.clean` leaves it. A national id
    whose date and check digits are right is barred. Takes time in proportion to the text's length.

    >>> look("Snakk med Amira")
    (Finding(start=10, end=15, kind='name', barred=False),)
    """
    ids = [Finding(start, end, "national_id", barred) for start, end, barred in national_ids(text)]
    found = [*ids, *(Finding(start, end, "email") for start, end in emails(text))]
    numbers = (Finding(start, end, "phone") for start, end in phones(text))
    found += [number for number in numbers if not _touches(number, ids)]
    words = words_of(text)
    called = [Finding(start, end, "name") for start, end in names(text, words)]
    called = [name for name in called if not _touches(name, found)]
    pointed = [Finding(start, end, "points_at_one") for start, end in pointings(words)]
    found += [*called, *(one for one in pointed if not _touches(one, called))]
    return tuple(sorted(found))


def flag(text: str) -> str | None:
    """Why a person should look at `text` before others do (a msgid), or None."""
    kinds = {finding.kind for finding in look(text)}
    return next((sentence for kind, sentence in SENTENCES.items() if kind in kinds), None)


def holds_national_id(text: str) -> bool:
    """Whether `text` holds a number that is a national id by its date and check digits."""
    return any(barred for _, _, barred in national_ids(text))


def _touches(finding: Finding, others: list[Finding]) -> bool:
    return any(finding.start < other.end and other.start < finding.end for other in others)

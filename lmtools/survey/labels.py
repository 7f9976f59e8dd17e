"""What one text in a survey file means: a number, a school year, a grade, a gender, an ownership.

Each function takes one text and is called once per distinct text of a file. Bokmål, nynorsk and
English labels are understood. A text that is not understood raises `ValueError` without repeating it.
"""

from __future__ import annotations

import re
import unicodedata

from lmtools.survey.schema import ALL, EMPTY, SUPPRESSED

SUPPRESSION_MARKS = frozenset({"*", "**", ".", "..", ":", "-", "–", "—", "−"})
"""Udir shows a star or a dot; old Skoleporten a star or a dash; the statistics office a colon."""

MINUSES = "\u2212\u2013-"
_SPACES = " \u00a0\u202f\u2009\u2007"
_INVISIBLE = str.maketrans("", "", "\ufeff\u200b\u200e\u200f\r")
_NUMBER = re.compile(
    rf"[+{MINUSES}]?([0-9]{{1,3}}(?:[{_SPACES}][0-9]{{3}})+|[0-9]+)(?:[.,]([0-9]+))?[{_SPACES}]?%?"
)
_YEAR = re.compile(r"((?:19|20)[0-9]{2})(?:\s?[-/–]\s?([0-9]{2}|[0-9]{4}))?")
_GRADE = re.compile(
    r"([0-9]{1,2})\.?(?:\s*(?:års?trinn|trinn|klasse|klassetrinn|årssteg|steg|årskull|grade|th grade))?"
)
_UPPER = re.compile(r"(?:(?:videregående|vidaregåande)\s*(?:trinn|steg)?|vg|vgs)\.?\s*([1-3])")
_LONGEST_NUMBER = 40


def tidy(text: str) -> str:
    """The text without invisible marks, with single ordinary spaces and none at its ends."""
    return " ".join(unicodedata.normalize("NFC", text.translate(_INVISIBLE)).split())


def fold(text: str) -> str:
    """The text as names are compared: tidy, and without difference between capitals and small letters."""
    return tidy(text).casefold()


def number(text: str) -> float:
    """A Norwegian number: `4,1`, `5 943` (any kind of space), `−0,2` (any minus), `14 %`.

    A suppression mark is `SUPPRESSED` and nothing is `EMPTY`; anything else raises `ValueError`.
    """
    text = text.translate(_INVISIBLE).strip()
    if not text:
        return EMPTY
    if text in SUPPRESSION_MARKS:
        return SUPPRESSED
    found = _NUMBER.fullmatch(text) if len(text) <= _LONGEST_NUMBER else None
    if found is None:
        raise ValueError("not a number")
    whole = re.sub(f"[{_SPACES}]", "", found[1])
    value = float(f"{whole}.{found[2] or 0}")
    return -value if text[0] in MINUSES and value else value


def year(text: str) -> int:
    """The autumn of a school year: 2021 for `2021-22`, `2021-2022`, `2021` and `202112`."""
    text = tidy(text)
    if re.fullmatch(r"20[0-9]{4}", text):
        text = text[:4]
    found = _YEAR.fullmatch(text)
    if found is None:
        raise ValueError("not a school year")
    first = int(found[1])
    if found[2] is not None and int(found[2]) % 100 != (first + 1) % 100:
        raise ValueError("not one school year")
    return first


def grade(text: str) -> str:
    """A grade's key: "5" to "10", "vg1" to "vg3", "all", or the tidied text of another group."""
    text = tidy(text)
    small = text.casefold()
    if not small or small.startswith("alle") or small == "all":
        return ALL
    if found := _GRADE.fullmatch(small):
        return str(int(found[1]))
    if found := _UPPER.fullmatch(small):
        return f"vg{found[1]}"
    return text


def is_grade(text: str) -> bool:
    """Whether a text is one of the grades that can be named."""
    small = fold(text)
    known = bool(_GRADE.fullmatch(small) and not small.isdigit()) or bool(_UPPER.fullmatch(small))
    return known or small in ("alle trinn", "alle årstrinn", "alle steg", "alle årssteg")


_GENDERS = {
    "": ALL,
    "alle": ALL,
    "alle kjønn": ALL,
    "begge kjønn": ALL,
    "begge": ALL,
    "all": ALL,
    "jente": "girls",
    "jenter": "girls",
    "kvinne": "girls",
    "kvinner": "girls",
    "j": "girls",
    "girl": "girls",
    "girls": "girls",
    "gutt": "boys",
    "gutter": "boys",
    "gut": "boys",
    "gutar": "boys",
    "mann": "boys",
    "menn": "boys",
    "g": "boys",
    "boy": "boys",
    "boys": "boys",
}


def gender(text: str) -> str:
    """A gender's key: "all", "girls", "boys", or the tidied text of another answer."""
    return _GENDERS.get(fold(text), tidy(text))


def is_gender(text: str) -> bool:
    """Whether a header part names a gender."""
    return len(fold(text)) > 1 and fold(text) in _GENDERS


_OWNERS = {
    "": ALL,
    "alle": ALL,
    "alle eierformer": ALL,
    "alle eigarformer": ALL,
    "offentlig": "public",
    "offentleg": "public",
    "offentlig eiet": "public",
    "offentlig eid": "public",
    "offentleg eigd": "public",
    "offentleg eigde": "public",
    "offentlig skole": "public",
    "offentlig skoler": "public",
    "offentlige skoler": "public",
    "offentlege skular": "public",
    "kommunal": "public",
    "fylkeskommunal": "public",
    "statlig": "public",
    "privat": "private",
    "privat eiet": "private",
    "privat eid": "private",
    "privat eigd": "private",
    "privat skole": "private",
    "private skoler": "private",
    "private skular": "private",
}


def owner(text: str) -> str:
    """An ownership's key: "all", "public", "private", or the tidied text of another one."""
    return _OWNERS.get(fold(text), tidy(text))


def is_owner(text: str) -> bool:
    """Whether a header part names an ownership."""
    return fold(text) != "" and fold(text) in _OWNERS


def is_everything(text: str) -> bool:
    """Whether a text stands for all of a breakdown ("Alle utdanningsprogram"), or for no breakdown."""
    small = fold(text)
    return (
        not small or small.startswith(("alle ", "begge ", "hele ", "heile ")) or small in ("alle", "i", "-")
    )


def slug(text: str) -> str:
    """A code made from a name: small letters, digits and hyphens; æ, ø and å spelled out."""
    small = fold(text).replace("æ", "ae").replace("ø", "oe").replace("å", "aa")
    plain = unicodedata.normalize("NFKD", small).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-") or "uten-navn"


def grade_order(key: str) -> tuple[int, int, str]:
    """Sorts grade keys in school order: all, 1 … 10, vg1 … vg3, and then other groups by name."""
    if key == ALL:
        return (0, 0, "")
    if key.isdigit():
        return (1, int(key), "")
    if key[:2] == "vg" and key[2:].isdigit():
        return (2, int(key[2:]), "")
    return (3, 0, key)

"""A wide header: parts joined by dots, in any order, where a part may itself hold a dot."""

from __future__ import annotations

import re
from collections.abc import Sequence
from enum import Enum, auto

from lmtools.survey import labels


class Part(Enum):
    """What one part of a header tells."""

    YEAR = auto()
    GRADE = auto()
    GENDER = auto()
    OWNER = auto()
    MEASURE = auto()
    TOPIC = auto()


_MEASURES = {
    "score": "mean",
    "skår": "mean",
    "snitt": "mean",
    "gjennomsnitt": "mean",
    "gjennomsnittlig skår": "mean",
    "indikator": "mean",
    "verdi": "mean",
    "standardavvik": "sd",
    "antall besvart": "n",
    "antall besvarte": "n",
    "antall svar": "n",
    "antal svar": "n",
    "antall respondenter": "n",
    "antall elever": "n",
    "antal elevar": "n",
    "antall elever deltatt": "n",
    "andel mobbet": "bullied",
    "andel mobba": "bullied",
    "andel elever mobbet": "bullied",
    "antall mobbet": "count",
    "antall mobbede": "count",
    "andel deltatt": "participation",
    "deltakelse": "participation",
    "svarprosent": "participation",
    "skalapoeng": "points",
    "usikkerhet": "ignored",
    "usikkerheit": "ignored",
    "antall invitert": "ignored",
    "antall inviterte": "ignored",
}
_OPTION = re.compile(r"(andel|antall)(?: besvart)? ?svaralternativ ?([1-5])")


def measure_of(text: str) -> str:
    """What a measure's name means: "mean", "sd", "n", "bullied", "count", "s1".. or ""."""
    small = labels.fold(text)
    if found := _OPTION.fullmatch(small):
        return f"s{found[2]}" if found[1] == "andel" else "ignored"
    return _MEASURES.get(small, _MEASURES.get(re.sub(r"\s*\(.*\)$", "", small), ""))


def split_header(text: str) -> list[str]:
    """Split at dots that join parts. A dot followed by a space, or after a short form, is inside a part."""
    parts: list[str] = []
    for piece in text.split("."):
        if parts and (piece.startswith(" ") or not piece):
            parts[-1] = f"{parts[-1]}.{piece}"
        else:
            parts.append(piece)
    return [labels.tidy(part) for part in parts if labels.tidy(part)]


def read_parts(parts: Sequence[str]) -> list[Part]:
    """What each part tells. The first part of a sort counts; a later one belongs to the topic."""
    found: list[Part] = []
    for text in parts:
        part = _part(text)
        found.append(Part.TOPIC if part in found else part)
    return found


def _part(text: str) -> Part:
    if measure_of(text):
        return Part.MEASURE
    if _is_year(text):
        return Part.YEAR
    if labels.is_grade(text):
        return Part.GRADE
    if labels.is_gender(text):
        return Part.GENDER
    if labels.is_owner(text):
        return Part.OWNER
    return Part.TOPIC


def _is_year(text: str) -> bool:
    try:
        labels.year(text)
    except ValueError:
        return False
    return True

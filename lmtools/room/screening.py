"""A first look for text that can point at one person. It flags; people decide. Nothing leaves the machine."""

from __future__ import annotations

import re

from lmtools.errors import N_

_PERSON = (
    r"(?:elev|eleven|guten|gutten|jenta|jenten|han|hun|ho|mor|mora|moren|far|faren|foreldrene|"
    r"læraren|læreren|kontaktlæraren|kontaktlæreren)"
)
_CLASS = r"(?:1[0-3]|[1-9])\s?[A-HJ-ZÆØÅa-hj-zæøå]"

_CHECKS: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r"(?<!\d)\d{6}[\s\u00a0.-]?\d{5}(?!\d)"), N_("Kan inneholde et fødselsnummer")),
    (
        re.compile(r"[\w.+-]+@[\w-]+\.[\w.-]*\w"),
        N_("Kan inneholde en e-postadresse"),
    ),
    (
        re.compile(r"(?<![\d.,])(?:(?:\+|00)47[\s\u00a0]?)?[2-9]\d(?:[\s\u00a0]?\d\d){3}(?![\d.,]*\d)"),
        N_("Kan inneholde et telefonnummer"),
    ),
    (
        re.compile(
            r"(?<![\d.,])(?:(?:\+|00)47[\s\u00a0]?)?[489]\d\d[\s\u00a0]\d\d[\s\u00a0]\d{3}(?![\d.,]*\d)"
        ),
        N_("Kan inneholde et telefonnummer"),
    ),
    # "eleven … i 9B", "han ene i 10 A", and the class named first
    (
        re.compile(rf"\b{_PERSON}\b[^.!?]{{0,60}}?\b(?:i|på|frå|fra)\s+{_CLASS}\b", re.IGNORECASE),
        N_("Kan peke på én elev"),
    ),
    (re.compile(r"\b(?:han|hun|ho|hu)\s+(?:ene|eine)\b", re.IGNORECASE), N_("Kan peke på én elev")),
    (
        re.compile(rf"\b{_CLASS}-?\s?(?:eleven|gutten|guten|jenta)\b", re.IGNORECASE),
        N_("Kan peke på én elev"),
    ),
)


def flag(text: str) -> str | None:
    """Why a person should look at `text` before others do (a msgid), or None."""
    return next((sentence for pattern, sentence in _CHECKS if pattern.search(text)), None)

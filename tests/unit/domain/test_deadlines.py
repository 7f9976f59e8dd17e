"""Dates are found in what people write under "when"."""

from __future__ import annotations

from datetime import date

import pytest

from lmtools.domain.deadlines import find_deadline

DAY = date(2026, 9, 16)


@pytest.mark.parametrize(
    ("written", "found"),
    [
        ("Ferdig 15. januar", date(2027, 1, 15)),
        ("15.\u00a0januar 2028", date(2028, 1, 15)),
        ("15.1.2027", date(2027, 1, 15)),
        ("innen 2027-01-15", date(2027, 1, 15)),
        ("Fra 18. januar til 15. mars", date(2027, 3, 15)),
        ("1. okt.", date(2026, 10, 1)),
        ("by 3 May 2027", date(2027, 5, 3)),
        ("ferdig 16. september", date(2026, 9, 16)),
        ("29. februar 2028", date(2028, 2, 29)),
    ],
)
def test_a_day_is_found_however_it_is_written(written, found):
    assert find_deadline(written, after=DAY) == found


@pytest.mark.parametrize(
    "written", ["", "Hver uke", "ut mars", "uke 3", "31. februar", "på 10. trinn", "3 av 4 maier"]
)
def test_what_names_no_day_gives_no_date(written):
    assert find_deadline(written, after=DAY) is None

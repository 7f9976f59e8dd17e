from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lmtools.survey import labels
from lmtools.survey.schema import EMPTY, SUPPRESSED

SPACES = [" ", "\u00a0", "\u202f", "\u2009"]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("4,1", 4.1),
        ("4.1", 4.1),
        ("  116", 116),
        ("5 943", 5943),
        ("5\u00a0943", 5943),
        ("5\u202f943", 5943),
        ("1 234 567,8", 1234567.8),
        ("\u22120,2", -0.2),
        ("-0,2", -0.2),
        ("14 %", 14),
        ("14\u00a0%", 14),
        ("0,0", 0.0),
        ("\ufeff12", 12),
    ],
)
def test_a_norwegian_number_is_read(text: str, value: float) -> None:
    assert labels.number(text) == pytest.approx(value)


@pytest.mark.parametrize("text", ["*", ".", ":", "-", "–", " * "])
def test_a_suppression_mark_is_not_a_number_and_not_empty(text: str) -> None:
    assert labels.number(text) == SUPPRESSED


@pytest.mark.parametrize("text", ["", "   ", "\u00a0"])
def test_nothing_is_empty_and_not_zero(text: str) -> None:
    assert math.isnan(labels.number(text))


@pytest.mark.parametrize(
    "text", ["4,1,2", "12 34", "1e3", "inf", "nan", "ja", "0x10", "٣", "=1+1", "1" * 41, "4,"]
)
def test_what_is_no_number_is_refused_without_being_repeated(text: str) -> None:
    with pytest.raises(ValueError) as caught:
        labels.number(text)
    assert text not in str(caught.value)


@given(
    st.integers(0, 10**12),
    st.integers(0, 999),
    st.sampled_from(SPACES),
    st.booleans(),
    st.sampled_from("-\u2212"),
)
def test_every_number_survives_being_written_the_norwegian_way(
    whole: int, thousandths: int, space: str, negative: bool, minus: str
) -> None:
    text = f"{whole:,}".replace(",", space) + f",{thousandths:03d}"
    expected = float(f"{whole}.{thousandths:03d}")
    found = labels.number((minus if negative else "") + text)
    assert found == (-expected if negative and expected else expected)


@given(st.text(max_size=60))
def test_any_text_is_a_number_a_mark_empty_or_refused(text: str) -> None:
    try:
        value = labels.number(text)
    except ValueError:
        return
    assert isinstance(value, float)


def test_the_four_states_stay_apart() -> None:
    assert labels.number("0,0") == 0
    assert labels.number("*") == SUPPRESSED != 0
    assert math.isnan(labels.number(""))
    assert math.isnan(EMPTY)


@pytest.mark.parametrize(
    ("text", "year"),
    [
        ("2021-22", 2021),
        ("2019-2020", 2019),
        ("2021/22", 2021),
        ("202112", 2021),
        ("2025", 2025),
        ("1999-00", 1999),
    ],
)
def test_a_school_year_is_known_by_its_autumn(text: str, year: int) -> None:
    assert labels.year(text) == year


@pytest.mark.parametrize("text", ["2021-23", "21-22", "", "høst", "2021-2"])
def test_what_is_not_one_school_year_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="not"):
        labels.year(text)


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("5. årstrinn", "5"),
        ("10. trinn", "10"),
        ("7. steg", "7"),
        ("7", "7"),
        ("Videregående trinn 1", "vg1"),
        ("Vg2", "vg2"),
        ("Alle trinn", "all"),
        ("", "all"),
        ("5.–7. trinn", "5.–7. trinn"),
    ],
)
def test_a_grade_has_one_key_however_it_is_written(text: str, key: str) -> None:
    assert labels.grade(text) == key


@pytest.mark.parametrize(
    ("text", "key"),
    [("Jenter", "girls"), ("Gut", "boys"), ("Begge kjønn", "all"), ("Alle kjønn", "all"), ("Annet", "Annet")],
)
def test_a_gender_has_one_key_in_bokmal_and_nynorsk(text: str, key: str) -> None:
    assert labels.gender(text) == key


@pytest.mark.parametrize(
    ("text", "key"), [("Alle eierformer", "all"), ("Privat eiet", "private"), ("Offentlig", "public")]
)
def test_an_ownership_has_one_key(text: str, key: str) -> None:
    assert labels.owner(text) == key


def test_grades_sort_in_school_order() -> None:
    keys = ["vg1", "10", "5", "all", "Ungdomstrinn"]
    assert sorted(keys, key=labels.grade_order) == ["all", "5", "10", "vg1", "Ungdomstrinn"]

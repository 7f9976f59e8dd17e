"""Numbers and addresses: where each begins and ends, and what only looks like one."""

from __future__ import annotations

import pytest

from lmtools.room.screening.numbers import emails, has_date, national_ids, phones

ID = "09871696079"
LONG = "a" * 64

PHONES = {
    "22345678": "22345678",
    "22 34 56 78": "22 34 56 78",
    "22\u00a034\u00a056\u00a078": "22\u00a034\u00a056\u00a078",
    "412 34 567": "412 34 567",
    "812 34 567": "812 34 567",
    "912 34 567": "912 34 567",
    "ring 22 34 56 78 nå": "22 34 56 78",
    "004722345678": "004722345678",
    "0047 22345678": "0047 22345678",
    "0047 412 34 567": "0047 412 34 567",
    "+47 22 34 56 78": "+47 22 34 56 78",
    "+4722345678": "+4722345678",
    "+123456789": "+123456789",
    "+1 2 3 4 5 6 789": "+1 2 3 4 5 6 789",
    "+123456789012345": "+123456789012345",
    "20261301": "20261301",
    "32112026": "32112026",
    "20000000": "20000000",
    "18991231": None,
    "21001231": "21001231",
    "20991231": None,
    "19000101": None,
    "20270916": None,
    "31122099": None,
    "01011900": None,
    "12345678": None,
    "02345678": None,
    "12 34 56 78": None,
    "312 34 567": None,
    "712 34 567": None,
    "512 34 567": None,
    "2234567": None,
    "223456789": None,
    "+12345678": None,
    "+1234567890123456": None,
    "+1 2 3 4 5 6 7 89": None,
    "22 34 56 78 kroner": None,
    "22 34 56 78 elever": None,
    "22345678 elever": "22345678",
    "22 34 56 78 Elever": None,
    "5 22 34 56 78": None,
    "22 34 56 78 5": None,
    "5-22 34 56 78": None,
    "22 34 56 78/5": None,
    "5,22 34 56 78": None,
    "22 34 56 78,5": None,
    "5  22 34 56 78": "22 34 56 78",
    "5:22 34 56 78": "22 34 56 78",
    "22-34-56-78": None,
    "22.34.56.78": None,
    "22 34  56 78": None,
    "0047": None,
}


@pytest.mark.parametrize(("text", "number"), PHONES.items())
def test_a_telephone_number_is_found_from_its_first_sign_to_its_last(text, number):
    found = [text[start:end] for start, end in phones(text)]
    assert found == ([number] if number else [])


def test_each_of_several_telephone_numbers_is_found():
    text = "22345678 og 412 34 567, ellers +47 22 34 56 78"
    assert [text[start:end] for start, end in phones(text)] == ["22345678", "412 34 567", "+47 22 34 56 78"]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (ID, [(ID, True)]),
        (f"{ID[:6]} {ID[6:]}", [(f"{ID[:6]} {ID[6:]}", True)]),
        ("09.87-16/960\u00a07 9", [("09.87-16/960\u00a07 9", True)]),
        ("0987–1696079", [("0987–1696079", True)]),
        (f"x{ID}y {ID}", [(ID, True), (ID, True)]),
        (f"7 {ID}", [(ID, True)]),
        ("09871696078", [("09871696078", False)]),
        ("098716 96078", [("098716 96078", False)]),
        ("098716-96078", [("098716-96078", False)]),
        ("09 87 16 96078", []),
        ("0987169 6078", []),
        (ID[:10], []),
        (ID + "0", []),
        (f"{ID[:6]}  {ID[6:]}", []),
        (f"{ID[:6]}:{ID[6:]}", []),
        ("32871696079", []),
        ("", []),
    ],
)
def test_a_national_id_is_barred_when_it_is_right_and_doubtful_when_it_is_only_written_as_one(text, found):
    assert [(text[start:end], barred) for start, end, barred in national_ids(text)] == found


def test_a_month_of_an_id_is_one_of_twelve_in_each_sort():
    months = [month for month in range(100) if has_date(f"01{month:02}00")]
    assert months == [*range(1, 13), *range(41, 53), *range(81, 93)]
    days = [day for day in range(100) if has_date(f"{day:02}0100")]
    assert days == [*range(1, 32), *range(41, 72)]


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("a@b.no", "a@b.no"),
        ("Skriv til Ola.N-1+x%y_z@skole-1.by.no.", "Ola.N-1+x%y_z@skole-1.by.no"),
        ("(a@b.no)", "a@b.no"),
        ("aæb@c.no", "b@c.no"),
        (f"{LONG}@b.no", f"{LONG}@b.no"),
        (f"x{LONG}@b.no", f"{LONG}@b.no"),
        (f"a@{'b' * 252}.no", f"a@{'b' * 252}.no"),
        (f"a@{'b' * 253}.no", None),
        ("a@b.n", None),
        ("a@b", None),
        ("@b.no", None),
        ("a @b.no", None),
        ("a@ b.no", None),
        ("a@b..no", None),
        ("a@b.n0", None),
        ("a@@b.no", None),
    ],
)
def test_an_address_is_found_from_its_first_sign_to_its_last(text, address):
    assert [text[start:end] for start, end in emails(text)] == ([address] if address else [])


def test_each_of_several_addresses_is_found():
    text = "a@b.no, c@d.no; @ e@f.no"
    assert [text[start:end] for start, end in emails(text)] == ["a@b.no", "c@d.no", "e@f.no"]

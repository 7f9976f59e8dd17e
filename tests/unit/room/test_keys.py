"""Codes are easy to read aloud, keys are hard to guess, and what is stored is neither."""

from lmtools.room import keys


def test_a_code_is_six_digits_and_does_not_begin_with_nought():
    codes = [keys.new_code() for _ in range(300)]
    assert all(len(code) == 6 and code.isdigit() and code[0] != "0" for code in codes)
    assert len(set(codes)) > 290
    assert {code[0] for code in codes} == set("123456789")


def test_a_key_is_four_groups_of_four_signs_that_are_not_mistaken_for_others():
    made = [keys.new_key() for _ in range(100)]
    assert all([len(group) for group in key.split("-")] == [4] * 4 for key in made)
    assert not set("".join(made)) & set("l1o0")
    assert len(set(made)) == 100


def test_a_key_may_be_typed_in_capitals_without_hyphens_or_with_blanks():
    stored = keys.key_hash("s", "abcd-efgh-jkmn-pqrs")
    assert keys.is_same(stored, keys.key_hash("s", " ABCD efghJKMN-pqrs "))
    assert not keys.is_same(stored, keys.key_hash("s", "abcd-efgh-jkmn-pqrt"))


def test_the_same_secret_has_another_hash_in_another_session_and_is_not_in_it():
    one, other = keys.browser_hash("s", "browser"), keys.browser_hash("t", "browser")
    assert one != other
    assert "browser" not in one
    assert len(one) == len(keys.new_id()) * 2 == 64

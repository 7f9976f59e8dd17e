from __future__ import annotations

import pytest

from lmtools.serving.security import CONTENT_SECURITY_POLICY, SlowDown, is_from_us

HOST = "skole.lan:8866"


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "http://skole.lan:8866"},
        {"Origin": "http://skole.lan:8866", "Sec-Fetch-Site": "same-origin"},
        {"Origin": "https://lm.kommune.no", "X-Forwarded-Host": "lm.kommune.no"},
    ],
)
def test_a_post_from_our_own_page_is_let_in(headers: dict[str, str]) -> None:
    assert is_from_us(headers, HOST)


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Origin": "http://ond.example"},
        {"Origin": "null"},
        {"Sec-Fetch-Site": "none"},
        {"Origin": "http://skole.lan:9999"},
        {"Origin": "http://skole.lan:8866", "Sec-Fetch-Site": "cross-site"},
    ],
)
def test_a_post_from_anywhere_else_is_refused(headers: dict[str, str]) -> None:
    assert not is_from_us(headers, HOST)


def test_the_policy_names_no_other_origin_and_no_evaluated_script() -> None:
    assert "http" not in CONTENT_SECURITY_POLICY
    assert "unsafe-eval" not in CONTENT_SECURITY_POLICY
    assert "script-src 'self';" in CONTENT_SECURITY_POLICY


def test_three_wrong_tries_are_free_and_then_it_takes_longer_and_longer() -> None:
    slow = SlowDown(free=3, longest=8)
    waits = []
    for second in range(10):
        waits.append(slow.wait_for("a", now=second))
        slow.failed("a", now=second)
    assert waits == [0, 0, 0, 0, 0.5, 1, 2, 4, 8, 8]


def test_a_browser_that_waits_a_minute_starts_anew() -> None:
    slow = SlowDown()
    for second in range(8):
        slow.failed("a", now=second)
    assert slow.wait_for("a", now=8) > 0
    assert slow.wait_for("a", now=80) == 0


def test_one_browsers_failures_do_not_slow_its_neighbours() -> None:
    slow = SlowDown()
    for second in range(20):
        slow.failed("a", now=second)
    assert slow.wait_for("b", now=20) == 0


def test_many_failures_from_new_browsers_slow_everybody_a_little_and_lock_nobody_out() -> None:
    slow = SlowDown(house=60)
    for number in range(1000):
        slow.failed(f"ny-{number}", now=0)
    assert 0 < slow.wait_for("enda-en", now=1) <= 2

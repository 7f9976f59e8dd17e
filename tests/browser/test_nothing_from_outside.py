"""Every browser test fails if a page asks anyone but the server; here is the proof that it would."""

from __future__ import annotations

from typing import Any

import pytest

from tests.conftest import guard

pytestmark = pytest.mark.browser

ASK = "(address) => fetch(address).then(() => true, () => false)"
ELSEWHERE = "http://192.0.2.1/"  # an address that is set aside for examples


@pytest.mark.parametrize("bypass_csp", [False, True])
def test_a_request_to_somewhere_else_is_stopped_and_counted(
    browser: Any, server: Any, bypass_csp: bool
) -> None:
    outside: list[str] = []
    context = guard(browser.new_context(bypass_csp=bypass_csp), server.origin, outside)
    page = context.new_page()
    page.goto(server.url)
    assert outside == []
    assert page.evaluate(ASK, f"{server.url}api/health") is True
    assert page.evaluate(ASK, ELSEWHERE) is False
    page.evaluate("1")  # what the console said has come by now
    context.close()
    assert outside != []


def test_the_policy_of_every_page_lets_scripts_and_data_come_from_the_server_alone(
    browser_context: Any, server: Any
) -> None:
    page = browser_context().new_page()
    for path in ("", "prosessleder", "om", "finnes-ikke", "bli-med/000000", "bok/nb/stasted"):
        answer = page.goto(server.url + path)
        policy = answer.headers["content-security-policy"]
        allowed = {rule.split()[0]: rule.split()[1:] for rule in policy.split(";")}
        assert allowed["default-src"] == allowed["script-src"] == allowed["connect-src"] == ["'self'"], path

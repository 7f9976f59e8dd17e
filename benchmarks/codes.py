"""How long it takes to find a session by trying join codes, as the door lets strangers try them.

    python -m benchmarks.codes

Codes are drawn at random from 900,000. A guesser who never tries one twice needs on average
(900,000 + 1) / (sessions + 1) tries to hit the first of `sessions` open ones. The last line is JSON.
"""

from __future__ import annotations

import json

from lmtools.serving.door import A_DAY, AT_ONCE

CODES = 900_000
OPEN_SESSIONS = (1, 3, 10, 30)


def expected_days(sessions: int) -> float:
    """Days of guessing without a pause until the first of so many open sessions is found, on average."""
    tries = (CODES + 1) / (sessions + 1)
    return max(0.0, (tries - A_DAY) / A_DAY)


def chance_in_a_day(sessions: int) -> float:
    """The chance that one day of guessing finds any of them: the allowance that stood full, and a day's."""
    return 1 - (1 - sessions / CODES) ** (2 * A_DAY)


def table() -> str:
    """The arithmetic as the table of `docs/security.md`."""
    rows = [
        f"| {sessions} | {(CODES + 1) / (sessions + 1):,.0f} | {expected_days(sessions):,.0f} "
        f"| {100 * chance_in_a_day(sessions):.1f} % |"
        for sessions in OPEN_SESSIONS
    ]
    head = "| open sessions | tries on average | days on average | chance in the first day |"
    return "\n".join((head, "|--:|--:|--:|--:|", *rows))


def main() -> None:
    """Print it."""
    print(f"Wrong codes that strangers may try: {AT_ONCE} at once, {A_DAY} a day.\n")
    print(table())
    days = {sessions: round(expected_days(sessions)) for sessions in OPEN_SESSIONS}
    chance = {sessions: round(100 * chance_in_a_day(sessions), 1) for sessions in OPEN_SESSIONS}
    print(json.dumps({"days": days, "chance_in_a_day_percent": chance}))


if __name__ == "__main__":
    main()

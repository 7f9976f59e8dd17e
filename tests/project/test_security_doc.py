"""The threat model says what is true: every line names a test that exists, and every number is printed."""

from __future__ import annotations

from pathlib import Path

from benchmarks import codes
from lmtools.room.policy import RoomPolicy
from lmtools.serving import door, listening, messages, owners, site, visitors
from tests.project.named import NAMED, missing

ROOT = Path(__file__).parents[2]
TEXT = (ROOT / "docs" / "security.md").read_text(encoding="utf-8")
ROWS = TEXT.partition("## What holds")[2].partition("\n\nA request")[0].strip().splitlines()[2:]


def test_every_line_of_the_model_names_one_test() -> None:
    assert len(ROWS) > 30
    for row in ROWS:
        assert len(row.split("|")) == 5, row
        assert len(NAMED.findall(row)) == 1, row


def test_every_test_that_is_named_exists() -> None:
    assert missing(TEXT) == []


def test_the_arithmetic_of_the_codes_is_what_the_command_prints() -> None:
    assert codes.table() in TEXT
    assert f"{door.AT_ONCE} at once and {door.A_DAY} a day" in TEXT


def test_the_numbers_in_the_model_are_those_of_the_program() -> None:
    told = " ".join(TEXT.split())
    for sentence in (
        f"{owners.AT_ONCE} messages in a heap and {1 / owners.SECONDS_EACH:.0f} a second",
        f"{messages.MOST_BYTES // 1024} KB are checked",
        f"{site.AT_ONCE} commands in a heap",
        f"{listening.IDLE_SECONDS:.0f} seconds for the head, {listening.BODY_SECONDS:.0f} for the body",
        f"at most {listening.MOST_UNREAD // listening.MEGABYTE} MB wait",
        f"a session has {RoomPolicy().people:,} seats",
        f"signed in for {visitors.SIGNED_IN_DAYS} days",
    ):
        assert sentence in told, sentence
    assert owners.MOST_EACH == 6 and "six at a time" in told

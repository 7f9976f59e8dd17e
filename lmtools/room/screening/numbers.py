"""National ids, telephone numbers and e-mail addresses in a text."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from lmtools.room.screening.words import WORD, word_list

_DIGITS = re.compile("[0-9]+")
_JOINTS = frozenset(" \u00a0.-–/")
_SPACES = frozenset(" \u00a0")
_FIRST, _SECOND = (3, 7, 6, 1, 8, 9, 4, 5, 2, 1), (5, 4, 3, 2, 7, 6, 5, 4, 3, 2, 1)
_LOCAL = re.compile("[A-Za-z0-9._%+-]*$")
_DOMAIN = re.compile(r"[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)*\.[A-Za-z]{2,}")
_LONGEST_LOCAL, _LONGEST_DOMAIN = 64, 255


@dataclass(frozen=True, slots=True)
class _Run:
    """Digits in a row, and the characters just before and after."""

    digits: str
    start: int
    end: int
    before: str
    after: str


def _runs(text: str) -> list[_Run]:
    return [
        _Run(
            m.group(),
            m.start(),
            m.end(),
            text[max(0, m.start() - 1) : m.start()],
            text[m.end() : m.end() + 1],
        )
        for m in _DIGITS.finditer(text)
    ]


def national_ids(text: str) -> Iterator[tuple[int, int, bool]]:
    """(start, end, whether the check digits are right) of each number that can be a national id.

    Birth numbers, D-numbers (day + 40), H-numbers (month + 40) and synthetic ones (month + 80). With right
    check digits the digits may stand in any groups; with wrong ones only as 11 or 6 + 5, as they are written.
    """
    runs, at = _runs(text), 0
    while at < len(runs):
        size = _group_of(runs, at, 11)
        parts = runs[at : at + size]
        digits = "".join(run.digits for run in parts)
        is_right = bool(size) and has_date(digits) and has_check_digits(digits)
        is_written = [len(run.digits) for run in parts] in ([11], [6, 5])
        if is_right or (is_written and has_date(digits)):
            yield parts[0].start, parts[-1].end, is_right
            at += size
        else:
            at += 1


def has_date(digits: str) -> bool:
    """Whether the first six digits are a day and a month of an id of any sort."""
    day, month = int(digits[:2]), int(digits[2:4])
    return 1 <= (day - 40 if day > 40 else day) <= 31 and 1 <= month - 40 * (month // 40) <= 12 and month < 93


def has_check_digits(digits: str) -> bool:
    """Whether both check digits of an 11-digit id are right (weighted sums, modulo 11)."""
    numbers = [int(digit) for digit in digits]
    sums = (sum(w * n for w, n in zip(weights, numbers, strict=False)) for weights in (_FIRST, _SECOND))
    return all(total % 11 == 0 for total in sums)


def phones(text: str) -> Iterator[tuple[int, int]]:
    """Where telephone numbers stand: Norwegian ones as 8, 2-2-2-2 or 3-2-3, and any that begin with "+"."""
    runs, at = _runs(text), 0
    while at < len(runs):
        size = _abroad(runs, at) or _norwegian(text, runs, at)
        if size:
            yield runs[at].start - (runs[at].before == "+"), runs[at + size - 1].end
        at += size or 1


def _abroad(runs: Sequence[_Run], at: int) -> int:
    if runs[at].before != "+":
        return 0
    size = 1
    while at + size < len(runs) and _gap(runs, at + size) in _SPACES and size < 7:
        size += 1
    return size if 9 <= sum(len(run.digits) for run in runs[at : at + size]) <= 15 else 0


def _norwegian(text: str, runs: Sequence[_Run], at: int) -> int:
    prefix = int(runs[at].digits == "0047")
    if runs[at].digits.startswith("0047") and len(runs[at].digits) == 12:
        return 1
    first = at + prefix
    for shape in ([8], [2, 2, 2, 2], [3, 2, 3]):
        parts = runs[first : first + len(shape)]
        if [len(run.digits) for run in parts] == shape and _stands_alone(runs, first, len(shape), prefix):
            return prefix + len(shape) if _can_be_rung(text, parts) else 0
    return 0


def _can_be_rung(text: str, parts: Sequence[_Run]) -> bool:
    digits = "".join(run.digits for run in parts)
    if digits[0] < "2" or (len(parts) == 3 and digits[0] not in "489"):
        return False
    if len(parts) == 1:
        return not (
            _is_day(digits[6:], digits[4:6], digits[:4]) or _is_day(digits[:2], digits[2:4], digits[4:])
        )
    follows = WORD.match(text, parts[-1].end + 1)
    return not (follows and follows.group().lower() in word_list("counted"))


def _is_day(day: str, month: str, year: str) -> bool:
    return "01" <= day <= "31" and "01" <= month <= "12" and "1900" <= year <= "2099"


def _stands_alone(runs: Sequence[_Run], at: int, size: int, prefix: int) -> bool:
    inside = all(_gap(runs, number) in _SPACES for number in range(at + 1, at + size))
    before = not prefix and at > 0 and _gap(runs, at) in _JOINTS | {","}
    after = at + size < len(runs) and _gap(runs, at + size) in _JOINTS | {","}
    return inside and not before and not after


def _group_of(runs: Sequence[_Run], at: int, wanted: int) -> int:
    """How many runs from `at` on, one joint apart, have `wanted` digits together; 0 when none do."""
    total = len(runs[at].digits)
    size = 1
    while total < wanted and at + size < len(runs) and _gap(runs, at + size) in _JOINTS:
        total += len(runs[at + size].digits)
        size += 1
    return size if total == wanted else 0


def _gap(runs: Sequence[_Run], at: int) -> str:
    """The one character between a run and the one before it; nothing when there are more."""
    return runs[at].before if runs[at].start - runs[at - 1].end == 1 else "…"


def emails(text: str) -> Iterator[tuple[int, int]]:
    """Where e-mail addresses stand."""
    at = text.find("@")
    while at != -1:
        local = _LOCAL.search(text[max(0, at - _LONGEST_LOCAL) : at])
        domain = _DOMAIN.match(text[at + 1 : at + 1 + _LONGEST_DOMAIN])
        if local and local.group() and domain:
            yield at - len(local.group()), at + 1 + len(domain.group())
        at = text.find("@", at + 1)

"""Counting a room without pointing at anyone: groups, quartiles of guesses, votes in two rounds."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from statistics import quantiles

from lmtools.domain.contributions import Vote
from lmtools.domain.session import Group, Participant


@dataclass(frozen=True)
class GuessSummary:
    """Quartiles of what the room guessed, in the figure's unit, and how many guessed."""

    q1: float
    median: float
    q3: float
    n: int


@dataclass(frozen=True)
class Priority:
    """One option's points in each round. Both are None when too few voted to show numbers."""

    id: str
    text: str
    round1: int | None
    round2: int | None


@dataclass(frozen=True)
class PriorityResult:
    """The outcome of a vote, best first. `voters` is None, and the order the agenda's, when too few voted."""

    options: tuple[Priority, ...]
    voters: int | None
    kept: tuple[str, ...]


def groups_of(participants: Iterable[Participant], count: int) -> tuple[Group, ...]:
    """All groups from 1 to `count` (or to the highest in use) with their sizes."""
    numbers = [participant.group for participant in participants]
    last = max([count, *numbers])
    return tuple(Group(no, numbers.count(no)) for no in range(1, last + 1))


def smallest_group(groups: Iterable[Group], count: int) -> int:
    """Where a late arrival sits: the smallest group, the first of equals, among 1 to `count`."""
    return min((group for group in groups if group.no <= count), key=lambda group: (group.size, group.no)).no


def deal(seats: Mapping[str, int], count: int, order: Sequence[str]) -> dict[str, int]:
    """Who must move so that groups 1 to `count` differ by at most one, moving as few as can be.

    `seats` maps a participant to a group now; `order` says who is asked to move first. Returns moves only.
    """
    groups: dict[int, list[str]] = {no: [] for no in range(1, count + 1)}
    standing = [person for person in order if seats[person] not in groups]
    for person in order:
        if seats[person] in groups:
            groups[seats[person]].append(person)
    moves: dict[str, int] = {}
    for person in standing:
        moves[person] = _shortest(groups)
        groups[moves[person]].append(person)
    while len(max(groups.values(), key=len)) - len(min(groups.values(), key=len)) > 1:
        person = max(groups.values(), key=len).pop(0)
        moves[person] = _shortest(groups)
        groups[moves[person]].append(person)
    return moves


def countable_groups(groups: Iterable[Group], minimum: int) -> frozenset[int]:
    """Numbers of the groups whose counts may be shown beside the whole room's count.

    A group under `minimum` shows none. Where those hidden would be fewer than `minimum` people together,
    the smallest of the others is hidden too, so that the room's count minus the shown ones tells nothing.
    """
    manned = sorted((group for group in groups if group.size), key=lambda group: (group.size, group.no))
    hidden = [group for group in manned if group.size < minimum]
    shown = [group for group in manned if group.size >= minimum]
    if hidden and sum(group.size for group in hidden) < minimum and shown:
        shown = shown[1:]
    return frozenset(group.no for group in shown)


def summarise_guesses(values: Sequence[float], *, minimum: int) -> GuessSummary | None:
    """Quartiles (inclusive method) of `values`, or None when fewer than `minimum` guessed."""
    if len(values) < max(minimum, 2):
        return None
    q1, median, q3 = quantiles(values, n=4, method="inclusive")
    return GuessSummary(round(q1, 2), round(median, 2), round(q3, 2), len(values))


def vote_fits(votes: Mapping[str, int], options: Iterable[str], points: int) -> bool:
    """Whether a ballot gives whole, non-negative points to real options and at most `points` in all."""
    known = set(options)
    return (
        all(option in known for option in votes)
        and all(given >= 0 for given in votes.values())
        and sum(votes.values()) <= points
    )


def voters(votes: Iterable[Vote], round_: int) -> int:
    """How many have voted in this round."""
    return len({vote.participant for vote in votes if vote.round == round_})


def prioritise(
    options: Sequence[tuple[str, str]],
    votes: Iterable[Vote],
    *,
    minimum: int,
    keep: int,
    chosen: tuple[str, ...] | None = None,
) -> PriorityResult:
    """Points for each (id, text) option in both rounds, best first by the last round.

    `kept` is what the facilitator has `chosen`, otherwise the `keep` best where no tie blurs the line.
    When fewer than `minimum` voted in a round, no numbers and no order are given.
    """
    cast = [vote for vote in votes if vote.points > 0 and vote.option in {option for option, _ in options}]
    rounds = sorted({vote.round for vote in cast})
    if not rounds or any(voters(cast, round_) < minimum for round_ in rounds):
        unnumbered = tuple(Priority(option, text, None, None) for option, text in options)
        return PriorityResult(unnumbered, None, chosen or ())
    sums = [_sums(cast, round_) if round_ in rounds else None for round_ in (1, 2)]
    rows = [
        Priority(
            option, text, *(None if by_option is None else by_option.get(option, 0) for by_option in sums)
        )
        for option, text in options
    ]
    ranked = tuple(sorted(rows, key=lambda row: (-_final(row), -(row.round1 or 0))))
    kept = _clear_winners(ranked, keep) if chosen is None else chosen
    return PriorityResult(ranked, voters(cast, rounds[-1]), kept)


def _final(row: Priority) -> int:
    return row.round2 if row.round2 is not None else (row.round1 or 0)


def _sums(votes: Iterable[Vote], round_: int) -> dict[str, int]:
    sums: dict[str, int] = {}
    for vote in votes:
        if vote.round == round_:
            sums[vote.option] = sums.get(vote.option, 0) + vote.points
    return sums


def _clear_winners(ranked: Sequence[Priority], keep: int) -> tuple[str, ...]:
    below = _final(ranked[keep]) if keep < len(ranked) else 0
    return tuple(row.id for row in ranked[:keep] if _final(row) > below)


def _shortest(groups: Mapping[int, Sequence[str]]) -> int:
    return min(groups, key=lambda no: (len(groups[no]), no))

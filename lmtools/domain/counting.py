"""Counting a room without pointing at anyone: groups, quartiles of guesses, votes in two rounds.

Everything here is arithmetic; what may be shown of a vote is decided in `lmtools.room.revealing.votes`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from statistics import fmean

from lmtools.domain.contributions import Vote
from lmtools.domain.session import Group, Participant


@dataclass(frozen=True)
class GuessSummary:
    """The middle of what the room guessed, in the figure's unit, and how many guessed.

    None of the three is anyone's own number. `q1` and `q3` are None where too few guessed for them.
    """

    q1: float | None
    median: float
    q3: float | None
    n: int


@dataclass(frozen=True)
class Priority:
    """One option's points in each round; None where they are not shown, or the round was not held."""

    id: str
    text: str
    round1: int | None
    round2: int | None


@dataclass(frozen=True)
class PriorityResult:
    """The outcome of a vote, best first; options without numbers come last, in the agenda's order.

    `voters` is None when nothing is shown in numbers. `notes` says why some numbers are not there:
    sentences (msgids) with the field {minimum}. `tied` are the options among which the points do not choose
    what is kept: people have to.
    """

    options: tuple[Priority, ...]
    voters: int | None
    kept: tuple[str, ...]
    notes: tuple[str, ...] = ()
    tied: tuple[str, ...] = ()


def groups_of(participants: Iterable[Participant], count: int) -> tuple[Group, ...]:
    """All groups from 1 to `count` (or to the highest in use) with their sizes."""
    return groups_sized(Counter(participant.group for participant in participants), count)


def groups_sized(sizes: Mapping[int, int], count: int) -> tuple[Group, ...]:
    """All groups from 1 to `count` (or to the highest in `sizes`) with these sizes, otherwise 0."""
    return tuple(Group(no, sizes.get(no, 0)) for no in range(1, max([count, *sizes]) + 1))


def smallest_group(groups: Iterable[Group], count: int) -> int:
    """Where a late arrival sits: the smallest group, the first of equals, among 1 to `count`."""
    return min((group for group in groups if group.no <= count), key=lambda group: (group.size, group.no)).no


def seats_for(standing: Sequence[str], sizes: Mapping[int, int], count: int) -> dict[str, int]:
    """A group for each of those who stand, one by one in the smallest of 1 to `count`; nobody else moves."""
    filled, found = Counter(sizes), {}
    for person in standing:
        found[person] = min(range(1, count + 1), key=lambda no: (filled[no], no))
        filled[found[person]] += 1
    return found


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

    The counts are of what people have done (come, written, said "ready"), never of what they answered.
    They rise one by one, and who looks at the table sees who presses; that is accepted.
    """
    manned = sorted((group for group in groups if group.size), key=lambda group: (group.size, group.no))
    hidden = [group for group in manned if group.size < minimum]
    shown = [group for group in manned if group.size >= minimum]
    if hidden and sum(group.size for group in hidden) < minimum and shown:
        shown = shown[1:]
    return frozenset(group.no for group in shown)


def summarise_guesses(values: Sequence[float], *, minimum: int) -> GuessSummary | None:
    """The middle of `values`, and from twice `minimum` guesses the quartiles; None below `minimum`.

    A quartile of a few values is one of them. Each number here is therefore the mean of the `minimum`
    values around that place (one more where that is needed to be in the middle), in whole numbers on a
    scale to 100 and in tenths on a scale to 5.
    """
    if len(values) < max(minimum, 2):
        return None
    ordered = sorted(values)
    decimals = 1 if ordered[-1] <= 5 else 0
    width = minimum + (len(ordered) - minimum) % 2
    start = (len(ordered) - width) // 2
    median = round(fmean(ordered[start : start + width]), decimals)
    if len(ordered) < 2 * minimum:
        return GuessSummary(None, median, None, len(ordered))
    low = _around_quarter(ordered, minimum)
    high = _around_quarter([-value for value in reversed(ordered)], minimum)
    return GuessSummary(round(low, decimals), median, round(-high, decimals), len(ordered))


def _around_quarter(ordered: Sequence[float], width: int) -> float:
    start = round((len(ordered) - 1) / 4 - (width - 1) / 2)
    start = min(max(start, 0), (len(ordered) - width) // 2)
    return fmean(ordered[start : start + width])


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


def ballots_of(votes: Iterable[Vote], round_: int, options: Collection[str]) -> dict[str, dict[str, int]]:
    """What each participant gave in the round: points above 0, to options that are still there."""
    ballots: dict[str, dict[str, int]] = {}
    for vote in votes:
        if vote.round == round_ and vote.points > 0 and vote.option in options:
            ballots.setdefault(vote.participant, {})[vote.option] = vote.points
    return ballots


def points_by_option(ballots: Mapping[str, Mapping[str, int]], options: Iterable[str]) -> dict[str, int]:
    """The sum of points for each option."""
    return {option: sum(ballot.get(option, 0) for ballot in ballots.values()) for option in options}


def backers(ballots: Mapping[str, Mapping[str, int]], options: Iterable[str]) -> dict[str, int]:
    """How many gave points to each option."""
    return {option: sum(option in ballot for ballot in ballots.values()) for option in options}


def prioritise(
    options: Sequence[tuple[str, str]],
    points: Mapping[int, Mapping[str, int | None]],
    *,
    voters: int,
    most: int,
    keep: int,
    chosen: tuple[str, ...] | None = None,
    notes: tuple[str, ...] = (),
) -> PriorityResult:
    """Lay out what may be shown: `points` by round and (id, text) option, best first by the last round.

    `most` is all the points that the `voters` of that round had. `kept` is what the facilitator has
    `chosen`, otherwise the `keep` best where no tie, and no hidden number, can blur the line: it is
    worked out from the shown numbers alone. No rounds: no numbers, and the order is the agenda's.
    """
    if not points:
        unnumbered = tuple(Priority(option, text, None, None) for option, text in options)
        return PriorityResult(unnumbered, None, chosen or (), notes)
    last = points[max(points)]
    rows = [
        Priority(option, text, *(points.get(round_, {}).get(option) for round_ in (1, 2)))
        for option, text in options
    ]
    shown = [row for row in rows if last.get(row.id) is not None]
    ranked = sorted(shown, key=lambda row: (-(last[row.id] or 0), -(row.round1 or 0)))
    hidden = [row for row in rows if last.get(row.id) is None]
    left = most - sum(last[row.id] or 0 for row in shown)
    if chosen is not None:
        return PriorityResult((*ranked, *hidden), voters, chosen, notes)
    kept = _clear_winners(ranked, last, keep, left if hidden else 0)
    return PriorityResult((*ranked, *hidden), voters, kept, notes, _tied(ranked, last, keep))


def _clear_winners(
    ranked: Sequence[Priority], last: Mapping[str, int | None], keep: int, hidden_most: int
) -> tuple[str, ...]:
    below = (last[ranked[keep].id] or 0) if keep < len(ranked) else 0
    line = max(below, hidden_most)
    return tuple(row.id for row in ranked[:keep] if (last[row.id] or 0) > line)


def _tied(ranked: Sequence[Priority], last: Mapping[str, int | None], keep: int) -> tuple[str, ...]:
    """Those with as many points as the first that there is no room for, where one of them would be kept."""
    edge = (last[ranked[keep].id] or 0) if keep < len(ranked) else 0
    if edge == 0 or last[ranked[keep - 1].id] != edge:
        return ()
    return tuple(row.id for row in ranked if last[row.id] == edge)


def _shortest(groups: Mapping[int, Sequence[str]]) -> int:
    return min(groups, key=lambda no: (len(groups[no]), no))

"""What everyone may see of a rating when it is revealed.

The rules are those of votes (`lmtools.room.revealing.votes`), for each item on each scale by itself: under
`minimum` raters nothing is shown; a level that fewer gave is hidden, and so is what would give it away; and
what has been shown is measured against all that was shown of it before. Mean, median, agreement and split
are worked out from the shown counts alone (`lmtools.domain.rating`).

Where no count may be shown, a small room still gets the middle of its answers, as with guesses. Such a
middle stands from then on, unless everybody has answered anew: a later result beside it could tell more.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from lmtools.domain.contributions import Rating
from lmtools.domain.rating import (
    RatingResult,
    Spread,
    clear_winners,
    counts_of,
    middle_of,
    place,
    spread_of,
)
from lmtools.domain.session import Step
from lmtools.domain.shown import Rated, Shown, changed, rated_of
from lmtools.errors import N_
from lmtools.room.board.board import Board
from lmtools.room.limits import kept_of
from lmtools.room.policy import RoomPolicy
from lmtools.room.revealing.guarding import is_safe_together, protected_counts
from lmtools.room.revealing.ledger import again, follow_up, sealed

RATINGS_STAND = N_(
    "Noe av resultatet er det samme som sist. Det blir nytt når minst {minimum} har svart på nytt."
)
FEW_ALIKE = N_("Noen tall vises ikke. Færre enn {minimum} valgte svaret, eller tallet ville røpet et annet.")
FEW_RATERS = N_("Der færre enn {minimum} har svart, vises ingenting.")

Given = Mapping[str, int]  # participant -> level


def rating_result(board: Board, step: Step, policy: RoomPolicy) -> RatingResult | None:
    """What was shown last of each item on each scale, once the result is revealed; otherwise None."""
    activity = board.activity(step.key)
    if not activity.revealed:
        return None
    items, ledger = board.items(step), board.shown_of(step.key)
    if not ledger:
        ratings = [rating for rating in board.ratings if rating.step == step.key]
        ledger = (next_rating(board.session.id, step, [item.key for item in items], ratings, (), policy),)
    newest = {(rated.item, rated.scale): rated for shown in ledger for rated in rated_of(shown)}
    rows = []
    for item in items:
        spreads = {scale.key: _spread(newest.get((item.key, scale.key))) for scale in step.scales}
        rows.append(place(item.key, item.text, step.scales, spreads))
    keep = kept_of(step)
    clear = clear_winners(rows, keep) if keep else ()
    kept = clear if activity.kept is None else activity.kept
    wanted = [(item.key, scale.key) for item in items for scale in step.scales]
    return RatingResult(tuple(rows), kept, _notes(ledger[-1], [newest.get(key) for key in wanted]))


def next_rating(
    session: str,
    step: Step,
    items: Sequence[str],
    ratings: Sequence[Rating],
    ledger: Sequence[Shown],
    policy: RoomPolicy,
) -> Shown:
    """What to show of a rating now, after all in `ledger` (oldest first): what is new, or the last again."""
    if standing := sealed(ledger):
        return standing
    seen = [rated for shown in ledger for rated in rated_of(shown)]
    new = []
    for item in items:
        for scale in step.scales:
            given = {
                rating.participant: rating.given[item][scale.key]
                for rating in ratings
                if scale.key in rating.given.get(item, {})
            }
            earlier = [rated for rated in seen if (rated.item, rated.scale) == (item, scale.key)]
            rated = _rated(item, scale.key, given, policy)
            if rated is not None and _may_join(rated, earlier, policy):
                new.append(rated.as_json())
    if not new:
        return again(ledger) or follow_up(session, step, ledger, {})
    return follow_up(session, step, ledger, {"rated": new})


def _rated(item: str, scale: str, given: Given, policy: RoomPolicy) -> Rated | None:
    if len(given) < policy.minimum:
        return None
    if not policy.unanimous and len(set(given.values())) == 1:
        return Rated(item, scale, len(given), None, None, given)
    counts = protected_counts(counts_of(given.values()), policy.minimum)
    middle = middle_of(list(given.values()), policy.minimum) if counts is None else None
    return Rated(item, scale, len(given), counts, middle, given)


def _may_join(new: Rated, earlier: Sequence[Rated], policy: RoomPolicy) -> bool:
    if not earlier:
        return True
    if any(changed(new.column.ballots, one.column.ballots) < policy.minimum for one in earlier):
        return False
    if any(_shares_an_answer(new, one) for one in earlier if new.middle or one.middle):
        return False
    return is_safe_together([*(one.column for one in earlier), new.column], minimum=policy.minimum)


def _shares_an_answer(one: Rated, other: Rated) -> bool:
    return any(other.given.get(person) == level for person, level in one.given.items())


def _spread(rated: Rated | None) -> Spread:
    return Spread(None) if rated is None else spread_of(rated.n, rated.counts, rated.middle)


def _notes(last: Shown, newest: Sequence[Rated | None]) -> tuple[str, ...]:
    told = [rated for rated in newest if rated is not None]
    just_shown = {(rated.item, rated.scale) for rated in rated_of(last)}
    notes = []
    if last.again or any((rated.item, rated.scale) not in just_shown for rated in told):
        notes.append(RATINGS_STAND)
    if any(rated.counts is None or None in rated.counts for rated in told):
        notes.append(FEW_ALIKE)
    if len(told) < len(newest):
        notes.append(FEW_RATERS)
    return tuple(notes)

"""What everyone may see of a vote or a guess when it is revealed, measured against all that was seen before.

The rule: a number stands for at least `minimum` people, and so does the difference between two results.

- An option that fewer than `minimum` gave points to has no number, and neither has the one that would
  give it away (`lmtools.room.revealing.guarding`). An option with no points has 0.
- A result that has been shown is kept as a ledger (`Shown`). Opened again and asked for again, the result
  is a new one only when at least `minimum` people's ballots have changed, come or gone since *each* result
  shown before; otherwise the one they saw stands. It is then said that it stands, in the same words
  whether nobody or a few have changed, so that the words tell nothing either.
- Both rounds stand side by side only when at least `minimum` changed between them. The last round comes
  first: it is the result.
- A result that came in a file stands, because who was behind it is not known any more.
- Guesses: the same ledger. Nobody changes a locked guess, so what can come are late ones.

Not protected: people who put together what they know, and one person with several telephones. How many
are with us stands on the console, and can be compared with how many there are.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence

from lmtools.domain.contributions import Guess, Rating, Vote
from lmtools.domain.counting import GuessSummary, PriorityResult, ballots_of, prioritise, summarise_guesses
from lmtools.domain.session import Activity, Step
from lmtools.domain.shown import Ballots, Column, Guessed, Shown, changed, columns_of, guessed_of
from lmtools.domain.verbs import Kind
from lmtools.errors import N_
from lmtools.room.board.board import Board
from lmtools.room.call import Call
from lmtools.room.limits import kept_of, points_of
from lmtools.room.policy import RoomPolicy
from lmtools.room.revealing.guarding import is_safe_together, protected_points
from lmtools.room.revealing.ledger import again, follow_up, sealed
from lmtools.room.revealing.ratings import next_rating

STANDS = N_("Resultatet er det samme som sist. Det blir nytt når minst {minimum} har stemt på nytt.")
GUESSES_STAND = N_("Tallene er de samme som sist. De blir nye når minst {minimum} til har gjettet.")
FEW = N_(
    "Noen punkter står uten tall. Færre enn {minimum} ga poeng til dem, eller tallene ville røpet andre tall."
)
ONE_ROUND = N_("Bare siste runde vises. Forskjellen mellom rundene ville handlet om færre enn {minimum}.")


# --- what is seen ----------------------------------------------------------------------------------


def result_of(board: Board, step: Step, policy: RoomPolicy) -> PriorityResult | None:
    """A vote's outcome once it has been revealed, otherwise None."""
    activity = board.activity(step.key)
    if not activity.revealed:
        return None
    options = [(point.id, point.text) for point in board.options(step.key)]
    votes = [vote for vote in board.votes if vote.step == step.key]
    ids = tuple(option for option, _ in options)
    shown = _newest(board, step) or next_vote(board.session.id, step, ids, votes, (), policy)
    columns = columns_of(shown)
    last = columns[0] if columns else None
    return prioritise(
        options,
        {column.round: column.points for column in columns},
        voters=len(last.ballots) if last else 0,
        most=len(last.ballots) * points_of(step) if last else 0,
        keep=kept_of(step) or 2,
        chosen=activity.kept,
        notes=_notes(shown, ballots_of(votes, 1, ids)),
    )


def guessed(board: Board, step: Step, policy: RoomPolicy) -> tuple[GuessSummary | None, tuple[str, ...]]:
    """The room's guesses and notes on them, once the answer has been revealed; otherwise (None, ())."""
    if not board.activity(step.key).revealed:
        return None, ()
    guesses = [guess for guess in board.guesses if guess.step == step.key]
    shown = _newest(board, step) or next_guess(board.session.id, step, guesses, (), policy)
    seen = guessed_of(shown)
    return (seen.summary if seen else None), ((GUESSES_STAND,) if shown.again else ())


def _newest(board: Board, step: Step) -> Shown | None:
    ledger = board.shown_of(step.key)
    return ledger[-1] if ledger else None


def _notes(shown: Shown, first_round: Ballots) -> tuple[str, ...]:
    columns = columns_of(shown)
    if not columns:
        return ()
    notes = [STANDS] if shown.again else []
    if any(points is None for column in columns for points in column.points.values()):
        notes.append(FEW)
    if [column.round for column in columns] == [2] and first_round:
        notes.append(ONE_ROUND)
    return tuple(notes)


# --- what may be shown next --------------------------------------------------------------------------


def next_vote(
    session: str,
    step: Step,
    options: Sequence[str],
    votes: Sequence[Vote],
    ledger: Sequence[Shown],
    policy: RoomPolicy,
) -> Shown:
    """What to show of a vote now, after all in `ledger` (oldest first): a new result, or the last again."""
    if standing := sealed(ledger):
        return standing
    earlier = [column for shown in ledger for column in columns_of(shown)]
    cast = {round_: ballots_of(votes, round_, options) for round_ in (1, 2)}
    rounds = [round_ for round_, ballots in cast.items() if ballots]
    new = _column(max(rounds), cast[max(rounds)], step, options, policy) if rounds else None
    if new is None or not _may_join(new, earlier, policy):
        return again(ledger) or follow_up(session, step, ledger, {})
    columns = [new]
    if new.round == 2:
        before = _first_round(cast[1], [*earlier, new], step, options, policy)
        columns += [before] if before else []
    return follow_up(session, step, ledger, {"columns": [column.as_json() for column in columns]})


def next_guess(
    session: str, step: Step, guesses: Collection[Guess], ledger: Sequence[Shown], policy: RoomPolicy
) -> Shown:
    """What to show of the guesses now, after all in `ledger`: new numbers, or the last ones again."""
    if standing := sealed(ledger):
        return standing
    summary = summarise_guesses([guess.value for guess in guesses], minimum=policy.minimum)
    people = frozenset(guess.participant for guess in guesses)
    earlier = [seen for shown in ledger if (seen := guessed_of(shown))]
    if summary is None or any(len(people ^ seen.people) < policy.minimum for seen in earlier):
        return again(ledger) or follow_up(session, step, ledger, {})
    return follow_up(session, step, ledger, {"guessed": Guessed(summary, people).as_json()})


def _column(
    round_: int, ballots: Ballots, step: Step, options: Sequence[str], policy: RoomPolicy
) -> Column | None:
    points = protected_points(ballots, options, minimum=policy.minimum, each=points_of(step))
    if points is None:
        return None
    if not policy.unanimous and sum(given != 0 for given in points.values()) == 1:
        return None
    return Column(round_, points, ballots)


def _first_round(
    ballots: Ballots, seen: Sequence[Column], step: Step, options: Sequence[str], policy: RoomPolicy
) -> Column | None:
    """Round 1 to stand beside round 2: as it was shown before, or new where that tells of enough people."""
    for column in seen:
        if column.round == 1 and changed(column.ballots, ballots) == 0:
            return column
    new = _column(1, ballots, step, options, policy)
    return new if new and _may_join(new, seen, policy) else None


def _may_join(new: Column, seen: Sequence[Column], policy: RoomPolicy) -> bool:
    if any(changed(new.ballots, column.ballots) < policy.minimum for column in seen):
        return False
    return not seen or is_safe_together([*seen, new], minimum=policy.minimum)


# --- keeping the ledger ------------------------------------------------------------------------------


def revealed_steps(call: Call) -> frozenset[str]:
    """Keys of the steps whose answer or result is shown now."""
    activities = call.work.all(Activity, session=call.session.id, revealed=True)
    return frozenset(activity.step for activity in activities)


def keep_ledger(call: Call, before: frozenset[str]) -> None:
    """Write down what is shown from now on, of steps that were not revealed `before` or never written down.

    It stands outside the facilitator's moves: undoing a reveal does not make anyone forget.
    """
    for key in revealed_steps(call):
        step = call.session.step(key)
        ledger = call.work.all(Shown, session=call.session.id, step=key)
        if step is None or (ledger and key in before):
            continue
        shown = _next_of(call, step, ledger)
        if shown is not None:
            call.work.put(shown)


def _next_of(call: Call, step: Step, ledger: Sequence[Shown]) -> Shown | None:
    session, policy = call.session.id, call.policy
    if step.kind == Kind.GUESS:
        return next_guess(session, step, call.counted(Guess, step.key), ledger, policy)
    if step.kind == Kind.VOTE:
        votes = call.counted(Vote, step.key)
        return next_vote(session, step, call.option_ids(step.key), votes, ledger, policy)
    if step.kind == Kind.RATING:
        items = [item.key for item in call.items(step)]
        return next_rating(session, step, items, call.counted(Rating, step.key), ledger, policy)
    return None

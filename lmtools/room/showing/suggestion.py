"""One sentence for the facilitator on what could come next, by fixed rules: it never decides anything."""

from __future__ import annotations

from dataclasses import dataclass

from lmtools.domain.moves import following
from lmtools.domain.session import Phase, Step
from lmtools.domain.verbs import Kind
from lmtools.errors import N_
from lmtools.room.board.board import Board
from lmtools.text import Text


@dataclass(frozen=True)
class Counts:
    """How the room is doing in the present moment. Counts are None where the room is too small for them."""

    joined: int
    written: int | None
    ready: int | None
    groups: int
    groups_done: int
    waiting: int


def suggestion(board: Board, step: Step, counts: Counts, text: Text) -> str:
    """One sentence or two on what could come next, by fixed rules."""
    if board.session.closed:
        return text.t("Økta er avsluttet. Referatet og planen kan fortsatt hentes.")
    if counts.joined == 0:
        return text.t("Ingen er med ennå. Vis koden på lerretet.")
    by_kind = {
        Kind.GUESS: _guess,
        Kind.BOARD: _board,
        Kind.RATING: _rating,
        Kind.PRIVATE: _private,
        Kind.VOTE: _prioritise,
    }
    sentence = by_kind.get(step.kind, _others)(board, step, counts, text)
    return sentence or _closing(board, text)


def _guess(board: Board, step: Step, counts: Counts, text: Text) -> str | None:
    if board.activity(step.key).revealed:
        return None
    return _still_missing(
        counts,
        text,
        unknown=N_("Vis svaret når alle har låst gjetningen."),
        nobody=N_("Alle har låst gjetningen. Vis svaret."),
        one=N_("Én har ikke gjettet ennå."),
        many=N_("{count} har ikke gjettet ennå."),
    )


def _board(board: Board, step: Step, counts: Counts, text: Text) -> str | None:
    phase = board.session.now_phase
    if phase == Phase.GROUP:
        return _groups(counts, text)
    if phase == Phase.PLENARY:
        return _waiting(counts, text)
    return _writing(step, counts, text)


def _waiting(counts: Counts, text: Text) -> str | None:
    if counts.waiting == 0:
        return None
    one, many = N_("Ett innspill venter på deg."), N_("{count} innspill venter på deg.")
    return _left(counts.waiting, text, one, many)


def _writing(step: Step, counts: Counts, text: Text) -> str:
    if counts.written is None:
        to_tables, to_plenary = (
            N_("Gå til gruppe når de fleste har skrevet."),
            N_("Gå til plenum når de fleste har skrevet."),
        )
        return text.t(to_tables if step.works_in_groups else to_plenary)
    left = counts.joined - counts.written
    if left <= 0:
        to_tables, to_plenary = (
            N_("Alle har skrevet. Gå til gruppe når det passer."),
            N_("Alle har skrevet. Gå til plenum når det passer."),
        )
        return text.t(to_tables if step.works_in_groups else to_plenary)
    if counts.ready is not None and counts.ready * 2 > counts.joined:
        return text.t("De fleste er klare. Gi de andre et varsel om at dere snart går videre.")
    sentence = _left(left, text, N_("Én har ikke skrevet ennå."), N_("{count} har ikke skrevet ennå."))
    wait = text.t("Vent litt.")
    return f"{sentence} {wait}"


def _rating(board: Board, step: Step, counts: Counts, text: Text) -> str | None:
    if not board.items(step):
        return text.t("Det er ingen punkter å veie. Slipp fram punkter i plenum først.")
    if board.activity(step.key).revealed:
        return None
    is_plenary = board.session.now_phase == Phase.PLENARY
    return _still_missing(
        counts,
        text,
        unknown=N_("Vis resultatet når alle har svart."),
        nobody=N_("Alle har svart. Vis resultatet.") if is_plenary else N_("Alle har svart."),
        one=N_("Én har ikke svart ennå."),
        many=N_("{count} har ikke svart ennå."),
    )


def _private(board: Board, step: Step, counts: Counts, text: Text) -> str | None:
    if board.session.now_phase == Phase.ALONE:
        return text.t("Gi ro til å skrive. Ingen må dele.")
    return _waiting(counts, text) if board.session.now_phase == Phase.PLENARY else None


def _groups(counts: Counts, text: Text) -> str:
    if counts.groups_done >= counts.groups:
        return text.t("Alle gruppene har sendt punkter. Gå til plenum når samtalen stilner.")
    done, groups = counts.groups_done, counts.groups
    return text.t("{done} av {groups} grupper har sendt punkter.", done=done, groups=groups)


def _prioritise(board: Board, step: Step, counts: Counts, text: Text) -> str | None:
    if not board.options(step.key):
        return text.t("Det er ingen punkter å velge blant. Slipp fram punkter i plenum først.")
    if board.activity(step.key).revealed:
        return None
    if board.session.now_phase == Phase.PLENARY:
        return text.t("Vis resultatet når alle ser på lerretet.")
    if board.session.now_phase == Phase.GROUP:
        return text.t("La gruppene snakke om grunnene før dere stemmer igjen.")
    return _still_missing(
        counts,
        text,
        unknown=N_("Gå videre når alle har stemt."),
        nobody=N_("Alle har stemt."),
        one=N_("Én har ikke stemt ennå."),
        many=N_("{count} har ikke stemt ennå."),
    )


def _others(board: Board, step: Step, counts: Counts, text: Text) -> str | None:
    if step.kind == Kind.PLAN and not board.goals:
        return text.t("Begynn med ett mål. Det skal svare på det dere valgte.")
    return None


def _closing(board: Board, text: Text) -> str:
    if following(board.session.steps, board.moment) is None:
        return text.t("Dette er det siste steget. Trykk «Avslutt økta» øverst når dere er ferdige.")
    return text.t("Gå videre når dere er klare.")


def _still_missing(counts: Counts, text: Text, *, unknown: str, nobody: str, one: str, many: str) -> str:
    """How many have not done it yet; `unknown` where the room is too small to count in."""
    if counts.written is None:
        return text.t(unknown)
    left = counts.joined - counts.written
    return text.t(nobody) if left <= 0 else _left(left, text, one, many)


def _left(count: int, text: Text, one: str, many: str) -> str:
    return text.t(one) if count == 1 else text.t(many, count=count)

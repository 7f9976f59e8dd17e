"""What stands in the way of an agenda, and what its author should think of, in sentences."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from lmtools.book.arranging import Shelf, arrange, can_ask_otherwise
from lmtools.book.misuse import WorkbookError
from lmtools.book.outlining import outline_of
from lmtools.domain.agenda import Agenda, AgendaItem, Break
from lmtools.domain.session import PHASE_WORDS, Step
from lmtools.domain.verbs import Kind
from lmtools.errors import N_, LmtoolsError, Message
from lmtools.room.board.board import option_steps


@dataclass(frozen=True)
class Trouble:
    """Something about an agenda that its author should know. `item` counts from 0; None is the whole of it.

    `stops`: a session cannot be started before it is put right.
    """

    said: Message
    item: int | None = None
    stops: bool = True


def troubles_of(agenda: Agenda, shelf: Shelf) -> tuple[Trouble, ...]:
    """What is wrong with an agenda, or may be, as it would be carried out with the workbooks there are."""
    unfit = tuple(_unfit(agenda, shelf))
    if unfit:
        return unfit
    if not agenda.activities:
        return (Trouble(Message(N_("Dagsordenen er tom. Legg til minst én aktivitet."))),)
    try:
        steps = outline_of(arrange(agenda, shelf), "", shelf.language).steps
    except LmtoolsError as error:
        return (Trouble(Message(error.message, error.fields)),)
    places = [index for index, entry in enumerate(agenda.items) if isinstance(entry, AgendaItem)]
    ordered = [Trouble(said, places[at], stops) for at, said, stops in _out_of_order(steps)]
    return (*ordered, *_breaks_without_work(agenda))


def _unfit(agenda: Agenda, shelf: Shelf) -> Iterator[Trouble]:
    for index, entry in enumerate(agenda.items):
        if isinstance(entry, AgendaItem):
            try:
                _fit(entry, shelf)
            except LmtoolsError as error:
                yield Trouble(Message(error.message, error.fields), index)


def _fit(item: AgendaItem, shelf: Shelf) -> None:
    step = shelf.step(item)
    foreign = [phase for phase in item.minutes if phase not in step.phases]
    if foreign:
        raise WorkbookError(
            "«{title}» har ikke fasen {phase}. Ta bort tida for den.",
            title=step.title,
            phase=Message(PHASE_WORDS[foreign[0]]),
        )
    if item.prompt and not can_ask_otherwise(step.verb):
        raise WorkbookError("«{title}» har ikke noe spørsmål å bytte ut. Ta bort prompt.", title=step.title)


def _out_of_order(steps: tuple[Step, ...]) -> Iterator[tuple[int, Message, bool]]:
    for index, step in enumerate(steps):
        said = _what_lacks(steps, step)
        if said is not None:
            yield index, said, True
        hint = _what_may_surprise(steps, index)
        if hint is not None:
            yield index, hint, False


def _what_lacks(steps: tuple[Step, ...], step: Step) -> Message | None:
    chooses = step.kind == Kind.VOTE or (step.verb == "weigh" and not step.items)
    if not chooses or option_steps(steps, step.key):
        return None
    return Message(
        N_(
            "«{title}» velger blant punkter fra plenum, men ingenting foran den gir slike punkter. "
            "Sett for eksempel en refleksjon foran."
        ),
        {"title": step.title},
    )


def _has_something_to_plan(step: Step, before: tuple[Step, ...]) -> bool:
    return bool(step.params.get("from_last")) or any(
        one.kind == Kind.VOTE or one.verb == "weigh" for one in before
    )


def _what_may_surprise(steps: tuple[Step, ...], index: int) -> Message | None:
    step, before, after = steps[index], steps[:index], steps[index + 1 :]
    if step.kind == Kind.GUESS and any(step.params["indicator"] in shown for shown in map(_shown, before)):
        return Message(
            N_("Tallet i «{title}» er vist tidligere på dagen. Sett gjettingen før resultatene."),
            {"title": step.title},
        )
    if step.kind == Kind.PLAN and not _has_something_to_plan(step, before):
        return Message(
            N_("Ingenting er valgt før «{title}». Gruppene må selv finne ut hva målene skal handle om."),
            {"title": step.title},
        )
    if step.kind == Kind.REPORT and any(one.kind in (Kind.PLAN, Kind.VOTE, Kind.BOARD) for one in after):
        later = next(one for one in after if one.kind in (Kind.PLAN, Kind.VOTE, Kind.BOARD))
        if later.verb != "check_out":
            return Message(
                N_("«{title}» kommer før «{later}». Det som skjer etterpå, kommer ikke med når den vises."),
                {"title": step.title, "later": later.title},
            )
    return None


def _shown(step: Step) -> tuple[str, ...]:
    shown = step.params.get("indicators", ()) if step.kind == Kind.RESULTS else ()
    return tuple(shown) if isinstance(shown, list | tuple) else ()


def _breaks_without_work(agenda: Agenda) -> Iterator[Trouble]:
    for index, entry in enumerate(agenda.items):
        if not isinstance(entry, Break):
            return
        yield Trouble(
            Message(N_("Dagen begynner med pause. Den vises ikke for noen før den første aktiviteten.")),
            index,
            stops=False,
        )

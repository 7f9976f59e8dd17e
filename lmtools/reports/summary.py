"""The page for pupils and parents, "this is what you said, this is what we do": suggested, and described.

What staff wrote is in the suggestion only as far as they agreed on it, and nothing is on the page before
the facilitator has read it over and saved it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from lmtools.domain.day import Day
from lmtools.domain.summary import PART_LENGTH, PART_LINES, Summary, lines_of
from lmtools.errors import NotFound
from lmtools.reports.description import Block, Bullets, Heading, Paragraph, Report
from lmtools.reports.plainly import Said
from lmtools.text import Text


@dataclass(frozen=True)
class Suggestion:
    """What the facilitator's form holds before anybody has written in it."""

    headline: str
    said: str
    does: str


def suggest(day: Day, said: Said, text: Text) -> Suggestion:
    """The released figures in plain words, what the staff chose, and the actions of their plan."""
    return Suggestion(
        headline=text.t("Dette sa dere – dette gjør vi"),
        said=_fitting(said.lines),
        does=_fitting((*_chosen(day, text), *_actions(day))),
    )


def summary_page(day: Day, summary: Summary | None, said: Said, text: Text) -> Report:
    """Describe the page as it was saved.

    Raises:
        NotFound: if nobody has read it over yet.
    """
    if summary is None or not summary.is_saved:
        raise NotFound(
            "Arket til elever og foresatte er ikke sett over ennå. Åpne «Etter økta», rett det og lagre det."
        )
    session = day.session
    return Report(
        title=summary.headline or text.t("Dette sa dere – dette gjør vi"),
        kicker=text.t("{school}, {date}", school=session.school_name, date=text.date(session.started_at)),
        lead="",
        language=text.language,
        on=session.started_at.date(),
        blocks=tuple(_blocks(day, summary, said, text)),
        page_label=text.t("Side"),
        is_sheet=True,
    )


def _blocks(day: Day, summary: Summary, said: Said, text: Text) -> Iterator[Block]:
    for heading, part in ((text.t("Dette sa dere"), summary.said), (text.t("Dette gjør vi"), summary.does)):
        if lines := lines_of(part):
            yield Heading(heading)
            yield Bullets(lines)
    if day.plan.evaluate_on is not None:
        yield Heading(text.t("Dette skjer videre"))
        on = text.date(day.plan.evaluate_on)
        yield Paragraph(text.t("{date} ser vi på om det har hjulpet.", date=on))
    yield Paragraph(text.t("Vil du si noe om dette? Snakk med elevrådet, FAU eller skolen."), quiet=True)
    if said.credit and lines_of(summary.said):
        yield Paragraph(said.credit, quiet=True)


def _chosen(day: Day, text: Text) -> Iterator[str]:
    for priority in day.priorities:
        for option in priority.result.options:
            if option.id in priority.result.kept:
                yield text.t("Vi synes dette er viktigst nå: {point}", point=_line(option.text))


def _actions(day: Day) -> Iterator[str]:
    for planned in day.goals:
        yield from (_line(action.text) for action in planned.actions if action.text)


def _line(written: str) -> str:
    return " ".join(written.split())


def _fitting(lines: Iterable[str]) -> str:
    """As many whole lines as there is room for."""
    kept: list[str] = []
    for line in lines:
        if len(kept) < PART_LINES and sum(map(len, kept)) + len(kept) + len(line) <= PART_LENGTH:
            kept.append(line)
    return "\n".join(kept)

"""Fetch everything that is wished for, or nothing: the files are whole before anybody reads them in."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from lmtools.domain.figures import Level
from lmtools.errors import N_, Message, UsageError
from lmtools.fetching import checking, trouble
from lmtools.fetching.asking import Question, Unit, Wish, questions, said
from lmtools.fetching.service import Service
from lmtools.fetching.tables import Stage, Table
from lmtools.fetching.trouble import NotHere

Tell = Callable[[Message], None]

_LIST = Message(N_("spørsmålet om hvilke tabeller som finnes"))
_YEARS = Message(N_("spørsmålet om hvilke skoleår som finnes"))


@dataclass(frozen=True)
class Fetched:
    """The files that came, byte for byte as they did, and the tables that had nothing about a unit."""

    files: tuple[Path, ...]
    empty: tuple[Message, ...] = ()


def fetch(wish: Wish, service: Service, folder: Path, *, tell: Tell | None = None) -> Fetched:
    """Fetch into `folder`, which exists. `tell` is told what is asked for.

    Raises `FetchFailed` when something cannot be had, or is not as it used to be.
    """
    run = _Run(wish, service, folder, tell or (lambda _what: None))
    for unit in wish.units:
        run.fetch(unit)
    return Fetched(tuple(run.files), tuple(run.empty))


class _Run:
    def __init__(self, wish: Wish, service: Service, folder: Path, tell: Tell) -> None:
        self.files: list[Path] = []
        self.empty: list[Message] = []
        self._wish = wish
        self._service = service
        self._folder = folder
        self._tell = tell
        self._stages: set[Stage] = set()

    def fetch(self, unit: Unit) -> None:
        """Fetch the tables of one unit, in the stages where the first of them has any.

        A first table that is refused may be so because the unit is in the other stage.
        """
        first, *others = self._wish.tables
        refused: NotHere | None = None
        found = set()
        for stage in self._stages_of(unit):
            try:
                is_here = self._has(unit, first, stage)
            except NotHere as error:
                refused, is_here = error, False
            if is_here:
                found.add(stage)
                missing = [table for table in others if not self._has(unit, table, stage)]
                self.empty += [said(table, unit) for table in missing]
        if not found:
            raise refused or trouble.nothing(unit.called)
        if unit.level in (Level.SCHOOL, Level.MUNICIPALITY):
            self._stages |= found

    def _stages_of(self, unit: Unit) -> Sequence[Stage]:
        """A school is looked for in both; a county and the country are there to compare the schools with."""
        if unit.level is Level.MUNICIPALITY:
            return (Stage.LOWER,)
        here = [stage for stage in Stage if stage in self._stages]
        return here if here and unit.level is not Level.SCHOOL else tuple(Stage)

    def _has(self, unit: Unit, table: Table, stage: Stage) -> bool:
        """Fetch one table; False when it has nothing about the unit."""
        found = False
        for question in questions(unit, table, self._number(table, stage), stage):
            try:
                found = self._answers(question) or found
            except NotHere:
                if not question.is_about_before:
                    raise
        return found

    def _answers(self, question: Question) -> bool:
        """Fetch every page of one answer; False when there is nothing in it."""
        self._tell(question.said)
        ask = partial(self._service.ask, where=question.said)
        times = self._years(question)
        chosen, years = question.filter(times), {time // 100 for time in times}
        _, pages = ask(f"/{question.number}/sideData", accept=checking.page_count, filter=chosen)
        count = 0
        for page in range(1, pages + 1):
            body, rows = ask(
                f"/{question.number}/data",
                accept=checking.Page(question, years, page, pages, count).rows,
                filter=chosen,
                format=0,
                sideNummer=page,
            )
            count += len(rows)
            if rows:
                self._write(body, question.file if page == 1 else f"{question.file}-{page}")
        return count > 0

    def _number(self, table: Table, stage: Stage) -> int:
        """The table's number among those that the service lists now."""
        _, listed = self._service.ask("", _LIST, checking.table_numbers)
        for number in table.numbers(stage):
            if number in listed:
                return number
        raise trouble.table_missing(self._service.host, table.title)

    def _years(self, question: Question) -> Sequence[int]:
        """The school years that are both there and wished for, as the service writes them."""
        _, times = self._service.ask(
            f"/{question.number}/filterStatus",
            _YEARS,
            checking.school_years,
            filterId="TidID",
            filter="TidID(*)",
        )
        first, last = self._wish.years or (0, 9999)
        chosen = [time for time in times if first <= time // 100 <= last]
        if not chosen:
            raise trouble.no_such_years(times[0] // 100, times[-1] // 100)
        return chosen

    def _write(self, body: bytes, name: str) -> None:
        file = self._folder / f"{name}.json"
        try:
            file.write_bytes(body)
        except OSError:
            raise UsageError(
                N_("Vi får ikke skrevet i {folder}. Sjekk om disken er full."), folder=str(self._folder)
            ) from None
        self.files.append(file)

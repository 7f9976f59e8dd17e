"""Whether an answer is one that we know. What is not is never read in: `Changed` says in what way."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from lmtools.errors import N_
from lmtools.fetching.asking import Question
from lmtools.fetching.trouble import Changed
from lmtools.survey import labels

MOST_PAGES = 100

Row = dict[str, object]
_ALWAYS = frozenset({"EnhetNavn", "Organisasjonsnummer", "Skoleaarnavn", "EierformNavn"})


def table_numbers(answer: object) -> frozenset[int]:
    """The numbers in the list of tables."""
    if not isinstance(answer, list):
        raise Changed(N_("det er ikke ei liste"))
    numbers = [row.get("EksportID") for row in answer if isinstance(row, dict)]
    known = frozenset(number for number in numbers if isinstance(number, int))
    if not known:
        raise Changed(N_("kolonnen {column} mangler"), column="EksportID")
    return known


def school_years(answer: object) -> tuple[int, ...]:
    """The school years there are figures from, as the service writes them: 202512 for 2025-26."""
    times = answer.get("TidID") if isinstance(answer, dict) else None
    if not isinstance(times, list) or not times:
        raise Changed(N_("skoleårene mangler"))
    if not all(isinstance(time, int) and 200001 <= time <= 209912 for time in times):
        raise Changed(N_("skoleårene er skrevet på en annen måte"))
    return tuple(sorted(times))


def page_count(answer: object) -> int:
    """How many pages an answer has; 0 when there is nothing."""
    if answer == []:
        return 0
    pages = answer[0].get("JSONSider") if isinstance(answer, list) and isinstance(answer[0], dict) else None
    if not isinstance(pages, int) or pages < 0:
        raise Changed(N_("antallet sider mangler"))
    if pages > MOST_PAGES:
        raise Changed(N_("det er på {count} sider, mye mer enn vi spurte om"), count=pages)
    return pages


@dataclass(frozen=True)
class Page:
    """Page `number` of the `of` pages that answer a question, after `before` rows on those before it."""

    question: Question
    years: Collection[int]
    number: int
    of: int
    before: int

    def rows(self, answer: object) -> Sequence[Row]:
        """The rows, when all of them are about what was asked for and none is missing."""
        if not isinstance(answer, list) or not all(isinstance(row, dict) for row in answer):
            raise Changed(N_("det er ikke ei liste med rader"))
        for row in answer:
            _check_columns(row, self.question)
            _check_unit(row, self.question)
            if _year(row) not in self.years:
                raise Changed(N_("det har andre skoleår enn dem vi spurte om"))
            # A page too many gives the last one again.
            if _count(row, "Sidenummer", self.number) != self.number:
                raise Changed(N_("det er en annen side enn den vi spurte om"))
        self._check_total(answer)
        return answer

    def _check_total(self, answer: Sequence[Row]) -> None:
        count = self.before + len(answer)
        total = _count(answer[-1], "RaderTotalt", count) if answer else count
        if self.number == self.of and total != count:
            raise Changed(N_("det har {count} rader og sier at det har {total}"), count=count, total=total)


def _check_columns(row: Row, question: Question) -> None:
    wanted = _ALWAYS | question.table.columns | {question.column}
    if missing := sorted(wanted - row.keys()):
        raise Changed(N_("kolonnen {column} mangler"), column=missing[0])
    if foreign := sorted(question.table.foreign & row.keys()):
        raise Changed(N_("det er en annen tabell, med kolonnen {column}"), column=foreign[0])


def _check_unit(row: Row, question: Question) -> None:
    """A filter that no longer works would give us schools that nobody asked for."""
    is_ours = str(row[question.column]).strip() == question.code
    if not is_ours or _count(row, "EnhetNivaa", question.levels[0]) not in question.levels:
        raise Changed(N_("det er om noen andre enn dem vi spurte om"))


def _count(row: Row, column: str, usual: int) -> int:
    """A whole number, as a number or as text; `usual` where the table has no such column."""
    try:
        return int(labels.number(str(row.get(column, usual))))
    except (ValueError, OverflowError):
        raise Changed(N_("kolonnen {column} er ikke tall"), column=column) from None


def _year(row: Row) -> int:
    try:
        return labels.year(str(row["Skoleaarnavn"]))
    except ValueError:
        raise Changed(N_("skoleårene er skrevet på en annen måte")) from None

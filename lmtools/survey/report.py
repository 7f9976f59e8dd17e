"""What an import did, for a person and for a program."""

from __future__ import annotations

from dataclasses import dataclass

from lmtools.errors import Problem
from lmtools.text import Text


@dataclass(frozen=True)
class FileSummary:
    """One file. `rows` is its distinct data rows after copies are dropped: one row for each unit,
    indicator, year, grade, gender and ownership (for theme tables also answer; for a school's own
    survey, one for each pupil).

    `duplicates` is the copies dropped. Of the rows' main figures, `suppressed` carry a mark (`*`) in
    the file and `empty` are not asked or without data. `schools` and `indicators` are counts (questions
    are counted as indicators); `years` are autumns and `grades` keys ("5" … "10", "vg1" …, "all").
    """

    path: str
    format: str
    rows: int
    duplicates: int
    suppressed: int
    empty: int
    schools: int
    years: tuple[int, ...]
    grades: tuple[str, ...]
    indicators: int

    def as_dict(self) -> dict[str, object]:
        """The summary as a JSON-able dict."""
        return {**self.__dict__, "years": list(self.years), "grades": list(self.grades)}


@dataclass(frozen=True)
class ImportReport:
    """What happened. With problems, nothing was imported.

    `warnings` is what is good to know though nothing is wrong, such as a file that gives hidden numbers
    away by its own pattern. `figures` is the number of figures now released, `hidden` how many of them
    are suppressed by a mark or by the policy, and `replaced` how many older ones the import replaced.
    """

    files: tuple[FileSummary, ...] = ()
    problems: tuple[Problem, ...] = ()
    figures: int = 0
    hidden: int = 0
    replaced: int = 0
    policy: str = ""
    warnings: tuple[Problem, ...] = ()

    @property
    def ok(self) -> bool:
        """Whether the files were imported."""
        return not self.problems

    def as_json(self, text: Text | None = None) -> dict[str, object]:
        """`{"files": […], "problems": […], "warnings": […]}`; see `FileSummary` and `Problem`.

        The sentences are in the language of `text`, or in bokmål. A warning has the keys of a problem.
        """
        say = (text or Text()).say
        return {
            "files": [file.as_dict() for file in self.files],
            "problems": [problem.as_dict(say) for problem in self.problems],
            "warnings": [warning.as_dict(say) for warning in self.warnings],
        }

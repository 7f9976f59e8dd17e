"""The small TOML file that tells what the columns of a school's own survey are.

    title = "Trivsel høsten 2025"
    school = "975283046"             # or [columns] school, when the file is about several
    school_name = "Fjordvik skole"
    year = 2025                      # the autumn; or [columns] year

    [columns]
    grade = "Trinn"
    gender = "Kjønn"

    [answers]                        # from 1 to 5, 5 is best
    "Helt uenig" = 1
    "Helt enig" = 5

    [[indicators]]
    code = "trives"
    name = "Trives på skolen"
    columns = ["Jeg trives på skolen"]

An indicator with several columns is an index: each pupil's mean over them, for those who answered all.
One with `counts = ["Flere ganger i uken", …]` is a share: the part of the pupils who gave such an
answer, among `answers` of its own. `sensitive = true` gives it the stricter minimum. `no_answer` lists
answers that count as none. `[[breaks]]` (`year`, `sentence`, `indicator`) tell where a series breaks.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from lmtools.errors import N_
from lmtools.survey.labels import fold, slug
from lmtools.survey.trouble import Trouble

_NEXT = N_("Rett koblingsfila. Lag et nytt utkast med lmtools import --describe FIL om du er usikker.")
_TOP = {"title", "school", "school_name", "year", "columns", "answers", "no_answer", "indicators", "breaks"}
_COLUMNS = ("school", "grade", "gender", "year")


@dataclass(frozen=True)
class Asked:
    """One indicator of the mapping. `answers` gives numbers by folded text."""

    code: str
    name: str
    columns: tuple[str, ...]
    answers: Mapping[str, float]
    scale: str
    sensitive: bool


@dataclass(frozen=True)
class SurveyMapping:
    """A mapping that holds together; whether the file has its columns is another matter."""

    title: str
    school: str
    school_name: str
    year: int | None
    columns: Mapping[str, str]
    indicators: tuple[Asked, ...]
    no_answer: frozenset[str] = frozenset()
    breaks: tuple[tuple[str, int, str], ...] = field(default=())


def read_mapping(source: Mapping[str, object], trouble: Trouble) -> SurveyMapping:
    """Check a mapping's content. Raises `Unreadable` with all that is wrong."""
    for name in sorted(set(source) - _TOP):
        trouble.add(N_("Koblingsfila har «{name}», som ikke betyr noe."), _NEXT, name=name)
    columns = {name: text for name, text in _table(source, "columns", trouble).items() if text}
    for name in sorted(set(columns) - set(_COLUMNS)):
        trouble.add(
            N_("Koblingsfila har kolonnen «{name}». Den kan ha {known}."),
            _NEXT,
            name=name,
            known=", ".join(_COLUMNS),
        )
    year = source.get("year")
    if "year" not in columns and not (isinstance(year, int) and 2000 <= year <= 2100):
        trouble.add(N_("Koblingsfila mangler year, høsten undersøkelsen ble tatt."), _NEXT)
    school, school_name = str(source.get("school", "")), str(source.get("school_name", ""))
    if "school" not in columns and not (school or school_name):
        trouble.add(N_("Koblingsfila mangler school, skolens organisasjonsnummer."), _NEXT)
    shared = _answers(_table(source, "answers", trouble), trouble)
    items = source.get("indicators", [])
    if not isinstance(items, list) or not items or not all(isinstance(item, Mapping) for item in items):
        raise trouble.fail(N_("Koblingsfila har ingen [[indicators]]."), _NEXT)
    indicators = tuple(_asked(item, shared, number, trouble) for number, item in enumerate(items, start=1))
    codes = [asked.code for asked in indicators]
    for code in sorted({code for code in codes if codes.count(code) > 1}):
        trouble.add(N_("Koblingsfila har to indikatorer med koden «{code}»."), _NEXT, code=code)
    breaks = _breaks(source, trouble)
    no_answer = [fold(str(text)) for text in _list(source, "no_answer", trouble)]
    trouble.stop_if_any()
    return SurveyMapping(
        title=str(source.get("title", "")),
        school=school,
        school_name=school_name,
        year=year if isinstance(year, int) else None,
        columns={name: str(text) for name, text in columns.items()},
        indicators=indicators,
        no_answer=frozenset(no_answer),
        breaks=breaks,
    )


def _table(source: Mapping[str, object], name: str, trouble: Trouble) -> Mapping[str, object]:
    found = source.get(name, {})
    if not isinstance(found, Mapping):
        raise trouble.fail(N_("«{name}» i koblingsfila må være en tabell."), _NEXT, name=name)
    return found


def _list(source: Mapping[str, object], name: str, trouble: Trouble) -> list[object]:
    found = source.get(name, [])
    if not isinstance(found, list):
        raise trouble.fail(N_("«{name}» i koblingsfila må være ei liste."), _NEXT, name=name)
    return found


def _answers(table: Mapping[str, object], trouble: Trouble) -> dict[str, float]:
    found: dict[str, float] = {}
    for text, value in table.items():
        if isinstance(value, bool) or not isinstance(value, (int, float)) or not 1 <= value <= 5:
            trouble.add(N_("Svaret «{text}» i koblingsfila må få et tall fra 1 til 5."), _NEXT, text=text)
        else:
            found[fold(text)] = float(value)
    return found


def _asked(item: Mapping[str, object], shared: dict[str, float], number: int, trouble: Trouble) -> Asked:
    columns = item.get("columns", [])
    name = str(item.get("name", "")) or f"Spørsmål {number}"
    if not isinstance(columns, list) or not columns or not all(isinstance(c, str) for c in columns):
        trouble.add(N_("«{name}» i koblingsfila mangler columns."), _NEXT, name=name)
        columns = []
    counts = item.get("counts")
    if counts is not None:
        return _share(item, name, tuple(columns), trouble)
    own = _answers(_table(item, "answers", trouble), trouble)
    return Asked(
        code=str(item.get("code") or slug(name)),
        name=name,
        columns=tuple(columns),
        answers=own or shared,
        scale="mean",
        sensitive=item.get("sensitive") is True,
    )


def _share(item: Mapping[str, object], name: str, columns: tuple[str, ...], trouble: Trouble) -> Asked:
    counts, answers = _texts(item.get("counts")), _texts(item.get("answers"))
    if counts is None or answers is None or not set(counts) <= set(answers):
        trouble.add(
            N_("«{name}» i koblingsfila må ha answers med alle svarene, og counts med noen av dem."),
            _NEXT,
            name=name,
        )
        counts, answers = [], []
    if len(columns) > 1:
        trouble.add(N_("«{name}» i koblingsfila er en andel og kan bare ha én kolonne."), _NEXT, name=name)
    return Asked(
        code=str(item.get("code") or slug(name)),
        name=name,
        columns=columns,
        answers={text: float(text in counts) for text in answers},
        scale="share",
        sensitive=item.get("sensitive") is not False,
    )


def _texts(answers: object) -> list[str] | None:
    """The answers folded; None where they are no list."""
    return [fold(str(text)) for text in answers] if isinstance(answers, list) else None


def _breaks(source: Mapping[str, object], trouble: Trouble) -> tuple[tuple[str, int, str], ...]:
    found = []
    for item in _list(source, "breaks", trouble):
        if not isinstance(item, Mapping) or not isinstance(item.get("year"), int) or not item.get("sentence"):
            trouble.add(N_("Et brudd i koblingsfila mangler year eller sentence."), _NEXT)
            continue
        found.append((str(item.get("indicator", "")), int(item["year"]), str(item["sentence"])))
    return tuple(found)

"""What the figures say in words that a pupil reads: a short line for each area, and no more than is sure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from lmtools.charts import FiguresSource
from lmtools.domain.day import Day
from lmtools.domain.figures import Figure
from lmtools.reports.findings import look_up
from lmtools.text import Text


@dataclass(frozen=True)
class Said:
    """Lines about the released figures, those with a sure change first, and whom to thank for them."""

    lines: tuple[str, ...] = ()
    credit: str = ""


def say_plainly(day: Day, released: FiguresSource, text: Text) -> Said:
    """What `day`'s workbook showed of `released`; nothing where nothing is published."""
    shown = look_up(day, released, text)
    if shown is None:
        return Said()
    unit = released.unit(day.session.school_key)
    grade = str(shown.selection["grade"])
    found: list[tuple[bool, str]] = []
    year = 0
    for panel in shown.panels:
        series = {one.year: one for one in released.series(panel["key"], unit=unit, grade=grade)}
        now = max((one for one in series.values() if one.value is not None), key=_year, default=None)
        if now is not None:
            before = series.get(shown.selection["compare"] or 0)
            found.append((panel["verdict"]["kind"] == "clear", _line(panel, now, before, released, text)))
            year = max(year, now.year)
    if not found:
        return Said()
    ordered = [line for _, line in sorted(found, key=lambda one: not one[0])]
    areas = [panel["key"] for panel in shown.panels]
    credits = dict.fromkeys(text.t(source.credit).rstrip(".") for source in released.sources(areas))
    return Said((_who(grade, year, text), *ordered), " ".join(f"{credit}." for credit in credits if credit))


def _line(
    panel: dict[str, Any], now: Figure, before: Figure | None, source: FiguresSource, text: Text
) -> str:
    name = text.t(source.indicator(panel["key"]).name)
    value = now.value or 0.0
    if now.scale == "share":
        told = text.t("{name}: {value} av 100 elever.", name=name, value=text.number(value, 0))
    else:
        told = text.t("{name}: {value} av 5.", name=name, value=text.number(value))
    return " ".join((told, *_change(str(panel["verdict"]["kind"]), now, before, text)))


def _change(verdict: str, now: Figure, before: Figure | None, text: Text) -> Iterator[str]:
    if before is None or before.value is None or now.value is None:
        return
    if verdict == "chance":
        yield text.t("Vi vet ikke sikkert om det har endret seg siden {year}.", year=before.year)
    elif verdict == "clear" and now.value > before.value:
        yield text.t("Det har gått opp siden {year}.", year=before.year)
    elif verdict == "clear":
        yield text.t("Det har gått ned siden {year}.", year=before.year)


def _who(grade: str, year: int, text: Text) -> str:
    if grade == "all":
        return text.t("Elevene svarte høsten {year}.", year=year)
    name = text.t("{number}. trinn", number=grade) if grade.isdigit() else grade
    return text.t("Elevene på {grade} svarte høsten {year}.", grade=name, year=year)


def _year(figure: Figure) -> int:
    return figure.year

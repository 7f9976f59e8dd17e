"""What the figures say in words that a pupil reads: a short line for each area, and no more than is sure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from lmtools.charts import FiguresSource, PanelJson
from lmtools.domain.day import Day
from lmtools.domain.figures import Figure
from lmtools.domain.grades import grade_name
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
    compare = int(shown.selection["compare"] or 0)
    areas = []
    for panel in shown.panels:
        series = released.series(panel["key"], unit=unit, grade=grade)
        if (area := _area(panel, series, compare, released, text)) is not None:
            areas.append(area)
    return _said(areas, grade, compare, released, text)


@dataclass(frozen=True)
class _Area:
    """One area's newest published figure, and which way it has surely gone; 0 where that is not sure."""

    key: str
    year: int
    told: str
    way: int
    is_unsure: bool


def _area(
    panel: PanelJson, series: Sequence[Figure], compare: int, released: FiguresSource, text: Text
) -> _Area | None:
    published = {one.year: one.value for one in series if one.value is not None}
    if not published:
        return None
    year = max(published)
    verdict, before = str(panel["verdict"]["kind"]), published.get(compare)
    is_surely_changed = verdict == "clear" and before is not None and before != published[year]
    name = text.t(released.indicator(panel["key"]).name)
    if series[0].scale == "share":
        told = text.t("{name}: {value} av 100 elever.", name=name, value=text.number(published[year], 0))
    else:
        told = text.t("{name}: {value} av 5.", name=name, value=text.number(published[year]))
    way = (1 if published[year] > (before or 0) else -1) if is_surely_changed else 0
    return _Area(panel["key"], year, told, way, verdict == "chance")


def _said(areas: Sequence[_Area], grade: str, compare: int, released: FiguresSource, text: Text) -> Said:
    if not areas:
        return Said()
    ways = {
        1: text.t("Det har gått opp siden {year}.", year=compare),
        -1: text.t("Det har gått ned siden {year}.", year=compare),
    }
    changed = [f"{area.told} {ways[area.way]}" for area in areas if area.way]
    others = [area.told for area in areas if not area.way]
    unsure = text.t("Vi vet ikke sikkert om noe annet har endret seg siden {year}.", year=compare)
    if not changed:
        unsure = text.t("Vi vet ikke sikkert om noe har endret seg siden {year}.", year=compare)
    ends = [unsure] if any(area.is_unsure for area in areas) else []
    credits = released.sources([area.key for area in areas])
    thanks = dict.fromkeys(text.t(source.credit).rstrip(".") for source in credits)
    who = _who(grade, max(area.year for area in areas), text)
    return Said((who, *changed, *others, *ends), " ".join(f"{credit}." for credit in thanks if credit))


def _who(grade: str, year: int, text: Text) -> str:
    if grade == "all":
        return text.t("Elevene svarte høsten {year}.", year=year)
    return text.t("Elevene på {grade} svarte høsten {year}.", grade=grade_name(grade, text), year=year)

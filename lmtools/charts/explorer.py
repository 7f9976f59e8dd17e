"""Exploring released figures: a selection goes in, everything a page shows comes out.

`Explorer.show` looks figures up and composes; it computes nothing from answers, because it has none.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields, replace
from typing import TypedDict

from lmtools.domain.figures import Figure, Indicator, Level, Source, Status, Unit
from lmtools.domain.grades import grade_name
from lmtools.domain.jsonable import Json
from lmtools.statistics import adjust, compare
from lmtools.text import Text

from .choices import (
    Selection,
    SelectionJson,
    find_indicators,
    find_unit,
    gender_name,
    has_indicator,
    options,
)
from .goals import make_goal
from .grades import grades_as_dict
from .neighbours import neighbours, schools_of
from .panel import NARROW, Line, Panel, break_between, decimals_for, make_line, title_of
from .scales import shared_scale
from .sentences import alternative, credit, headline, lead, legend_name, listed, verdict_text, why
from .series import Margins, Scale, chart, margins
from .source import FiguresSource
from .table import answered_sentence, make_table


class VerdictJson(TypedDict):
    """A verdict's `kind`, and what it says."""

    kind: str
    text: str


class PanelJson(TypedDict):
    """One indicator: its chart, the same in words, its verdict and why, and the questions inside it."""

    key: str
    title: str
    spec: Json
    alt: str
    verdict: VerdictJson
    why: str
    questions: list[dict[str, str]]


@dataclass(frozen=True)
class Shown:
    """All that a page shows for one selection, in words and charts; see `as_dict` for the shape."""

    selection: SelectionJson
    options: Json
    kicker: str
    headline: str
    lead: str
    legend: list[Json]
    scale_note: str
    panels: list[PanelJson]
    goals: list[Json]
    table: Json
    detail: Json | None
    schools: Json | None
    source: str
    suppressed_note: str
    notes: list[str]
    many: str

    def as_dict(self) -> Json:
        """JSON-able, with the keys of this class."""
        return {one.name: getattr(self, one.name) for one in fields(self)}  # all are JSON-able already


class Explorer:
    """Answers selections from one source of released figures, in one language."""

    def __init__(self, released: FiguresSource, text: Text) -> None:
        self._source = released
        self._text = text

    def options(self, unit: str = "") -> Json:
        """What can be chosen for a unit ("" is the first school)."""
        return options(self._source, find_unit(self._source, unit), self._text)

    def show(self, selection: Selection) -> Shown:
        """Everything the page shows for `selection`.

        Raises:
            LmtoolsError: A unit or indicator that the released figures do not have.
        """
        unit = find_unit(self._source, selection.unit)
        if unit is None:
            return self._nothing(selection)
        grades = self._source.grades(unit)
        if grades and selection.grade not in grades:  # a school without this grade: its oldest pupils
            selection = replace(selection, grade=grades[-1])
        return _View(self._source, self._text, unit, selection).shown()

    def _nothing(self, selection: Selection) -> Shown:
        return Shown(
            selection=selection.as_json(),
            options=options(self._source, None, self._text),
            kicker="",
            headline=headline((), self._text),
            lead=lead((), self._text),
            legend=[],
            scale_note="",
            panels=[],
            goals=[],
            table=make_table((), caption="", text=self._text),
            detail=None,
            schools=None,
            source="",
            suppressed_note="",
            notes=[],
            many="",
        )


class _View:
    """One unit with one selection."""

    def __init__(self, source: FiguresSource, text: Text, unit: Unit, selection: Selection) -> None:
        self._source, self._text, self._unit = source, text, unit
        indicators = find_indicators(source, unit, selection.indicators)
        missing = tuple(name for name in selection.indicators if not has_indicator(source, name))
        self._own = {one.code: self._series(one, unit, selection) for one in indicators}
        self._year, self._compare = self._years(selection)
        self._selection = replace(
            selection,
            unit=unit.key,
            compare=self._compare,
            indicators=(*(one.code for one in indicators), *missing),
        )
        self._indicators = indicators
        self._missing = missing

    def shown(self) -> Shown:
        panels = self._panels(self._indicators)
        text = self._text
        return Shown(
            selection=self._selection.as_json(),
            options=options(self._source, self._unit, text),
            kicker=self._kicker(),
            headline=headline(panels, text),
            lead=lead(panels, text),
            legend=[{"role": line.role, "name": legend_name(line, text)} for line in self._legend(panels)],
            scale_note=self._scale_note(panels),
            panels=self._panels_as_dicts(panels),
            goals=[goal for panel in panels if (goal := self._goal(panel)) is not None],
            table=make_table(panels, caption=self._caption(), text=text),
            detail=self._detail(),
            schools=self._schools(panels),
            source=self._credit(panels),
            suppressed_note=self._suppressed_note(panels),
            notes=self._notes(panels),
            many=" ".join(self._many(panels)),
        )

    def _series(self, indicator: Indicator, unit: Unit, selection: Selection) -> tuple[Figure, ...]:
        return self._source.series(indicator.code, unit=unit, grade=selection.grade, gender=selection.gender)

    def _years(self, selection: Selection) -> tuple[int, int | None]:
        """The latest year the unit has a row for, and the year to hold it against."""
        every = tuple(self._source.years)
        with_rows = {f.year for series in self._own.values() for f in series if f.status is not Status.ABSENT}
        year = max(with_rows, default=max(every, default=0))
        earlier = [one for one in every if one < year]
        wanted = selection.compare if selection.compare in earlier else None
        return year, (int(wanted) if wanted is not None else max(earlier, default=None))

    def _panels(self, indicators: Sequence[Indicator]) -> tuple[Panel, ...]:
        panels = [self._panel(indicator) for indicator in indicators]
        verdicts = adjust([panel.verdict for panel in panels])
        return tuple(replace(p, verdict=verdict) for p, verdict in zip(panels, verdicts, strict=True))

    def _panel(self, indicator: Indicator) -> Panel:
        own = self._own.get(indicator.code) or self._series(indicator, self._unit, self._selection)
        beside = self._beside(indicator)
        decimals = decimals_for(indicator.scale, sum((figures for *_, figures in beside), own))
        years = [figure.year for figure in own]
        breaks = tuple(
            item
            for item in self._source.breaks(indicator.code)
            if item.kind == "content" and years and years[0] < item.year <= years[-1]
        )
        lines = [make_line("school", self._unit.name, own, decimals=decimals, text=self._text)]
        lines += [
            make_line(
                role,
                name,
                figures,
                decimals=decimals,
                text=self._text,
                narrowest=NARROW.get(indicator.scale, 0.0),
            )
            for role, name, figures in beside
        ]
        at = {figure.year: figure for figure in own}
        now = at.get(self._year, Figure(self._year, Status.ABSENT, scale=indicator.scale))
        before = at.get(self._compare or 0, Figure(self._compare or 0, Status.ABSENT, scale=indicator.scale))
        return Panel(
            indicator=indicator,
            name=self._text.t(indicator.name),
            title=title_of(indicator, self._text),
            lines=tuple(lines),
            breaks=breaks,
            year=self._year,
            compare=self._compare,
            figures=own,
            verdict=compare(before, now, comparable=break_between(breaks, self._compare, self._year) is None),
            decimals=decimals,
        )

    def _beside(self, indicator: Indicator) -> list[tuple[str, str, tuple[Figure, ...]]]:
        parents = self._source.parents(self._unit)
        names = {"municipality": self._text.t("Kommunen"), "country": self._text.t("Landet")}
        chosen = {"both": ("municipality", "country")}.get(
            self._selection.reference, (self._selection.reference,)
        )
        found = []
        for role in chosen:
            unit = parents.get(role)
            if unit is not None and unit != self._unit:
                found.append((role, names[role], self._series(indicator, unit, self._selection)))
        return found

    def _panels_as_dicts(self, panels: Sequence[Panel]) -> list[PanelJson]:
        scales = {scale: shared_scale(panels, scale) for scale in {p.indicator.scale for p in panels}}
        room = margins(panels, self._text)
        return [self._panel_as_dict(panel, scales[panel.indicator.scale], room) for panel in panels]

    def _panel_as_dict(self, panel: Panel, scale: Scale, room: Margins) -> PanelJson:
        text = self._text
        alt = alternative(panel, text)
        questions = self._source.questions(panel.indicator.code) if panel.indicator.parent is None else ()
        return {
            "key": panel.indicator.code,
            "title": panel.title,
            "spec": chart(panel, scale=scale, room=room, alt=alt, text=text),
            "alt": alt,
            "verdict": {"kind": panel.verdict.kind, "text": verdict_text(panel, text)},
            "why": why(panel, text),
            "questions": [{"key": one.code, "name": text.t(one.name)} for one in questions],
        }

    def _goal(self, panel: Panel) -> Json | None:
        """What the page answers one who writes a target for this indicator."""
        chosen = self._selection.grade
        grades = () if chosen == "all" else [g for g in self._source.grades(self._unit) if g != "all"]
        at = {grade: self._in_grade(panel, grade) for grade in grades}
        there = {grade: figure for grade, figure in at.items() if figure.status is not Status.ABSENT}
        return make_goal(
            panel,
            others=[figure for grade, figure in there.items() if grade != chosen],
            names=tuple(there),
            who=self._who(),
            text=self._text,
        )

    def _grades(self, index: Indicator) -> Json | None:
        """The grades beside each other in one index."""
        panel = self._panel(index)
        grades = [grade for grade in self._source.grades(self._unit) if grade != "all"]
        figures = [(grade_name(grade, self._text), self._in_grade(panel, grade)) for grade in grades]
        return grades_as_dict(panel, figures, text=self._text)

    def _in_grade(self, panel: Panel, grade: str) -> Figure:
        return self._at(panel, self._unit, replace(self._selection, grade=grade))

    def _at(self, panel: Panel, unit: Unit, selection: Selection) -> Figure:
        """The figure of a unit in the panel's year."""
        series = self._series(panel.indicator, unit, selection)
        return next(figure for figure in series if figure.year == panel.year)

    def _schools(self, panels: Sequence[Panel]) -> Json | None:
        """The municipality's schools beside each other, when the page has asked for them."""
        municipality = self._source.parents(self._unit).get("municipality")
        if not self._selection.schools or municipality is None or self._unit.level is not Level.SCHOOL:
            return None
        return neighbours(
            panels,
            own=self._unit,
            municipality=municipality,
            schools=schools_of(self._source, municipality),
            figure=lambda panel, unit: self._at(panel, unit, self._selection),
            text=self._text,
        )

    def _detail(self) -> Json | None:
        """The questions inside the index that is open, held to the same rules."""
        code = self._selection.open
        if code is None:
            return None
        index = find_indicators(self._source, self._unit, (code,))[0]
        panels = self._panels(self._source.questions(index.code))
        name = self._text.t(index.name)
        return {
            "indicator": index.code,
            "title": self._text.t("Spørsmålene i {name}", name=name),
            "lead": lead(panels, self._text) if panels else "",
            "scale_note": self._scale_note(panels),
            "panels": self._panels_as_dicts(panels),
            "table": make_table(panels, caption=name, text=self._text),
            "notes": self._many(panels),
            "grades": self._grades(index),
        }

    def _kicker(self) -> str:
        years = self._source.years
        span = f"{years[0]}–{years[-1]}" if len(years) > 1 else str(self._year)
        names = dict.fromkeys(self._text.t(source.name) for source in self._sources())
        return self._text.t("{survey}, høst {years}", survey=listed(list(names), self._text), years=span)

    def _sources(self) -> tuple[Source, ...]:
        return self._source.sources(indicator.code for indicator in self._indicators)

    def _who(self) -> str:
        who = grade_name(self._selection.grade, self._text)
        if self._selection.gender == "all":
            return who
        return f"{who}, {gender_name(self._selection.gender, self._text).lower()}"

    def _caption(self) -> str:
        who = self._who()
        return self._text.t("Snitt og andel per år, {who}", who=who[:1].lower() + who[1:])

    @staticmethod
    def _legend(panels: Sequence[Panel]) -> tuple[Line, ...]:
        most = max((panel.lines for panel in panels), key=len, default=())
        every = [line for panel in panels for line in panel.lines if line.has_intervals]
        return tuple(next((other for other in every if other.role == line.role), line) for line in most)

    def _scale_note(self, panels: Sequence[Panel]) -> str:
        if not any(panel.indicator.scale == "mean" for panel in panels):
            return ""
        scale = shared_scale(panels, "mean")
        return self._text.t(
            "Skala 1–5, 5 er best. Figurene viser {low}–{high}",
            low=self._text.number(scale.low, 1),
            high=self._text.number(scale.high, 1),
        )

    def _credit(self, panels: Sequence[Panel]) -> str:
        parts = (credit(self._sources(), self._text), answered_sentence(panels, self._text))
        return " ".join(part for part in parts if part)

    def _suppressed_note(self, panels: Sequence[Panel]) -> str:
        points = [point for panel in panels for line in panel.lines for point in line.points]
        if not any(point.status is Status.SUPPRESSED for point in points):
            return ""
        return self._text.t(
            "«Skjermet» betyr at tallet er skjermet av Utdanningsdirektoratet, "
            "at for få elever står bak det, eller at det kunne vært regnet ut fra andre tall."
        )

    def _notes(self, panels: Sequence[Panel]) -> list[str]:
        """What a careful reader should know: areas without figures, changed rules, many looks at once."""
        years = self._source.years
        rules = dict.fromkeys(
            item.sentence
            for panel in panels
            for item in self._source.breaks(panel.indicator.code)
            if item.kind == "suppression" and min(years) < item.year <= max(years)
        )
        notes = [self._text.t(sentence) for sentence in rules]
        beside = self._source.parents(self._unit)
        if not (beside.get("municipality") or beside.get("country")):
            notes.append(self._text.t("Det er ikke lest inn tall for kommunen eller landet."))
        if self._missing:
            areas = listed([self._text.t(name) for name in self._missing], self._text)
            notes.insert(0, self._text.t("Det er ikke lest inn tall for {areas}.", areas=areas))
        return [*notes, *self._many(panels)]

    def _many(self, panels: Sequence[Panel]) -> list[str]:
        """That several changes were looked at, said wherever verdicts are adjusted for it."""
        tested = sum(panel.verdict.p is not None for panel in panels)
        if tested < 2:
            return []
        return [
            self._text.t(
                "Vi ser på {count} tall samtidig. "
                "Derfor skal det litt mer til før en endring kalles tydelig.",
                count=tested,
            )
        ]

"""A municipality's schools beside each other: one small funnel for each indicator that is shown."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from lmtools.domain.figures import Figure, Level, Unit
from lmtools.domain.jsonable import Json
from lmtools.text import Text

from .funnel import funnel_as_dict, legend, shared
from .panel import Panel
from .schools import make_funnel
from .sentences import listed
from .source import FiguresSource

Lookup = Callable[[Panel, Unit], Figure]


def schools_of(source: FiguresSource, municipality: Unit) -> tuple[Unit, ...]:
    """All schools of a municipality."""
    schools = source.units(Level.SCHOOL)
    return tuple(school for school in schools if source.parents(school).get("municipality") == municipality)


def neighbours(
    panels: Sequence[Panel],
    *,
    own: Unit,
    municipality: Unit,
    schools: Sequence[Unit],
    figure: Lookup,
    text: Text,
) -> Json:
    """What the page shows of the municipality's `schools`.

    `figure` looks up a unit's figure of a panel's indicator in the panel's year. Keys: "title", "lead",
    "note" (the indicators without a chart, and why), "legend" and "panels" (see `funnel_as_dict`).
    """
    tried = [
        make_funnel(
            panel,
            own=own,
            municipality=municipality,
            centre=figure(panel, municipality),
            figures=[(school, figure(panel, school)) for school in schools],
        )
        for panel in panels
        if panel.indicator.scale in ("mean", "share")
    ]
    funnels = [funnel for funnel in tried if funnel is not None]
    scales = {scale: shared(funnels, scale) for scale in {one.panel.indicator.scale for one in funnels}}
    drawn = {funnel.panel.indicator.code for funnel in funnels}
    return {
        "title": text.t("Skolene i {municipality}", municipality=municipality.name),
        "lead": _lead(text) if funnels else "",
        "note": _note(
            [panel.name for panel in panels if panel.indicator.code not in drawn], municipality, text
        ),
        "legend": legend(own.name, text) if funnels else [],
        "panels": [
            funnel_as_dict(one, scale=scales[one.panel.indicator.scale], text=text) for one in funnels
        ],
    }


def _lead(text: Text) -> str:
    return text.t(
        "Få svar gir store utslag, så grensene ligger bredt til venstre. "
        "Bare en skole utenfor de ytterste skiller seg tydelig ut."
    )


def _note(names: Sequence[str], municipality: Unit, text: Text) -> str:
    if not names:
        return ""
    return text.t(
        "Det er for få åpne tall i {municipality} til å vise skolene ved siden av hverandre for {names}.",
        municipality=municipality.name,
        names=listed(names, text),
    )

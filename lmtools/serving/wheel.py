"""Where in the two years a school is, for those who lead its sessions and for nobody else."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from lmtools.domain.wheel import BESIDE, PLAN, Whereabouts, whereabouts
from lmtools.errors import LmtoolsError

if TYPE_CHECKING:
    from lmtools.domain.guide import Guide
    from lmtools.room.finding import Listed
    from lmtools.serving.site import Site
    from lmtools.serving.visitors import Pass


@dataclass(frozen=True)
class Progress:
    """One school's way through the two years, as far as one facilitator may know of it.

    `schools` are those to choose among: (key, name). `others` counts the sessions that are of none of the
    nine workbooks. `sees_all` is False for who knows the keys of certain sessions only.
    """

    school: str
    name: str
    schools: tuple[tuple[str, str], ...]
    place: Whereabouts
    others: int
    sees_all: bool


def progress_of(site: Site, proof: Pass | None, wish: str, today: date) -> Progress | None:
    """The progress of the school `wish`, or of the one used last; None when there is none to be told of.

    Only sessions that `proof` opens are counted, so that nobody sees another school's work.
    """
    if proof is None:
        return None
    entries = [
        entry for entry in site.room.sessions() if not entry["rehearsal"] and proof.opens(entry["code"])
    ]
    schools = {entry["school"]["key"]: entry["school"]["name"] for entry in entries}
    if proof.server:
        schools |= {unit.key: unit.name for unit in site.released.units() if unit.level == "school"}
    if not schools:
        return None
    wished = (wish, site.options.settings.school, *schools)  # those of sessions come first, the newest first
    school = next(key for key in wished if key in schools)
    used = list(_used(site, [entry for entry in entries if entry["school"]["key"] == school]))
    return Progress(
        school=school,
        name=schools[school],
        schools=tuple(sorted(schools.items(), key=lambda one: one[1])),
        place=whereabouts(used, today),
        others=sum(BESIDE.get(name, name) not in PLAN for name, _ in used),
        sees_all=proof.server,
    )


def _used(site: Site, entries: list[Listed]) -> Iterator[tuple[str, date]]:
    guides: dict[Guide | None, str] = {
        outline.guide: outline.name for outline in site.workbooks.outlines("nb") if outline.guide
    }
    for entry in entries:
        name = entry["workbook"]
        if name not in site.workbooks.names:
            name = _main_workbook(site, name, guides)
        yield name, datetime.fromisoformat(entry["started_at"]).astimezone().date()


def _main_workbook(site: Site, arranged: str, guides: dict[Guide | None, str]) -> str:
    """The workbook of a notebook made from an agenda, which tells the same of itself; "" when none does."""
    with suppress(LmtoolsError):
        return guides.get(site.workbooks.outline(arranged, "nb").guide, "")
    return ""

"""The older report end point's pivot JSON: a header of several levels, and rows of indicators or units."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypedDict, cast

from lmtools.errors import N_
from lmtools.survey.reading.dotted import Part, read_parts
from lmtools.survey.reading.reading import Reading
from lmtools.survey.reading.source import DocumentSource
from lmtools.survey.reading.wide import Cell, cells_to_facts
from lmtools.survey.trouble import Trouble, Unreadable

_UNIT_LEVELS = 4
_MOST_COLUMNS = 20_000


class _Header(TypedDict):
    name: str
    columnCount: int


class _Metadata(TypedDict, total=False):
    rowHierarchy: list[str]
    columns: list[list[_Header]]


class _Row(TypedDict, total=False):
    navn: str
    kode: str | None
    id: str | None
    data: list[float | str | None]


class _Pivot(TypedDict):
    """What is expected of the document; reading one that is something else raises."""

    metadata: _Metadata
    rows: list[_Row]


def read(source: DocumentSource, trouble: Trouble) -> Reading:
    """Read a pivot whose rows are indicators and questions; its units stand in the header."""
    try:
        cells = list(_cells(cast("_Pivot", source.document), trouble))
    except (KeyError, TypeError, ValueError, AttributeError):
        raise trouble.fail(
            N_("JSON-fila ligner en rapport fra Udir, men deler mangler."), N_("Last ned rapporten på nytt.")
        ) from None
    trouble.stop_if_any()
    if not cells:
        raise trouble.fail(N_("Rapporten har ingen rader."), N_("Last ned rapporten på nytt."))
    return Reading(format="report-pivot", facts=cells_to_facts(cells, trouble))


def _cells(document: _Pivot, trouble: Trouble) -> Sequence[Cell]:
    metadata = document["metadata"]
    hierarchy = [str(name) for name in metadata.get("rowHierarchy", [])]
    if any("enhet" in name.casefold() or "fylke" in name.casefold() for name in hierarchy):
        raise _units_in_rows(trouble)
    headers = _headers(metadata["columns"])
    found: list[Cell] = []
    parent = ("", "")
    for number, row in enumerate(document["rows"], start=1):
        name, code, place = str(row["navn"]), str(row.get("kode") or ""), str(row.get("id") or "")
        data = row["data"]
        if not isinstance(data, list) or len(data) != len(headers):
            trouble.add(
                N_("Raden har ikke like mange tall som overskriften."),
                N_("Last ned rapporten på nytt."),
                row=number,
            )
            continue
        if "." not in place:
            parent = (name, code)
            topic = ("Alle spørsmål", "", name, code)
        else:
            topic = (name, code, *parent)
        for header, value in zip(headers, data, strict=True):
            found.append(_cell(header, topic, "" if value is None else str(value), number))
    return found


def _units_in_rows(trouble: Trouble) -> Unreadable:
    return trouble.fail(
        N_("Rapporten har enheter i radene, uten organisasjonsnummer. Den kan ikke kobles sikkert."),
        N_("Last ned den samme rapporten som CSV fra Statistikkbanken."),
    )


def _headers(levels: Sequence[Sequence[_Header]]) -> list[list[str]]:
    """Fold the header out: each level repeats its names by `columnCount`."""
    unfolded: list[list[str]] = []
    for level in levels:
        counts = [int(item["columnCount"]) for item in level]
        if min(counts, default=1) < 1 or sum(counts) > _MOST_COLUMNS:
            raise ValueError("unreasonable header")
        unfolded.append(
            [str(item["name"]) for item, count in zip(level, counts, strict=True) for _ in range(count)]
        )
    return [list(parts) for parts in zip(*unfolded, strict=True)]


def _cell(parts: list[str], topic: tuple[str, str, str, str], value: str, row: int) -> Cell:
    """Names of a unit, from the country down, stand together among the header's parts."""
    kinds = read_parts(parts)
    units = [text for part, text in zip(kinds, parts, strict=True) if part is Part.TOPIC]
    name, code, group, group_code = topic
    known = {part: text for part, text in zip(kinds, parts, strict=True) if part is not Part.TOPIC}
    return Cell(
        unit=tuple(units[:_UNIT_LEVELS]),
        year=known.get(Part.YEAR, ""),
        grade=known.get(Part.GRADE, ""),
        gender=known.get(Part.GENDER, ""),
        owner=known.get(Part.OWNER, ""),
        measure=known.get(Part.MEASURE, ""),
        group=group,
        group_code=group_code,
        name=name,
        code=code,
        text=value,
        row=row,
    )

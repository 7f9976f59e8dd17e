"""Where a table's header is, and which format it tells of."""

from __future__ import annotations

from collections.abc import Sequence

from lmtools.survey.labels import fold

UNIT_COLUMNS = (
    "EnhetNivaa",
    "Nasjonaltkode",
    "Fylkekode",
    "Kommunekode",
    "Organisasjonsnummer",
    "Nasjonalt",
    "Fylke",
    "Kommune",
    "EnhetNavn",
)
EXPORT_VALUES = ("Score", "AndelMobbet", "AndelDeltatt", "AndelBesvart")
SKOLEPORTEN = ("Enhetsnavn", "Indikator/delskår", "Periode", "Verdi")
_KNOWN = frozenset(
    fold(name)
    for name in (
        *UNIT_COLUMNS,
        *EXPORT_VALUES,
        *SKOLEPORTEN,
        *("Skoleaarnavn", "Trinnnavn", "Kjoenn", "EierformNavn", "AntallBesvart", "Spoersmaalnavn"),
        *("Eierform", "Trinn", "Kjønn", "Spoersmaalgruppe", "EnhetsId"),
    )
)

DELIMITERS = ("\t", ";", ",", "|")


def known_names(cells: Sequence[str]) -> int:
    """How many of the cells are column names of a published format."""
    return len({fold(cell) for cell in cells} & _KNOWN)


def find_header(rows: Sequence[Sequence[str]]) -> int:
    """The row most likely to be the header: with most known names, else the first with two cells."""
    best = max(range(len(rows)), key=lambda i: (known_names(rows[i]), -i), default=0)
    if rows and known_names(rows[best]) >= 3:
        return best
    return next((i for i, row in enumerate(rows) if sum(1 for cell in row if cell.strip()) >= 2), 0)


def table_format(header: Sequence[str]) -> str:
    """ "export", "web", "skoleporten" or "own", by the names of the columns."""
    names = {fold(name) for name in header}
    if fold("EnhetNavn") in names and fold("Skoleaarnavn") in names:
        return "export"
    if sum(fold(name) in names for name in UNIT_COLUMNS) >= 3:
        return "web"
    if sum(fold(name) in names for name in SKOLEPORTEN) >= 3:
        return "skoleporten"
    return "own"

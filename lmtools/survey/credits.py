"""Whose figures a file holds: Udir's, the school's own, or what the data package beside it says.

The files that lmtools brings are invented. They lie beside a `datapackage.json` (Frictionless Data) that
lists them with their hash and says how to credit them, so invented figures are never credited to Udir.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import replace
from pathlib import Path

from lmtools.domain.figures import Source
from lmtools.errors import N_
from lmtools.survey.schema import Facts

UDIR = Source(
    name=N_("Elevundersøkelsen"),
    credit=N_(
        "Inneholder data under norsk lisens for offentlige data (NLOD) "
        "tilgjengeliggjort av Utdanningsdirektoratet"
    ),
)
OWN = Source(name=N_("Skolens egen undersøkelse"), credit=N_("Skolens egen undersøkelse"))
# Stands in the data package of lmtools' own sample files; here so that the catalogues have it.
_INVENTED = N_("Oppdiktede tall, laget av lmtools (CC0)")
_PACKAGE = "datapackage.json"


def source_of(path: Path, format_: str) -> Source:
    """The source of the figures in the file at `path`, which was read as `format_`."""
    usual = OWN if format_ == "own-survey" else UDIR
    credit = _credit_beside(path)
    return replace(usual, credit=credit) if credit else usual


def credited(facts: Facts, source: Source) -> Facts:
    """The same facts, with every indicator credited to `source`."""
    rows = tuple(replace(row, sources=(source,)) for row in facts.indicators)
    return replace(facts, indicators=rows)


def _credit_beside(path: Path) -> str:
    """The credit in the data package of the file's folder, if it lists exactly this file; else ""."""
    try:
        package = json.loads((path.parent / _PACKAGE).read_text("utf-8"))
        credit = package["credit"]
        hashes = [entry["hash"] for entry in package["resources"] if entry["path"] == path.name]
    except (OSError, ValueError, KeyError, TypeError):
        return ""
    if not isinstance(credit, str) or not hashes:
        return ""
    with path.open("rb") as stream:
        digest = hashlib.file_digest(stream, "sha256").hexdigest()
    return credit if f"sha256:{digest}" in hashes else ""

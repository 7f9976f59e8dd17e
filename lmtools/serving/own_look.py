"""The municipality's own look: a Word document in the data folder whose styles every Word file gets."""

from __future__ import annotations

import logging
from datetime import date
from typing import TYPE_CHECKING

from lmtools.errors import UsageError
from lmtools.reports import Bullets, Heading, Report, Table, as_docx

if TYPE_CHECKING:
    from pathlib import Path

log = logging.getLogger("lmtools")
TEMPLATE = "mal.docx"
_SPECIMEN = Report(
    *("Mal", "lmtools", "Prøve", "nb", date(2000, 1, 1)),
    blocks=(Heading("1"), Heading("2", level=2), Bullets(("3",)), Table("4", ("5",), (("6",),), (1.0,))),
)


def own_template(data_dir: Path) -> bytes | None:
    """The template in the data folder, or None when there is none.

    Raises:
        UsageError: if it cannot be read.
    """
    path = data_dir / TEMPLATE
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return None
    except OSError:
        raise UsageError("Vi får ikke lese malen {file}. Se hvem som kan lese den.", file=str(path)) from None


def has_template(data_dir: Path) -> bool:
    """Whether there is a template, tried out. Raises UsageError when there is one that cannot be used."""
    template = own_template(data_dir)
    if template is not None:
        as_docx(_SPECIMEN, template)
    return template is not None


def in_own_look(report: Report, data_dir: Path) -> bytes:
    """Write `report` as Word in the municipality's look; in the ordinary one when its template is no good."""
    try:
        return as_docx(report, own_template(data_dir))
    except UsageError as error:
        log.warning("%s: %s", TEMPLATE, error)
        return as_docx(report)

"""Choose the reader for an opened file, and hand back what it read."""

from __future__ import annotations

from collections.abc import Mapping

from lmtools.survey.reading import export, own, pivot, skoleporten, web
from lmtools.survey.reading.header import table_format
from lmtools.survey.reading.reading import Reading
from lmtools.survey.reading.source import DocumentSource, Source
from lmtools.survey.trouble import Trouble


def read(source: Source, mapping: Mapping[str, object] | None, trouble: Trouble) -> Reading:
    """Read an opened file. Raises `Unreadable` with every problem found."""
    if isinstance(source, DocumentSource):
        return pivot.read(source, trouble)
    name = table_format(source.header)
    if name == "export":
        return export.read(source, trouble)
    if name == "web":
        return web.read(source, trouble)
    if name == "skoleporten":
        return skoleporten.read(source, trouble)
    return own.read(source, mapping, trouble)

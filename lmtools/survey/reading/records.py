"""JSON records: a list of objects, pages of such lists, or objects that wrap them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
import pandas as pd

from lmtools.domain.jsonable import Json
from lmtools.errors import N_
from lmtools.survey.policy import Limits
from lmtools.survey.reading.source import TableSource
from lmtools.survey.schema import Coded
from lmtools.survey.trouble import Trouble

_DEEPEST = 5


def open_records(path: Path, document: object, limits: Limits, trouble: Trouble) -> TableSource:
    """Open JSON records as a table; a missing key is an empty cell, and a record's number is its row."""
    records = list(_records(document, 0))
    if not records:
        raise trouble.fail(
            N_("JSON-fila har ingen rader vi kjenner igjen."),
            N_("Last ned dataene fra Udirs eksport, format JSON."),
        )
    header = tuple(dict.fromkeys(key for record in records for key in record))
    if len(header) > limits.columns or len(records) > limits.rows:
        raise trouble.fail(
            N_("JSON-fila er for stor."), N_("Last ned et mindre utvalg, eller hev grensa i regelfila.")
        )
    for number, record in enumerate(records, start=1):
        if any(isinstance(value, (dict, list, bool)) for value in record.values()):
            trouble.add(
                N_("Raden holder noe annet enn tall og tekst."), N_("Last ned fila på nytt."), row=number
            )
            break
    trouble.stop_if_any()

    def load(wanted: Sequence[int]) -> list[Coded]:
        return [_column(records, header[i]) for i in wanted]

    return TableSource(path=path, container="json", header=header, first_row=1, load=load)


def _records(document: object, depth: int) -> Iterator[Json]:
    if depth > _DEEPEST:
        return
    if isinstance(document, list):
        for item in document:
            if isinstance(item, dict) and not any(isinstance(v, list) for v in item.values()):
                yield item
            else:
                yield from _records(item, depth + 1)
    elif isinstance(document, dict):
        for value in document.values():
            if isinstance(value, (list, dict)):
                yield from _records(value, depth + 1)


def _column(records: Sequence[Json], key: str) -> Coded:
    values = np.empty(len(records), dtype=object)
    values[:] = [_text(record.get(key)) for record in records]
    codes, labels = pd.factorize(values)
    return Coded(codes.astype(np.int64), tuple(str(label) for label in labels))


def _text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, float):
        return repr(int(value)) if value.is_integer() else repr(value)
    return str(value)

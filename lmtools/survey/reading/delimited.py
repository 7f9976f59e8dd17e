"""Text tables: find delimiter and header, then let pyarrow read the columns that are wanted.

Every column is read dictionary-encoded, so a reader works on the few distinct texts.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.csv as pacsv

from lmtools.errors import N_
from lmtools.survey.policy import Limits
from lmtools.survey.reading.header import DELIMITERS, find_header, known_names, table_format
from lmtools.survey.reading.source import TableSource
from lmtools.survey.schema import Coded
from lmtools.survey.trouble import Trouble, Unreadable

_HEAD_LINES = 12
_HEADER_LINES = 100
_HEAD_BYTES = 8_000_000
_BLOCK = 4_000_000  # bytes parsed at a time: what a processor keeps at hand, and far more than a row


def open_delimited(path: Path, encoding: str, limits: Limits, trouble: Trouble) -> TableSource:
    """Open a text table, its `sep=` line and stray lines before the header skipped."""
    content, head = _text(path, encoding, trouble)
    lines = head.split("\n", _HEAD_LINES)[:_HEAD_LINES]
    declared, skipped = _declared_delimiter(lines[0])
    delimiter = declared or _guess_delimiter(lines[skipped:])
    rows = _rows(lines, delimiter, trouble)
    if not any(len(row) > 1 for row in rows[skipped:]):
        raise trouble.fail(
            N_("Fila er tekst, men ikke en tabell: Vi finner ingen kolonner."),
            N_("Lagre tabellen som CSV med semikolon mellom kolonnene."),
        )
    at = skipped + find_header(rows[skipped:])
    header, after = _header(head.split("\n", at + _HEADER_LINES), at, delimiter)
    if len(header) > limits.columns:
        raise trouble.fail(
            N_("Fila har {count} kolonner. Grensa er {limit}."),
            N_("Last ned et mindre utvalg, eller hev grensa i regelfila."),
            count=len(header),
            limit=limits.columns,
        )

    def load(wanted: Sequence[int]) -> list[Coded]:
        return _load(content, delimiter, after, header, wanted, limits, trouble)

    return TableSource(path=path, container="csv", header=header, first_row=after + 1, load=load)


def _header(lines: Sequence[str], at: int, delimiter: str) -> tuple[tuple[str, ...], int]:
    """The header's cells, and the line after it: a quoted question may run over several lines."""
    end = at + 1
    while "".join(lines[at:end]).count('"') % 2 and end < min(len(lines), at + _HEADER_LINES):
        end += 1
    if end - at == _HEADER_LINES:
        end = at + 1
    cells = next(csv.reader(io.StringIO("\n".join(lines[at:end])), delimiter=delimiter), [])
    return tuple(cell.strip().lstrip("\ufeff") for cell in cells), end


def _text(path: Path, encoding: str, trouble: Trouble) -> tuple[Path | bytes, str]:
    """The content as pyarrow reads it (UTF-8), and the first lines as text."""
    if encoding in ("utf-8", "utf-8-sig"):
        with path.open("rb") as stream:
            head = stream.read(_HEAD_BYTES)
        if b"\r\r" not in head:
            return path, head.decode("utf-8-sig", "replace")
    try:
        text = path.read_bytes().decode(encoding)
    except UnicodeDecodeError:
        raise _mixed(trouble) from None
    text = text.lstrip("\ufeff").replace("\r\r\n", "\n").replace("\r\n", "\n")
    return text.encode("utf-8"), text[:_HEAD_BYTES]


def _rows(lines: Sequence[str], delimiter: str, trouble: Trouble) -> list[list[str]]:
    # The limit is on a cell, not on the line: a wide export has a header longer than that.
    try:
        return [next(csv.reader([line.rstrip("\r")], delimiter=delimiter), []) for line in lines]
    except csv.Error:
        raise trouble.fail(
            N_("Fila har en linje uten ende, og er neppe en tabell."),
            N_("Lagre tabellen som CSV eller xlsx."),
        ) from None


def _declared_delimiter(line: str) -> tuple[str, int]:
    line = line.lstrip("\ufeff").rstrip("\r\n").strip('"')
    if line.casefold().startswith("sep=") and len(line) <= 5:
        return line[4:5] or "\t", 1
    return "", 0


def _guess_delimiter(lines: Sequence[str]) -> str:
    def score(delimiter: str) -> tuple[int, int]:
        rows = [line.split(delimiter) for line in lines if line.strip()]
        widths = [len(row) for row in rows]
        steady = min(widths, default=0) if len(set(widths[:-1] or widths)) <= 1 else 0
        return max((known_names(row) for row in rows), default=0), steady or max(widths, default=0) // 4

    return max(DELIMITERS, key=score)


def _load(
    content: Path | bytes,
    delimiter: str,
    skip: int,
    header: tuple[str, ...],
    wanted: Sequence[int],
    limits: Limits,
    trouble: Trouble,
) -> list[Coded]:
    names = [f"c{i}" for i in range(len(header))]
    columns = [names[i] for i in wanted]
    quoted = table_format(header) == "own"
    try:
        try:
            table = _parse(content, delimiter, skip, names, columns, quoted=quoted)
        except pa.ArrowInvalid as error:
            if "Expected" not in str(error):
                raise
            even = _even_rows(content, delimiter, skip, len(header), trouble)
            table = _parse(even, delimiter, 0, names, columns, quoted=True)
    except pa.ArrowInvalid as error:
        raise _explain(str(error), trouble) from None
    if table.num_rows > limits.rows:
        raise trouble.fail(
            N_("Fila har over {limit} rader."),
            N_("Last ned et mindre utvalg, eller hev grensa i regelfila."),
            limit=limits.rows,
        )
    return [_coded(table.column(name)) for name in columns]


def _parse(
    content: Path | bytes, delimiter: str, skip: int, names: list[str], columns: list[str], *, quoted: bool
) -> pa.Table:
    return pacsv.read_csv(
        str(content) if isinstance(content, Path) else io.BytesIO(content),
        read_options=pacsv.ReadOptions(block_size=_BLOCK, skip_rows=skip, column_names=names),
        parse_options=pacsv.ParseOptions(delimiter=delimiter, newlines_in_values=quoted),
        convert_options=pacsv.ConvertOptions(
            column_types=dict.fromkeys(columns, pa.dictionary(pa.int32(), pa.string())),
            include_columns=columns,
            strings_can_be_null=False,
        ),
    )


def _even_rows(content: Path | bytes, delimiter: str, skip: int, width: int, trouble: Trouble) -> bytes:
    """The records without blank ones. Raises `Unreadable` naming those of another width.

    Only for files that pyarrow has refused: it tells of the first row alone, and quotes it.
    """
    raw = content.read_bytes() if isinstance(content, Path) else content
    try:
        lines = io.StringIO(raw.decode("utf-8-sig"), newline="")
        for _ in range(skip):
            lines.readline()
        reader = csv.reader(lines, delimiter=delimiter)
        good, bad = io.StringIO(newline=""), []
        writer = csv.writer(good, delimiter=delimiter, lineterminator="\n")
        for cells in reader:
            if len(cells) == width:
                writer.writerow(cells)
            elif any(cell.strip() for cell in cells):
                bad.append(reader.line_num + skip)
    except (UnicodeDecodeError, csv.Error):
        raise _mixed(trouble) from None
    trouble.add_rows(
        N_("Raden har ikke like mange kolonner som overskriften. Fila kan være kuttet."),
        N_("Last ned fila på nytt. Er den redigert for hånd, så rett raden."),
        bad,
    )
    trouble.stop_if_any()
    return good.getvalue().encode("utf-8")


def _explain(message: str, trouble: Trouble) -> Unreadable:
    """Arrow's own message may quote the file, so only its kind is used."""
    if "UTF8" in message or "UTF-8" in message:
        return _mixed(trouble)
    if "Empty CSV" in message:
        return trouble.fail(N_("Fila har overskrifter, men ingen rader."), N_("Last ned fila på nytt."))
    return trouble.fail(N_("Fila er kuttet eller ødelagt."), N_("Last ned fila på nytt."))


def _mixed(trouble: Trouble) -> Unreadable:
    return trouble.fail(
        N_("Fila er kuttet, eller blander to tegnsett."),
        N_("Last ned fila på nytt, eller lagre den som UTF-8."),
    )


def _coded(column: pa.ChunkedArray) -> Coded:
    unified = column.unify_dictionaries()
    if unified.num_chunks == 0:
        return Coded(np.zeros(0, dtype=np.int64), ())
    labels = tuple(unified.chunk(0).dictionary.to_pylist())
    codes = [chunk.indices.to_numpy(zero_copy_only=False) for chunk in unified.chunks]
    return Coded(np.concatenate(codes), labels)  # of 32 bits: a million rows have thirty columns

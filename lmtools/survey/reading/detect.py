"""Open a file: check its size, see what it holds from its first bytes, and refuse what is no table."""

from __future__ import annotations

import codecs
import json
from pathlib import Path
from typing import NoReturn

from lmtools.domain.jsonable import Json
from lmtools.errors import N_, Message
from lmtools.survey.labels import fold
from lmtools.survey.policy import Limits
from lmtools.survey.reading.delimited import open_delimited
from lmtools.survey.reading.records import open_records
from lmtools.survey.reading.source import DocumentSource, Source
from lmtools.survey.reading.workbook import open_workbook
from lmtools.survey.trouble import Trouble

_HEAD = 65_536
_MEGABYTE = 1_000_000

_SIGNATURES: tuple[tuple[bytes, str], ...] = (
    (b"\x89PNG", N_("et bilde (PNG)")),
    (b"\xff\xd8\xff", N_("et bilde (JPEG)")),
    (b"GIF8", N_("et bilde (GIF)")),
    (b"RIFF", N_("en bilde-, lyd- eller videofil")),
    (b"%PDF", N_("et PDF-dokument")),
    (b"\xd0\xcf\x11\xe0", N_("en gammel Excel- eller Word-fil")),
    (b"\x1f\x8b", N_("en pakket fil (gzip)")),
    (b"7z\xbc\xaf", N_("en pakket fil (7z)")),
    (b"Rar!", N_("en pakket fil (rar)")),
    (b"PAR1", N_("en Parquet-fil")),
    (b"\x7fELF", N_("et program")),
    (b"MZ", N_("et program")),
    (b"SQLite format 3", N_("en database")),
    (b"{\\rtf", N_("et tekstdokument (RTF)")),
)
_NORWEGIAN_CP1252 = frozenset(
    "æøåÆØÅéèêóòôàáäöüÄÖÜçñšžŠŽÉÈÓÁíÍúÚđ«»–—‘’“”…·°§´\u00a0€½\u00ad".encode("cp1252", "ignore")
)


def open_source(path: Path, limits: Limits, trouble: Trouble) -> Source:
    """Open `path` by what it holds. Raises `Unreadable` with one sentence for each thing wrong."""
    size = _size(path, trouble)
    with path.open("rb") as stream:
        head = stream.read(_HEAD)
    if head.startswith(b"PK"):
        _refuse_large(size, limits.xlsx_megabytes, trouble)
        return open_workbook(path, limits, trouble)
    _refuse_large(size, limits.megabytes, trouble)
    for signature, kind in _SIGNATURES:
        if head.startswith(signature):
            raise trouble.fail(
                N_("Fila er {kind}, ikke en tabell."),
                N_("Velg fila du lastet ned fra Udir, eller lagre som CSV."),
                kind=Message(kind),
            )
    encoding = _encoding(_telling(path, head), size, trouble)
    start = head.decode(encoding, "ignore").lstrip("\ufeff \t\r\n")
    _refuse_other_text(start, trouble)
    if start[:1] in ("{", "["):
        _refuse_large(size, limits.json_megabytes, trouble)
        return _open_json(path, encoding, limits, trouble)
    return open_delimited(path, encoding, limits, trouble)


def _size(path: Path, trouble: Trouble) -> int:
    try:
        if not path.exists():
            raise trouble.fail(N_("Fila finnes ikke."), N_("Sjekk navnet og mappa."))
        if not path.is_file():
            raise trouble.fail(
                N_("Dette er ikke ei fil."), N_("Skriv navnet på fila eller filene, ikke på mappa.")
            )
        size = path.stat().st_size
        with path.open("rb"):
            pass
    except OSError as error:
        raise trouble.fail(
            N_("Fila kan ikke åpnes."), N_("Lukk den i andre programmer, og sjekk tilgangen.")
        ) from error
    if size == 0:
        raise trouble.fail(N_("Fila er tom."), N_("Last ned fila på nytt."))
    return size


def _refuse_large(size: int, megabytes: int, trouble: Trouble) -> None:
    if size > megabytes * _MEGABYTE:
        raise trouble.fail(
            N_("Fila er på {size} MB. Grensa er {limit} MB, og den er ikke lest."),
            N_("Last ned et mindre utvalg, for eksempel én kommune, eller hev grensa i regelfila."),
            size=size // _MEGABYTE,
            limit=megabytes,
        )


def _telling(path: Path, head: bytes) -> bytes:
    """The head, or the first part of the file with a letter that tells encodings apart."""
    if not head.isascii() or b"\x00" in head:
        return head
    with path.open("rb") as stream:
        while part := stream.read(_HEAD):
            if not part.isascii():
                return _whole_letters(part)
    return head


def _whole_letters(part: bytes) -> bytes:
    """`part` without the end of a UTF-8 letter at its start."""
    start = next((i for i, byte in enumerate(part[:4]) if byte & 0xC0 != 0x80), 0)
    return part[start:]


def _encoding(head: bytes, size: int, trouble: Trouble) -> str:
    if head.startswith((b"\xff\xfe\x00\x00", b"\x00\x00\xfe\xff")):
        _refuse_encoding(trouble)
    if head.startswith(b"\xef\xbb\xbf"):
        return "utf-8-sig"
    wide = _wide_encoding(head)
    if wide:
        if size % 2:
            raise trouble.fail(N_("Fila er kuttet midt i et tegn."), N_("Last ned fila på nytt."))
        return wide
    if b"\x00" in head:
        raise trouble.fail(
            N_("Fila er ikke tekst, og ikke en tabell."), N_("Lagre tabellen som CSV eller xlsx.")
        )
    try:
        text = codecs.getincrementaldecoder("utf-8")().decode(head)
    except UnicodeDecodeError:
        if {byte for byte in head if byte >= 0x80} <= _NORWEGIAN_CP1252:
            return "cp1252"
        _refuse_encoding(trouble)
    if any(pair in text for pair in ("Ã¸", "Ã¥", "Ã¦", "Ã˜", "Ã…", "�")):
        raise trouble.fail(
            N_("Bokstavene æ, ø og å er ødelagt i fila, fordi den er lagret med feil tegnsett."),
            N_("Last ned fila på nytt, og lagre den som UTF-8 om du må lagre den selv."),
        )
    return "utf-8"


def _refuse_encoding(trouble: Trouble) -> NoReturn:
    raise trouble.fail(
        N_("Tegnsettet i fila er ukjent, så teksten kan ikke leses sikkert."),
        N_("Åpne fila der den ble laget, og lagre den som UTF-8."),
    )


def _wide_encoding(head: bytes) -> str:
    if head.startswith(b"\xff\xfe"):
        return "utf-16"
    if head.startswith(b"\xfe\xff"):
        return "utf-16"
    half = max(len(head) // 2, 1)
    if head[1::2].count(0) > 0.6 * half and head[0::2].count(0) < 0.05 * half:
        return "utf-16-le"
    if head[0::2].count(0) > 0.6 * half and head[1::2].count(0) < 0.05 * half:
        return "utf-16-be"
    return ""


def _refuse_other_text(start: str, trouble: Trouble) -> None:
    if not start:
        raise trouble.fail(N_("Fila er tom."), N_("Last ned fila på nytt."))
    if fold(start[:200]).startswith(("<!doctype", "<html", "<?xml")):
        raise trouble.fail(
            N_("Fila er en nettside eller XML, ikke en tabell."),
            N_("Bruk nedlastingsknappen for CSV eller Excel."),
        )
    controls = sum(1 for c in start if ord(c) < 32 and c not in "\t\r\n")
    if controls > len(start) // 100:
        raise trouble.fail(
            N_("Fila er ikke tekst, og ikke en tabell."), N_("Lagre tabellen som CSV eller xlsx.")
        )


def _open_json(path: Path, encoding: str, limits: Limits, trouble: Trouble) -> Source:
    try:
        document = json.loads(
            path.read_bytes().decode(encoding).lstrip("\ufeff"), parse_constant=_no_constant
        )
    except UnicodeDecodeError:
        _refuse_encoding(trouble)
    except json.JSONDecodeError as error:
        at_end = error.doc.rstrip()[-1:] not in ("]", "}")
        cut, invalid = N_("JSON-fila er kuttet og slutter for tidlig."), N_("JSON-fila er ikke gyldig.")
        raise trouble.fail(
            cut if at_end else invalid, N_("Last ned fila på nytt."), row=error.lineno
        ) from None
    except (RecursionError, ValueError):
        raise trouble.fail(N_("JSON-fila er ikke gyldig."), N_("Last ned fila på nytt.")) from None
    if isinstance(document, dict) and _is_pivot(document):
        return DocumentSource(path, document)
    return open_records(path, document, limits, trouble)


def _no_constant(_name: str) -> NoReturn:
    raise ValueError("not JSON")


def _is_pivot(document: Json) -> bool:
    metadata = document.get("metadata")
    return isinstance(metadata, dict) and isinstance(metadata.get("columns"), list) and "rows" in document

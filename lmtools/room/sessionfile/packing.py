"""The file itself: a zip with the session as JSON, a manifest to know it by, and a note to who finds it."""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
import zlib

from lmtools.domain.jsonable import Json
from lmtools.errors import N_, LmtoolsError, UsageError
from lmtools.text import Text

FORMAT, VERSION = "lmtools-session", 3  # 2: how the groups are made; 3: what happened to the plan afterwards
MANIFEST, CONTENT, NOTE = "manifest.json", "session.json", "LES-MEG.txt"

MOST_BYTES = 1_000_000
"""As large as a file may be. A whole staff's day is a tenth of it."""
MOST_UNPACKED = 20_000_000

_ANY_DAY = (1980, 1, 1, 0, 0, 0)  # so that the same session always gives the same file

_ABOUT = N_(
    "Dette er ei økt fra lmtools: {title}, {school}.\n\n"
    "Den åpnes på sida for prosessledere («Hent ei økt fra fil»), eller med lmtools open FIL.\n\n"
    "I fila er det som ble vist i plenum, punktene gruppene sendte, resultatene slik de ble vist, "
    "mål, tiltak, plan og arket til elever og foresatte.\n"
    "I fila er det ingen notater, utkast, private forsett eller enkeltsvar, og ingen nøkkel.\n"
    "Det er skolens dokument. Ta vare på det som andre dokumenter med planer i.\n"
)
_NOT_OURS = N_("Dette er ikke ei øktfil fra lmtools. Velg ei fil som slutter på .lmtools.")
_BROKEN = N_("Fila er ikke hel. Last den ned på nytt der økta ligger, og prøv igjen.")
_CHANGED = N_("Fila er endret etter at lmtools laget den, så vi åpner den ikke. Hent den på nytt.")
_TOO_LARGE = N_("Fila er større enn ei økt kan være, så vi åpner den ikke.")
_NEWER = N_("Fila er laget av en nyere utgave av lmtools. Oppgrader lmtools her, og prøv igjen.")


class BadFile(UsageError):
    """The file cannot be opened. Nothing of it has been kept."""


def pack(content: Json, text: Text, *, title: str, school: str) -> bytes:
    """Write `content` as a file; `title` and `school` say whose it is to who finds it.

    Raises:
        LmtoolsError: if it would be larger than `unpack` takes.
    """
    body = json.dumps(content, ensure_ascii=False, sort_keys=True).encode()
    manifest = {"format": FORMAT, "version": VERSION, "sha256": _digest(body)}
    note = text.t(_ABOUT, title=title, school=school)
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as file:
        for name, part in ((MANIFEST, json.dumps(manifest).encode()), (CONTENT, body), (NOTE, note.encode())):
            file.writestr(zipfile.ZipInfo(name, _ANY_DAY), part, zipfile.ZIP_DEFLATED)
    packed = written.getvalue()
    if len(packed) > MOST_BYTES or len(body) > MOST_UNPACKED:
        raise LmtoolsError("Økta er for stor for ei øktfil. Last ned referatet og regnearket i stedet.")
    return packed


def unpack(data: bytes) -> Json:
    """Read what `pack` wrote.

    Raises:
        BadFile: if it is anything else, in a sentence that says what.
    """
    if len(data) > MOST_BYTES:
        raise BadFile(_TOO_LARGE)
    if not data.startswith(b"PK"):
        raise BadFile(_NOT_OURS)
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as file:
            return _read(file)
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, RuntimeError):
        raise BadFile(_BROKEN) from None  # RuntimeError: zipfile's word for a file with a password


def _read(file: zipfile.ZipFile) -> Json:
    if MANIFEST not in file.namelist() or CONTENT not in file.namelist():
        raise BadFile(_NOT_OURS)
    manifest = _object(_part(file, MANIFEST), _NOT_OURS)
    version = manifest.get("version")
    if manifest.get("format") != FORMAT or not isinstance(version, int):
        raise BadFile(_NOT_OURS)
    if version > VERSION:
        raise BadFile(_NEWER)
    body = _part(file, CONTENT)
    if _digest(body) != manifest.get("sha256"):
        raise BadFile(_CHANGED)
    return _object(body, _CHANGED)


def _part(file: zipfile.ZipFile, name: str) -> bytes:
    """One part, read no further than a session can reach, whatever size the file says it has."""
    with file.open(name) as part:
        read = part.read(MOST_UNPACKED + 1)
    if len(read) > MOST_UNPACKED:
        raise BadFile(_TOO_LARGE)
    return read


def _object(body: bytes, otherwise: str) -> Json:
    try:
        value = json.loads(body, parse_constant=_refuse)
    except (ValueError, RecursionError):
        value = None
    if not isinstance(value, dict):
        raise BadFile(otherwise)
    return value


def _refuse(constant: str) -> None:
    raise ValueError(constant)  # NaN and infinity, which no session has


def _digest(body: bytes) -> str:
    return hashlib.sha256(body).hexdigest()

"""The file that a session is taken along in: what is in it, and with which sentence another is refused."""

from __future__ import annotations

import hashlib
import io
import json
import secrets
import zipfile

import pytest

from lmtools.errors import LmtoolsError
from lmtools.room.sessionfile.packing import MOST_BYTES, MOST_UNPACKED, BadFile, pack, unpack
from lmtools.text import Text

CONTENT = {"b": "Økta", "a": [1, None, {"c": True}]}
NOT_OURS = "Dette er ikke ei øktfil fra lmtools. Velg ei fil som slutter på .lmtools."
BROKEN = "Fila er ikke hel. Last den ned på nytt der økta ligger, og prøv igjen."
CHANGED = "Fila er endret etter at lmtools laget den, så vi åpner den ikke. Hent den på nytt."
TOO_LARGE = "Fila er større enn ei økt kan være, så vi åpner den ikke."
NEWER = "Fila er laget av en nyere utgave av lmtools. Oppgrader lmtools her, og prøv igjen."


def packed(content=CONTENT, language="nb"):
    return pack(content, Text(language), title="Ståsted", school="Solbakken")


def test_a_file_holds_the_session_a_manifest_and_a_note_to_who_finds_it():
    with zipfile.ZipFile(io.BytesIO(packed())) as file:
        parts = {info.filename: file.read(info) for info in file.infolist()}
        assert {info.date_time for info in file.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert {info.compress_type for info in file.infolist()} == {zipfile.ZIP_DEFLATED}
    assert list(parts) == ["manifest.json", "session.json", "LES-MEG.txt"]
    body = '{"a": [1, null, {"c": true}], "b": "Økta"}'.encode()
    assert parts["session.json"] == body
    manifest = {"format": "lmtools-session", "version": 3, "sha256": hashlib.sha256(body).hexdigest()}
    assert json.loads(parts["manifest.json"]) == manifest
    note = parts["LES-MEG.txt"].decode()
    assert note.startswith("Dette er ei økt fra lmtools: Ståsted, Solbakken.\n\nDen åpnes på sida for")
    assert note.endswith("Ta vare på det som andre dokumenter med planer i.\n")


def test_the_note_is_in_the_sessions_language_and_the_content_is_the_same():
    with zipfile.ZipFile(io.BytesIO(packed(language="en"))) as file:
        note = file.read("LES-MEG.txt").decode()
    assert "Ståsted, Solbakken" in note
    assert not note.startswith("Dette er")
    assert unpack(packed(language="en")) == unpack(packed()) == CONTENT


def test_a_long_day_of_the_same_words_takes_little_room():
    assert len(packed({"a": "Like regler i alle timer. " * 4000})) < 3000


def test_a_session_that_would_not_be_opened_again_is_not_packed():
    for words in (secrets.token_hex(1_200_000), "x" * MOST_UNPACKED):
        with pytest.raises(LmtoolsError, match="Last ned referatet og regnearket i stedet"):
            packed({"a": words})


# --- what is refused --------------------------------------------------------------------------------


def zipped(**parts):
    """A file with these parts; their names with a dot where there is a `_`."""
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as file:
        for name, part in parts.items():
            file.writestr(name.replace("_", "."), part)
    return written.getvalue()


def ours(body, **changes):
    """A file with any bytes for a session, and a manifest that fits them but for `changes`."""
    digest = hashlib.sha256(body).hexdigest()
    manifest = {"format": "lmtools-session", "version": 3, "sha256": digest, **changes}
    return zipped(manifest_json=json.dumps(manifest), session_json=body)


def test_a_file_of_this_version_or_an_older_one_is_read():
    for version in (1, 2, 3):
        assert unpack(ours(b'{"a": 1}', version=version)) == {"a": 1}


REFUSED = {
    "nothing": (lambda: b"", NOT_OURS),
    "no zip": (lambda: b"x" + packed(), NOT_OURS),
    "half a zip": (lambda: packed()[:100], BROKEN),
    "as large as may be": (lambda: b"PK" + bytes(MOST_BYTES - 2), BROKEN),
    "larger": (lambda: b"PK" + bytes(MOST_BYTES - 1), TOO_LARGE),
    "no manifest": (lambda: zipped(session_json=b"{}"), NOT_OURS),
    "no session": (lambda: zipped(manifest_json=b'{"format": "lmtools-session", "version": 3}'), NOT_OURS),
    "a manifest that is none": (lambda: zipped(manifest_json=b"[]", session_json=b"{}"), NOT_OURS),
    "another format": (lambda: ours(b"{}", format="lmtools-plan"), NOT_OURS),
    "a version that is none": (lambda: ours(b"{}", version="3"), NOT_OURS),
    "a newer version": (lambda: ours(b"{}", version=4), NEWER),
    "another session": (lambda: ours(b"{}", sha256=hashlib.sha256(b"[]").hexdigest()), CHANGED),
    "no checksum": (lambda: ours(b"{}", sha256=None), CHANGED),
    "a list": (lambda: ours(b"[]"), CHANGED),
    "no json": (lambda: ours(b"{"), CHANGED),
    "no text": (lambda: ours(b"\xff\xfe"), CHANGED),
    "a number without end": (lambda: ours(b'{"a": Infinity}'), CHANGED),
    "no number": (lambda: ours(b'{"a": NaN}'), CHANGED),
    "as much as may be unpacked": (lambda: ours(bytes(MOST_UNPACKED)), CHANGED),
    "more": (lambda: ours(bytes(MOST_UNPACKED + 1)), TOO_LARGE),
}


@pytest.mark.parametrize("what", REFUSED)
def test_what_is_no_session_of_ours_is_refused_in_its_own_sentence(what):
    make, sentence = REFUSED[what]
    with pytest.raises(BadFile) as told:
        unpack(make())
    assert str(told.value) == sentence
    assert told.value.__cause__ is None

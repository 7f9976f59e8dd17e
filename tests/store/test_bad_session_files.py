"""A session file that is not as it should be is refused whole, in a sentence."""

from __future__ import annotations

import functools
import io
import json
import zipfile

import pytest

from lmtools.room import Room, RoomPolicy
from lmtools.room.sessionfile import MOST_BYTES, BadFile
from lmtools.room.sessionfile.packing import MANIFEST, VERSION
from tests.store.session_files import changed, rezipped


def newer(data):
    with zipfile.ZipFile(io.BytesIO(data)) as file:
        manifest = json.loads(file.read(MANIFEST))
    return rezipped(data, manifest_json=json.dumps({**manifest, "version": VERSION + 1}).encode())


def other_zip():
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w") as file:
        file.writestr("word/document.xml", "<w:document/>")
    return written.getvalue()


BAD = {
    "nothing": (lambda data: b"", "ikke ei øktfil"),
    "a picture": (lambda data: b"\x89PNG\r\n\x1a\n" + bytes(100), "ikke ei øktfil"),
    "another zip": (lambda data: other_zip(), "ikke ei øktfil"),
    "cut off": (lambda data: data[: len(data) // 2], "ikke hel"),
    "a byte changed": (lambda data: data[:400] + bytes([data[400] ^ 1]) + data[401:], "ikke hel|endret"),
    "content changed": (lambda data: rezipped(data, session_json=b"{}"), "endret etter"),
    "a bomb": (lambda data: rezipped(data, session_json=bytes(50_000_000)), "større enn"),
    "much too large": (lambda data: data + bytes(MOST_BYTES), "større enn"),
    "from a newer lmtools": (newer, "nyere utgave"),
    "deep": (lambda data: rezipped(data, manifest_json=b"[" * 100_000), "ikke ei øktfil"),
}


@pytest.mark.parametrize("what", BAD)
def test_a_bad_file_is_told_of_in_a_sentence_and_nothing_of_it_is_kept(day_file, elsewhere, what):
    make, sentence = BAD[what]
    with pytest.raises(BadFile, match=sentence) as told:
        elsewhere.after.open_file(make(day_file))
    assert str(told.value).endswith(".")
    assert elsewhere.sessions() == []


def put(*path, value):
    def change(content):
        *way, last = path
        for step in way:
            content = content[step]
        content[last] = value

    return change


DEEP = functools.reduce(lambda inner, _: [inner], range(40), [])
ODD = {
    "no such step": put("session", "now_step", value="borte-1"),
    "two steps with one name": lambda content: content["session"]["steps"].append(
        content["session"]["steps"][0]
    ),
    "a text that is a number": put("themes", 0, "text", value=7),
    "an id with a slash": put("themes", 0, "id", value="../x"),
    "a workbook elsewhere": put("session", "workbook", value="../../ond.example"),
    "a number without end": put("session", "groups", value=10**30),
    "a date that is none": put("session", "ends_on", value="i morgen"),
    "a time without a zone": put("session", "started_at", value="2026-11-24T12:00:00"),
    "a field too many": put("session", "key_hash", value="x"),
    "a field too few": lambda content: content["plan"].pop("revision"),
    "who stood behind a result": put("shown", 1, "content", "rated", 0, "given", value={"p": 5}),
    "the same point twice": lambda content: content["points"].append(content["points"][0]),
    "an endless text": put("goals", value=[{"text": "x" * 10_000}]),
    "a workbook's settings without end": put("session", "steps", 0, "params", value={"a": DEEP}),
}


@pytest.mark.parametrize("what", ODD)
def test_a_file_that_lmtools_did_not_write_is_refused_whole(day_file, elsewhere, what):
    with pytest.raises(BadFile, match="ikke ei hel økt"):
        elsewhere.after.open_file(changed(day_file, ODD[what]))
    assert elsewhere.sessions() == []


def test_signs_that_no_database_takes_are_left_out(day_file, store):
    day_file = changed(day_file, put("session", "title", value="Ståsted\x00\u202e "))
    room = Room(store, policy=RoomPolicy())
    assert room.after.open_file(day_file, again=True).session.title == "Ståsted"

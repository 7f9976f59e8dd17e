"""A server that answers as Udir's export service has been seen to do, with figures that are invented.

The rows have the columns of the real tables, made of lmtools' own sample files. What the server does is
what others have recorded of the service: filters by code, pages, `JSONSider`, 400 with `melding`, and the
last page again when a page too many is asked for.
"""

from __future__ import annotations

import csv
import functools
import hashlib
import json
import re
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

Row = dict[str, Any]
Fault = Callable[[BaseHTTPRequestHandler], None]

ROOT = Path(__file__).parents[3]
SAMPLES = ROOT / "data" / "samples"
BASE = "/api/rest/v2/Eksport"
SCHOOL, UPPER_SCHOOL = "999901004", "999902000"
MUNICIPALITY, COUNTY = "9205", "92"
OURS = (SCHOOL, MUNICIPALITY, "9107", "I")
TOPICS = ("EUIndeks_1379", "EUIndeks_1383", "EUIndeks_1398", None)  # participation has none
ALL = "-10"
_COLUMN = {"EierformID": "Eierformkode", "KjoennID": "KjoennKode", "ProgramomraadeID": "UtdanningstypeKode"}
_PLACE = ("Kommunekode", "Kommune")
_PAGING = ("Sidenummer", "RaderSide", "RaderTotalt")


class Udir(ThreadingHTTPServer):
    """The server. `tables` may be changed; the next answers are given by `faults`, one each."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self._usual = {**lower_tables(), **upper_tables()}
        self.begin()

    def begin(self) -> None:
        """Be as usual, and asked for nothing yet."""
        self.tables = {number: [dict(row) for row in rows] for number, rows in self._usual.items()}
        self.page_size = 10_000
        self.faults: list[tuple[str, Fault]] = []
        self.asked: list[str] = []
        self.headers: list[dict[str, str]] = []
        self.change: Callable[[list[Row]], Any] = lambda rows: rows

    @property
    def base(self) -> str:
        """What `LMTOOLS_UDIR` is."""
        return f"http://127.0.0.1:{self.server_port}{BASE}"

    @property
    def questions(self) -> list[str]:
        """The filters that were asked for, in order, without pages."""
        queries = [parse_qs(urlsplit(one).query) for one in self.asked if "/sideData" in one]
        return [query["filter"][0] for query in queries]

    def next(self, *faults: Fault, at: str = "") -> None:
        """Answer the next requests whose address holds `at` by `faults`, one each."""
        self.faults += [(at, fault) for fault in faults]


@contextmanager
def udir() -> Iterator[Udir]:
    """A server that runs."""
    server = Udir()
    thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    yield server
    server.shutdown()
    server.server_close()


def status(code: int, **headers: str) -> Fault:
    """An answer with another status."""
    return lambda handler: _send(handler, b"", code=code, **headers)


def page(text: str) -> Fault:
    """A page where figures were asked for."""
    return lambda handler: _send(handler, text.encode())


def cut(handler: BaseHTTPRequestHandler) -> None:
    """An answer that stops in the middle."""
    handler.send_response(200)
    handler.send_header("Content-Length", "1000")
    handler.end_headers()
    handler.wfile.write(b'[{"Sko')


class _Handler(BaseHTTPRequestHandler):
    server: Udir

    def do_GET(self) -> None:
        self.server.asked.append(self.path)
        self.server.headers.append(dict(self.headers))
        for place, (at, fault) in enumerate(self.server.faults):
            if at in self.path:
                del self.server.faults[place]
                fault(self)
                return
        address = urlsplit(self.path)
        query = {name: values[0] for name, values in parse_qs(address.query).items()}
        parts = address.path.removeprefix(BASE).strip("/").split("/")
        try:
            self._answer(parts, query)
        except KeyError:
            refusal = {"kode": 400, "feiltype": "Feil i forespørselen", "melding": "Feil format på filtrene!"}
            _send(self, json.dumps(refusal).encode(), code=400)

    def _answer(self, parts: list[str], query: dict[str, str]) -> None:
        tables = self.server.tables
        if parts == [""]:
            return _reply(self, [{"EksportID": number, "Beskrivelse": "EUG"} for number in tables])
        table = tables[int(parts[0])]
        if parts[1] == "filterStatus":
            return _reply(self, {"TidID": sorted({_time(row) for row in table}, reverse=True)})
        rows = _chosen(table, query["filter"])
        size = self.server.page_size
        pages = -(-len(rows) // size)
        if parts[1] == "sideData":
            return _reply(self, [{"JSONSider": pages, "RaderTotalt": len(rows)}])
        number = min(int(query["sideNummer"]), pages)
        some = rows[(number - 1) * size : number * size]
        paging = {"Sidenummer": number, "RaderSide": len(some), "RaderTotalt": len(rows)}
        return _reply(self, self.server.change([{**row, **paging} for row in some]))

    def log_message(self, format: str, *arguments: Any) -> None:
        """Say nothing."""


def _reply(handler: BaseHTTPRequestHandler, answer: Any) -> None:
    body = json.dumps(answer, ensure_ascii=False).encode()
    tag = f'"{hashlib.sha256(body).hexdigest()[:16]}"'
    if handler.headers.get("If-None-Match") == tag:
        _send(handler, b"", code=304, ETag=tag)
    else:
        _send(handler, body, ETag=tag)


def _send(handler: BaseHTTPRequestHandler, body: bytes, *, code: int = 200, **headers: str) -> None:
    handler.send_response(code)
    for name, value in headers.items():
        handler.send_header(name.replace("_", "-"), value)
    handler.send_header("Content-Length", str(len(body)))
    handler.send_header("Set-Cookie", "hvem=deg")
    handler.end_headers()
    handler.wfile.write(body)


def _chosen(rows: list[Row], question: str) -> list[Row]:
    """The rows that a filter takes. A filter that the table does not have is a `KeyError`."""
    for name, values in re.findall(r"([A-Za-z]+)\(([^)]*)\)", question):
        wanted, column = set(values.split("_")), _COLUMN.get(name, name)
        if name == "TidID":
            rows = [row for row in rows if str(_time(row)) in wanted]
        else:
            rows = [row for row in rows if str(row[column]) in wanted]
    return rows


def _time(row: Row) -> int:
    return int(row["Skoleaarnavn"][:4]) * 100 + 12


def lower_tables() -> dict[int, list[Row]]:
    """The tables of compulsory school: grade 10 of a school, its municipality, county and the country."""
    named = {
        148: "eksport-148-indikator.csv",
        150: "eksport-150-mobbing.csv",
        151: "eksport-151-deltakelse.csv",
    }
    tables = {number: [*_sample(name)] for number, name in named.items()}
    school = json.loads((SAMPLES / "eksport-148-indikator-lindvag-ungdomsskole.json").read_text("utf-8"))
    tables[148] += filter(_is_ours, school)
    for number, rows in tables.items():
        tables[number] = [*rows, *(_of_county(row) for row in rows if row["EnhetNivaa"] == 3)]
    return {**tables, 149: [_theme(row, option) for row in tables[148] for option in range(1, 6)]}


def upper_tables() -> dict[int, list[Row]]:
    """The same figures as of an upper secondary school, which has a programme and no municipality."""
    pairs = {148: 152, 149: 153, 150: 154, 151: 243}
    tables = lower_tables()
    return {
        upper: [
            _upper(row, has_programme=lower != 151)
            for row in tables[lower]
            if row["Organisasjonsnummer"] in (SCHOOL, "I")
        ]
        for lower, upper in pairs.items()
    }


@functools.cache
def _sample(name: str) -> tuple[Row, ...]:
    with (SAMPLES / name).open(encoding="utf-8-sig", newline="") as file:
        rows = csv.DictReader(file, delimiter=";")
        return tuple(_typed(row) for row in rows if _is_ours(row))


def _is_ours(row: Row) -> bool:
    """A few years and topics are enough, and are fast."""
    is_about_us = row["Organisasjonsnummer"] in OURS and row["TrinnKode"] == "10"
    return is_about_us and row["Skoleaarnavn"] > "2023" and row.get("Spoersmaalgruppekode") in TOPICS


def _typed(row: Row) -> Row:
    """Levels and pages are numbers in the service's JSON, and all else is text or null."""
    numbers = {name: int(row[name]) for name in row if name.endswith("Nivaa") or name in _PAGING}
    return {name: value or None for name, value in row.items()} | numbers


def _of_county(row: Row) -> Row:
    return {
        **row,
        "EnhetNivaa": 2,
        "Organisasjonsnummer": row["Fylkekode"],
        "Kommune": None,
        "Kommunekode": None,
    }


def _theme(row: Row, option: int) -> Row:
    kept = {name: value for name, value in row.items() if not name.startswith(("Andel", "AntallBesvartS"))}
    kept["Temakode"], kept["Temanavn"] = kept.pop("Spoersmaalgruppekode"), kept.pop("Spoersmaalgruppe")
    return {
        **kept,
        "SvaralternativKode": str(option),
        "SvaralternativNavn": f"Svar {option}",
        "AndelBesvart": "20,0",
    }


def _upper(row: Row, *, has_programme: bool) -> Row:
    made = {name: value for name, value in row.items() if name not in _PLACE}
    if made["EnhetNivaa"] == 4:
        made |= {
            "EnhetNivaa": 3,
            "Organisasjonsnummer": UPPER_SCHOOL,
            "EnhetNavn": "Skarven videregående skole",
        }
    if has_programme:
        made |= {"UtdanningstypeKode": ALL, "UtdanningstypeNavn": "Alle utdanningstyper"}
    return {**made, "TrinnKode": "Vg1", "Trinnnavn": "Videregående trinn 1"}

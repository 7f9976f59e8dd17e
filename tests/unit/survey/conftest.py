"""Small survey files of the real shapes, made on the spot."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from lmtools.settings import Settings
from lmtools.survey import ImportReport, Released, import_files, open_released

FULL_148 = [
    "SpoersmaalNivaa",
    "Spoersmaalgruppekode",
    "Spoersmaalgruppe",
    "Spoersmaalkode",
    "Spoersmaalnavn",
    "Skoleaarnavn",
    "EnhetNivaa",
    "Nasjonaltkode",
    "Nasjonalt",
    "Fylkekode",
    "Fylke",
    "Kommunekode",
    "Kommune",
    "Organisasjonsnummer",
    "EnhetNavn",
    "GruppeNivaa",
    "GruppeKode",
    "GruppeNavn",
    "TrinnNivaa",
    "TrinnKode",
    "Trinnnavn",
    "EierformNivaa",
    "Eierformkode",
    "EierformNavn",
    "KjoennNivaa",
    "KjoennKode",
    "Kjoenn",
    "Score",
    "Standardavvik",
    "AntallBesvart",
    "AndelSvaralternativ1",
    "AndelSvaralternativ2",
    "AndelSvaralternativ3",
    "AndelSvaralternativ4",
    "AndelSvaralternativ5",
    "AntallBesvartSvaralternativ1",
    "AntallBesvartSvaralternativ2",
    "AntallBesvartSvaralternativ3",
    "AntallBesvartSvaralternativ4",
    "AntallBesvartSvaralternativ5",
    "Sidenummer",
    "RaderSide",
    "RaderTotalt",
]

ROW = {
    "Spoersmaalgruppekode": "EUIndeks_1379",
    "Spoersmaalgruppe": "Trivsel",
    "Spoersmaalkode": "EUIndeks_1379",
    "Spoersmaalnavn": "Alle spørsmål",
    "Skoleaarnavn": "2025-26",
    "EnhetNivaa": "4",
    "Nasjonaltkode": "I",
    "Nasjonalt": "Hele landet",
    "Fylkekode": "33",
    "Fylke": "Buskerud",
    "Kommunekode": "3305",
    "Kommune": "Ringerike",
    "Organisasjonsnummer": "999901004",
    "EnhetNavn": "Fjordvik skole",
    "Trinnnavn": "10. årstrinn",
    "EierformNavn": "Alle eierformer",
    "Kjoenn": "Alle kjønn",
    "Score": "4,1",
    "Standardavvik": "0,8",
    "AntallBesvart": "104",
}
MUNICIPALITY = {"EnhetNivaa": "3", "Organisasjonsnummer": "3305", "EnhetNavn": "Alle skoler"}
COUNTRY = {
    "EnhetNivaa": "1",
    "Fylkekode": "00",
    "Fylke": "Alle fylker",
    "Kommunekode": "0000",
    "Kommune": "Alle kommuner",
    "Organisasjonsnummer": "I",
    "EnhetNavn": "Alle skoler",
}
SCHOOL = "999901004"

Row = dict[str, str]


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(data_dir=tmp_path / "data")


@pytest.fixture
def row() -> Callable[..., Row]:
    """A full row of table 148, with some cells changed."""

    def make(*changes: Row, **cells: str) -> Row:
        made = dict(ROW)
        for change in changes:
            made.update(change)
        return {**made, **cells}

    return make


@pytest.fixture
def export_csv(tmp_path: Path) -> Callable[..., Path]:
    """Write rows as the export's CSV."""

    def write(
        *rows: Row, name: str = "eksport.csv", delimiter: str = ";", columns: list[str] | None = None
    ) -> Path:
        used = columns or [c for c in FULL_148 if any(c in r for r in rows)]
        used += [c for r in rows for c in r if c not in used and columns is None]
        used = list(dict.fromkeys(used))
        lines = [delimiter.join(used), *(delimiter.join(r.get(c, "") for c in used) for r in rows)]
        path = tmp_path / name
        path.write_text("\n".join(lines) + "\n", encoding="utf-8")
        return path

    return write


@pytest.fixture
def export_json(tmp_path: Path) -> Callable[..., Path]:
    """Write anything as JSON."""

    def write(content: object, name: str = "eksport.json") -> Path:
        path = tmp_path / name
        path.write_text(json.dumps(content, ensure_ascii=False), encoding="utf-8")
        return path

    return write


@pytest.fixture
def door(settings: Settings) -> Callable[..., Released]:
    """Import files that must be fine, and open what was released."""

    def run(*paths: Path, **options: object) -> Released:
        report = import_files(paths, settings=settings, **options)
        assert report.problems == ()
        return open_released(settings)

    return run


@pytest.fixture
def refused(settings: Settings) -> Callable[..., ImportReport]:
    """Import files that must be refused whole, with sentences."""

    def run(*paths: Path, **options: object) -> ImportReport:
        before = sorted(settings.data_dir.rglob("*")) if settings.data_dir.exists() else []
        report = import_files(paths, settings=settings, **options)
        assert report.problems, "the file should have been refused"
        assert all(p.what.endswith((".", "?")) and p.next.endswith(".") for p in report.problems)
        after = sorted(settings.data_dir.rglob("*")) if settings.data_dir.exists() else []
        assert before == after, "something was left half-imported"
        return report

    return run

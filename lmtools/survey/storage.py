"""Released tables on disk: a folder per version, and a manifest that points to the one in force.

A version is written whole before the manifest is swapped in one step, so a reader sees the old
tables or the new ones, never a mixture. The version before is kept for readers that are still at it.
Hidden numbers are not written; a row's `status` tells published, suppressed or empty.
"""

from __future__ import annotations

import json
import os
import shutil
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import TypedDict, cast

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from lmtools.domain.figures import Level, Source
from lmtools.errors import N_, Conflict, LmtoolsError
from lmtools.survey.schema import (
    ALL,
    EMPTY,
    SHARES,
    SUPPRESSED,
    Coded,
    Facts,
    Floats,
    IndicatorRow,
    Ints,
    Kind,
    UnitRow,
    is_suppressed,
)

FORMAT = 2
PUBLISHED, HIDDEN, NOT_ASKED = 0, 1, 2
STORED = ("value", "sd", "n", *SHARES)
_MANIFEST = "manifest.json"


@dataclass(frozen=True)
class Tables:
    """Released figures in memory, sorted by `key`. Numbers are NaN unless published."""

    units: tuple[UnitRow, ...] = ()
    indicators: tuple[IndicatorRow, ...] = ()
    grades: tuple[str, ...] = ()
    genders: tuple[str, ...] = ()
    first_year: int = 0
    years: int = 0
    key: Ints = field(default_factory=lambda: np.zeros(0, dtype=np.int64))
    status: Ints = field(default_factory=lambda: np.zeros(0, dtype=np.int64))
    numbers: dict[str, Floats] = field(default_factory=dict)
    breaks: tuple[tuple[str, int, str], ...] = ()

    def __repr__(self) -> str:
        return f"Tables({len(self.key)} figures)"

    def cell(self, unit: int, indicator: int, grade: int, gender: int, year: int) -> int:
        """The key of a cell, from positions in the lists and an autumn."""
        key = (unit * len(self.indicators) + indicator) * len(self.grades) + grade
        return (key * len(self.genders) + gender) * self.years + (year - self.first_year)


class _Manifest(TypedDict):
    format: int
    version: str
    policy: str
    grades: Sequence[str]
    genders: Sequence[str]
    first_year: int
    years: int
    breaks: Sequence[tuple[str, int, str]]
    figures: int


def current_version(folder: Path) -> str:
    """The name of the version in force; "" when nothing is released, or what lies there cannot be read."""
    manifest = _manifest(folder)
    return str(manifest.get("version", "")) if manifest else ""


def _manifest(folder: Path) -> _Manifest | None:
    path = folder / _MANIFEST
    try:
        found = json.loads(path.read_text("utf-8"))
    except FileNotFoundError:
        return None
    except (OSError, ValueError) as error:
        raise _unreadable(folder) from error
    if not isinstance(found, dict) or found.get("format") != FORMAT:
        raise LmtoolsError(
            N_(
                "De frigitte tallene i {folder} er fra en annen utgave av lmtools. "
                "Slett mappa, og les inn filene på nytt."
            ),
            folder=str(folder),
        )
    return cast("_Manifest", found)  # what it lacks raises where it is asked for


def _unreadable(folder: Path) -> LmtoolsError:
    return LmtoolsError(
        N_("De frigitte tallene i {folder} kan ikke leses. Slett mappa, og les inn filene på nytt."),
        folder=str(folder),
    )


def to_tables(facts: Facts, *, breaks: tuple[tuple[str, int, str], ...] = ()) -> Tables:
    """Facts after the policy, sorted and without any hidden number."""
    if len(facts) == 0:
        return Tables(breaks=breaks)
    first = int(facts.year.min())
    frame = Tables(
        units=facts.units,
        indicators=facts.indicators,
        grades=facts.grade.labels,
        genders=facts.gender.labels,
        first_year=first,
        years=int(facts.year.max()) - first + 1,
        breaks=breaks,
    )
    key = (facts.unit * len(frame.indicators) + facts.indicator) * len(frame.grades) + facts.grade.codes
    key = (key * len(frame.genders) + facts.gender.codes) * frame.years + (facts.year - first)
    order = np.argsort(key, kind="stable")
    value = facts.number("value")
    status = np.where(is_suppressed(value), HIDDEN, np.where(np.isnan(value), NOT_ASKED, PUBLISHED))
    numbers = {
        name: np.where(np.isfinite(values), values, EMPTY)[order]
        for name, values in facts.numbers.items()
        if name in STORED
    }
    return Tables(
        **{**frame.__dict__, "key": key[order], "status": status[order].astype(np.int64), "numbers": numbers}
    )


def to_facts(tables: Tables) -> Facts:
    """Released tables as facts again, to be merged with new files."""
    key = tables.key
    size = max(tables.years, 1)
    rest, year = key // size, key % size + tables.first_year
    rest, gender = rest // max(len(tables.genders), 1), rest % max(len(tables.genders), 1)
    rest, grade = rest // max(len(tables.grades), 1), rest % max(len(tables.grades), 1)
    unit, indicator = rest // max(len(tables.indicators), 1), rest % max(len(tables.indicators), 1)
    hidden = tables.status == HIDDEN
    return Facts(
        units=tables.units,
        unit=unit,
        indicators=tables.indicators,
        indicator=indicator,
        year=year,
        grade=Coded(grade, tables.grades),
        gender=Coded(gender, tables.genders),
        slice=Coded.constant(ALL, len(key)),
        row=np.zeros(len(key), dtype=np.int64),
        numbers={name: np.where(hidden, SUPPRESSED, values) for name, values in tables.numbers.items()},
    )


def write(
    tables: Tables, folder: Path, *, expected: str, policy: str, beside: Mapping[str, bytes] | None = None
) -> str:
    """Write a version and swap it in. `expected` is the version this one builds on.

    `beside` are further files of the version, by name.

    Raises `Conflict` when someone else has released in the meantime.
    """
    folder.mkdir(parents=True, exist_ok=True)
    temporary = Path(tempfile.mkdtemp(prefix=".new-", dir=folder))
    try:
        _write_tables(tables, temporary)
        for name, content in (beside or {}).items():
            (temporary / name).write_bytes(content)
        version = f"{datetime.now(UTC):%Y%m%dT%H%M%S}-{temporary.name[5:]}"
        if current_version(folder) != expected:
            raise Conflict(N_("Noen andre leste inn filer samtidig. Ingenting er lest inn. Prøv igjen."))
        temporary.rename(folder / version)
    except BaseException:
        shutil.rmtree(temporary, ignore_errors=True)
        raise
    manifest: _Manifest = {
        "format": FORMAT,
        "version": version,
        "policy": policy,
        "grades": tables.grades,
        "genders": tables.genders,
        "first_year": tables.first_year,
        "years": tables.years,
        "breaks": tables.breaks,
        "figures": len(tables.key),
    }
    _swap(folder / _MANIFEST, json.dumps(manifest, ensure_ascii=False, indent=1))
    for old in folder.iterdir():
        if old.is_dir() and old.name not in (version, expected):
            shutil.rmtree(old, ignore_errors=True)
    return version


def _swap(path: Path, text: str) -> None:
    handle, name = tempfile.mkstemp(prefix=".manifest-", dir=path.parent)
    with os.fdopen(handle, "w", encoding="utf-8") as stream:
        stream.write(text)
        stream.flush()
        os.fsync(stream.fileno())
    Path(name).replace(path)


def _write_tables(tables: Tables, folder: Path) -> None:
    figures = {
        "key": pa.array(tables.key),
        "status": pa.array(tables.status.astype(np.int8)),
        **{name: pa.array(values, from_pandas=True) for name, values in tables.numbers.items()},
    }
    dictionary = ["status", *tables.numbers]
    pq.write_table(
        pa.table(figures), folder / "figures.parquet", compression="snappy", use_dictionary=dictionary
    )
    units = [{**row.__dict__, "level": str(row.level)} for row in tables.units]
    indicators = [{**asdict(row), "kind": str(row.kind)} for row in tables.indicators]
    pq.write_table(pa.Table.from_pylist(units, schema=_UNITS), folder / "units.parquet")
    pq.write_table(pa.Table.from_pylist(indicators, schema=_INDICATORS), folder / "indicators.parquet")


_UNITS = pa.schema([(name, pa.string()) for name in UnitRow.__dataclass_fields__])
_SOURCES = pa.list_(pa.struct([(name, pa.string()) for name in Source.__dataclass_fields__]))
_INDICATORS = pa.schema(
    [
        (name, {"sensitive": pa.bool_(), "sources": _SOURCES}.get(name, pa.string()))
        for name in IndicatorRow.__dataclass_fields__
    ]
)


def read(folder: Path) -> tuple[str, Tables]:
    """The version in force and its tables; ("", empty tables) when nothing is released."""
    manifest = _manifest(folder)
    if manifest is None:
        return "", Tables()
    try:
        version = str(manifest["version"])
        return version, _read_version(folder / version, manifest)
    except (OSError, pa.ArrowException, KeyError, TypeError, ValueError) as error:
        raise _unreadable(folder) from error


def _read_version(folder: Path, manifest: _Manifest) -> Tables:
    figures = _read_table(folder / "figures.parquet")
    names = [name for name in figures.column_names if name not in ("key", "status")]
    tables = Tables(
        units=tuple(
            UnitRow(**{**row, "level": Level(row["level"])})
            for row in _read_table(folder / "units.parquet").to_pylist()
        ),
        indicators=tuple(
            IndicatorRow(
                **{
                    **row,
                    "kind": Kind(row["kind"]),
                    "sources": tuple(Source(**one) for one in row["sources"]),
                }
            )
            for row in _read_table(folder / "indicators.parquet").to_pylist()
        ),
        grades=tuple(manifest["grades"]),
        genders=tuple(manifest["genders"]),
        first_year=int(manifest["first_year"]),
        years=int(manifest["years"]),
        key=figures.column("key").to_numpy(),
        status=figures.column("status").to_numpy().astype(np.int64),
        numbers={name: figures.column(name).to_numpy() for name in names},
        breaks=tuple((str(code), int(year), str(text)) for code, year, text in manifest["breaks"]),
    )
    cells = tables.cell(len(tables.units), 0, 0, 0, tables.first_year)
    if len(tables.key) and not 0 <= tables.key.min() <= tables.key.max() < cells:
        raise ValueError("figures outside the lists")
    return tables


def _read_table(path: Path) -> pa.Table:
    """The table, read by this thread alone: a process with more threads cannot be forked."""
    return pq.ParquetFile(path, pre_buffer=False).read(use_threads=False)

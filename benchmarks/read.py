"""How long a million rows take from file to released tables, against merely parsing them.

    python -m benchmarks.read [--rows 1000000] [--repeat 3]

Makes an invented Statistikkbanken export (table 148, every column, `;`) with a seed, and then, by
turns and each time in a process of its own, imports it with lmtools and parses it with
`pandas.read_csv(engine="pyarrow")`. The last line is JSON: medians in seconds, their ratio, and the
highest memory of the import in GB. Aims: ratio at most 2.0, memory at most 2 GB.
"""

from __future__ import annotations

import argparse
import json
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.csv as pacsv

SEED = 20251124
YEARS = ("2021-22", "2022-23", "2023-24", "2024-25", "2025-26")
GENDERS = ("Alle kjønn", "Gutt", "Jente")
OWNERS = ("Alle eierformer", "Offentlig eid")
INDEXES = 11
QUESTIONS = 35
HIDDEN = 0.06


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0] if __doc__ else "")
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--repeat", type=int, default=3)
    parser.add_argument("--child", choices=("parse", "import"), help=argparse.SUPPRESS)
    parser.add_argument("--file", type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.child:
        print(json.dumps(run_here(options.child, options.file)))
        return
    with tempfile.TemporaryDirectory(prefix="lmtools-read-") as folder:
        path = Path(folder) / "eksport-148.csv"
        write_export(path, options.rows)
        print(f"{options.rows} rows, {path.stat().st_size / 1e6:.0f} MB, {options.repeat} times each")
        results: dict[str, list[dict[str, float]]] = {"parse": [], "import": []}
        for _ in range(options.repeat):
            for what, found in results.items():
                found.append(run_child(what, path))
                print(f"{what:7} {found[-1]['seconds']:6.2f} s  {found[-1]['peak_gb']:.2f} GB", flush=True)
    print(json.dumps(summary(results, options.rows)))


def summary(results: dict[str, list[dict[str, float]]], rows: int) -> dict[str, float]:
    parse = statistics.median(run["seconds"] for run in results["parse"])
    ours = statistics.median(run["seconds"] for run in results["import"])
    return {
        "rows": rows,
        "parse_seconds": round(parse, 3),
        "import_seconds": round(ours, 3),
        "ratio": round(ours / parse, 2),
        "peak_gb": round(max(run["peak_gb"] for run in results["import"]), 2),
    }


def run_child(what: str, path: Path) -> dict[str, float]:
    command = [sys.executable, "-m", "benchmarks.read", "--child", what, "--file", str(path)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    found: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return found


def run_here(what: str, path: Path) -> dict[str, float]:
    seconds = parse(path) if what == "parse" else import_(path)
    return {"seconds": seconds, "peak_gb": peak_gigabytes()}


def parse(path: Path) -> float:
    import pandas as pd

    start = time.perf_counter()
    frame = pd.read_csv(path, engine="pyarrow", sep=";")
    seconds = time.perf_counter() - start
    assert len(frame.columns) == len(COLUMNS)
    return seconds


def import_(path: Path) -> float:
    from lmtools.settings import Settings
    from lmtools.survey import import_files

    with tempfile.TemporaryDirectory(prefix="lmtools-data-") as folder:
        start = time.perf_counter()
        report = import_files([path], settings=Settings(data_dir=Path(folder)))
        seconds = time.perf_counter() - start
    assert not report.problems, report.problems[:3]
    return seconds


def peak_gigabytes() -> float:
    """The highest resident memory of this process."""
    try:
        import resource
    except ImportError:  # Windows
        import psutil

        return float(psutil.Process().memory_info().peak_wset) / 1e9
    unit = 1 if sys.platform == "darwin" else 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit / 1e9


COLUMNS = (
    *("SpoersmaalNivaa", "Spoersmaalgruppekode", "Spoersmaalgruppe", "Spoersmaalkode", "Spoersmaalnavn"),
    *("Skoleaarnavn", "EnhetNivaa", "Nasjonaltkode", "Nasjonalt", "Fylkekode", "Fylke", "Kommunekode"),
    *("Kommune", "Organisasjonsnummer", "EnhetNavn", "GruppeNivaa", "GruppeKode", "GruppeNavn"),
    *("TrinnNivaa", "TrinnKode", "Trinnnavn", "EierformNivaa", "Eierformkode", "EierformNavn"),
    *("KjoennNivaa", "KjoennKode", "Kjoenn", "Score", "Standardavvik", "AntallBesvart"),
    *(f"AndelSvaralternativ{i}" for i in range(1, 6)),
    *(f"AntallBesvartSvaralternativ{i}" for i in range(1, 6)),
    *("Sidenummer", "RaderSide", "RaderTotalt"),
)


def write_export(path: Path, rows: int) -> None:
    """Invented rows, every cell once, in the order the export gives them: by unit, then by question."""
    random = np.random.default_rng(SEED)
    topics, grades = INDEXES + QUESTIONS, 3
    shape = (topics, len(YEARS), grades, len(GENDERS), len(OWNERS))
    at = np.arange(rows)
    unit, rest = np.divmod(at, int(np.prod(shape)))
    topic, year, grade, gender, owner = np.unravel_index(rest, shape)
    columns = {**unit_columns(unit), **topic_columns(topic)}
    columns["Skoleaarnavn"] = pick(YEARS, year)
    lower = np.where(unit % 2 == 0, 5, 8) + grade
    columns["TrinnKode"] = pick([str(i) for i in range(11)], lower)
    columns["Trinnnavn"] = pick([f"{i}. årstrinn" for i in range(11)], lower)
    columns["TrinnNivaa"] = pick(["1"], at * 0)
    columns["EierformNavn"] = pick(OWNERS, owner)
    columns["EierformNivaa"] = columns["Eierformkode"] = pick(["-10", "8"], owner)
    columns["Kjoenn"] = pick(GENDERS, gender)
    columns["KjoennNivaa"] = columns["KjoennKode"] = pick(["-10", "1", "2"], gender)
    for name in ("GruppeNivaa", "GruppeKode", "GruppeNavn"):
        columns[name] = pick(["0" if name == "GruppeNivaa" else ""], at * 0)
    for name in ("Sidenummer", "RaderSide", "RaderTotalt"):
        columns[name] = pick(["1" if name == "Sidenummer" else str(rows)], at * 0)
    columns.update(number_columns(random, topic, rows))
    table = pa.table({name: columns[name].cast(pa.string()) for name in COLUMNS})
    pacsv.write_csv(table, path, pacsv.WriteOptions(delimiter=";", quoting_style="none"))


def pick(labels: list[str] | tuple[str, ...], codes: np.ndarray) -> pa.DictionaryArray:
    return pa.DictionaryArray.from_arrays(pa.array(codes.astype(np.int32)), pa.array(list(labels)))


def unit_columns(unit: np.ndarray) -> dict[str, pa.DictionaryArray]:
    units = range(int(unit.max()) + 1)
    places = [f"{3300 + i % 30}" for i in units]
    texts = {
        "EnhetNivaa": ["4" for _ in units],
        "Nasjonaltkode": ["I" for _ in units],
        "Nasjonalt": ["Hele landet" for _ in units],
        "Fylkekode": ["33" for _ in units],
        "Fylke": ["Oppdiktet fylke" for _ in units],
        "Kommunekode": places,
        "Kommune": [f"Kommune {place}" for place in places],
        "Organisasjonsnummer": [f"{990_000_000 + i}" for i in units],
        "EnhetNavn": [f"Oppdiktet skole {i}" for i in units],
    }
    return {name: pick(labels, unit) for name, labels in texts.items()}


def topic_columns(topic: np.ndarray) -> dict[str, pa.DictionaryArray]:
    total = INDEXES + QUESTIONS
    group = [i if i < INDEXES else i % INDEXES for i in range(total)]
    texts = {
        "SpoersmaalNivaa": ["1" if i < INDEXES else "2" for i in range(total)],
        "Spoersmaalgruppekode": [f"EUIndeks_{1378 + g}" for g in group],
        "Spoersmaalgruppe": [f"Indeks {g}" for g in group],
        "Spoersmaalkode": [
            f"EUIndeks_{1378 + i}" if i < INDEXES else f"EUSpoersmaal_Q9{i}" for i in range(total)
        ],
        "Spoersmaalnavn": [
            "Alle spørsmål" if i < INDEXES else f"Hvor ofte gjelder spørsmål {i}?" for i in range(total)
        ],
    }
    return {name: pick(labels, topic) for name, labels in texts.items()}


def number_columns(
    random: np.random.Generator, topic: np.ndarray, rows: int
) -> dict[str, pa.DictionaryArray]:
    """Means, deviations, respondents and answers as Norwegian text; some hidden, indexes without answers."""
    decimal = [f"{i // 10},{i % 10}" for i in range(1001)]
    star, empty = len(decimal), len(decimal) + 1
    labels = [*decimal, "*", ""]
    counts = [f"{i // 1000} {i % 1000:03d}" if i >= 1000 else str(i) for i in range(1200)]
    hidden = random.random(rows) < HIDDEN
    n = random.integers(12, 1200, rows)
    found = {
        "Score": pick(labels, np.where(hidden, star, random.integers(25, 49, rows))),
        "Standardavvik": pick(labels, np.where(hidden, star, random.integers(4, 14, rows))),
        "AntallBesvart": pick([*counts, "*"], np.where(hidden, len(counts), n)),
    }
    weights = random.dirichlet([2, 3, 6, 10, 8], rows)
    tail = random.random(rows) < 0.4
    for i in range(5):
        tenths = np.round(weights[:, i] * 1000).astype(int)
        covered = hidden | (tail & (i < 2))
        share = np.where(topic < INDEXES, empty, np.where(covered, star, tenths))
        count = np.where(
            topic < INDEXES, len(counts) + 1, np.where(covered, len(counts), (weights[:, i] * n).astype(int))
        )
        found[f"AndelSvaralternativ{i + 1}"] = pick(labels, share)
        found[f"AntallBesvartSvaralternativ{i + 1}"] = pick([*counts, "*", ""], count)
    return found


if __name__ == "__main__":
    main()

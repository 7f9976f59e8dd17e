"""How long the app looks up a figure, a series and a view, on the samples and on 2,000 schools.

    python -m benchmarks.lookup [--schools 2000] [--times 2000]

The set of views is closed and planned at import; a click only looks up. The 2,000 schools are invented
with a seed: eleven indexes, five years, three grades and all of them, genders. Prints the median and the
95th percentile in milliseconds; the last line is JSON. Aim: under 10 ms for a figure and a series.
"""

from __future__ import annotations

import argparse
import json
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np

from lmtools.charts.explorer import Explorer, Selection
from lmtools.cli.samples import sample_files
from lmtools.domain.figures import Level
from lmtools.settings import Settings
from lmtools.survey import Released, import_files, open_released
from lmtools.text import Text

SEED = 20251124
YEARS = ("2021-22", "2022-23", "2023-24", "2024-25", "2025-26")
GRADES = ("Alle trinn", "8. årstrinn", "9. årstrinn", "10. årstrinn")
GENDERS = ("Alle kjønn", "Gutt", "Jente")
INDEXES = {f"EUIndeks_{1378 + i}": f"Indeks {i}" for i in range(11)}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0] if __doc__ else "")
    parser.add_argument("--schools", type=int, default=2000)
    parser.add_argument("--times", type=int, default=2000)
    options = parser.parse_args()
    results = {}
    with tempfile.TemporaryDirectory(prefix="lmtools-lookup-") as folder:
        for name, files in (
            ("samples", sample_files()),
            (f"{options.schools} schools", [write_schools(Path(folder) / "skoler.csv", options.schools)]),
        ):
            settings = Settings(data_dir=Path(folder) / name.replace(" ", "-"))
            report = import_files(files, settings=settings)
            assert not report.problems, report.problems[:3]
            results[name] = measure(open_released(settings), options.times)
            for what, found in results[name].items():
                print(f"{name:14} {what:7} p50 {found['p50']:7.3f} ms   p95 {found['p95']:7.3f} ms")
    print(json.dumps(results))


def measure(released: Released, times: int) -> dict[str, dict[str, float]]:
    """Milliseconds of three lookups at random places; the first of each is not counted."""
    random = np.random.default_rng(SEED)
    units = released.units(Level.SCHOOL)
    codes = [row.code for row in released.indicators()]
    explorer = Explorer(released, Text("nb"))

    def place() -> dict[str, object]:
        unit = units[random.integers(len(units))]
        grades = released.grades(unit)
        return {"unit": unit, "grade": grades[random.integers(len(grades))]}

    def figure() -> Callable[[], object]:
        code, year = codes[random.integers(len(codes))], int(random.choice(released.years))
        where = place()
        return lambda: released.figure(code, year=year, **where)

    def series() -> Callable[[], object]:
        code, where = codes[random.integers(len(codes))], place()
        return lambda: released.series(code, **where)

    def view() -> Callable[[], object]:
        where = place()
        chosen = Selection(unit=where["unit"].key, grade=str(where["grade"]))
        return lambda: explorer.show(chosen)

    return {
        "figure": timed(figure, times),
        "series": timed(series, times),
        "show": timed(view, max(times // 100, 5)),
    }


def timed(make: Callable[[], Callable[[], object]], times: int) -> dict[str, float]:
    make()()
    spent = []
    for _ in range(times):
        call = make()
        start = time.perf_counter()
        call()
        spent.append(1000 * (time.perf_counter() - start))
    return {"p50": round(float(np.quantile(spent, 0.5)), 4), "p95": round(float(np.quantile(spent, 0.95)), 4)}


def write_schools(path: Path, schools: int) -> Path:
    """An invented export of table 148: indexes only, `schools` schools in municipalities of ten."""
    random = np.random.default_rng(SEED)
    head = "Spoersmaalgruppekode;Spoersmaalgruppe;Spoersmaalkode;Spoersmaalnavn;Skoleaarnavn;EnhetNivaa;"
    head += "Nasjonaltkode;Nasjonalt;Fylkekode;Fylke;Kommunekode;Kommune;Organisasjonsnummer;EnhetNavn;"
    head += "Trinnnavn;EierformNavn;Kjoenn;Score;Standardavvik;AntallBesvart"
    cells = [(c, n, y, g, k) for c, n in INDEXES.items() for y in YEARS for g in GRADES for k in GENDERS]
    with path.open("w", encoding="utf-8") as stream:
        stream.write(head + "\n")
        for school in range(schools):
            means = random.integers(25, 49, len(cells))
            people = random.integers(12, 200, len(cells))
            county, place = f"{school // 200 + 11:02d}", f"{school // 10 + 1100:04d}"
            where = f"4;I;Hele landet;{county};Fylke {county};{place};Kommune {place};{900_000_000 + school}"
            for (code, name, year, grade, gender), mean, n in zip(cells, means, people, strict=True):
                stream.write(
                    f"{code};{name};{code};Alle spørsmål;{year};{where};Skole {school};{grade};"
                    f"Alle eierformer;{gender};{mean // 10},{mean % 10};0,9;{n}\n"
                )
    return path


if __name__ == "__main__":
    main()

"""Make the sample files: `python data/samples/make_samples.py [--out FOLDER]`.

The model stands in model.toml, what is said about the files in datapackage.toml. The same model always
gives the same bytes; `datapackage.json` then holds each file's size and hash.
"""

from __future__ import annotations

import argparse
import csv
import hashlib
import io
import json
import tomllib
from collections.abc import Iterable
from pathlib import Path

import numpy as np
import simulate
import suppress
from simulate import ALL, GENDERS, Cohort, Row

HERE = Path(__file__).parent
OWNERS = {"Alle eierformer": (0, "-10"), "Offentlig eid": (1, "8")}
GENDER_CODES = {"Alle kjønn": (0, "-10"), "Jente": (1, "1"), "Gutt": (1, "2")}
MEASURES = {"Score": "Score", "Standardavvik": "Standardavvik", "AntallBesvart": "Antall besvart"}
LEVELS = {"country": 1, "municipality": 3, "school": 4}


def decimal(value: float | None, digits: int = 1) -> str | None:
    """`4,1` as in the published files."""
    return None if value is None else f"{value:.{digits}f}".replace(".", ",")


def whole(value: int | None) -> str | None:
    """`5 943` as in the published files."""
    return None if value is None else f"{value:,}".replace(",", " ")


class Samples:
    """All tables of the model, and the files they become."""

    def __init__(self, model: dict) -> None:
        self.model = model
        self.names = {q.code: q.name for q in simulate.questions(model)}
        self.names |= {i["code"]: i["name"] for i in [*model["indexes"], *model["bullying"]["items"]]}
        self.names |= {model["bullying"]["index"]: model["bullying"]["name"], ALL: ALL}
        self.cohorts: dict[tuple[str, int, int], Cohort] = {}
        self.indexes: list[Row] = []
        self.bullying: list[Row] = []
        self.not_run = {(s["key"], g, y) for s in model["schools"] for g, y in s.get("not_run", [])}
        for year in model["years"]:
            for grade in model["grades"]:
                self._ask(year, grade)
        self.indexes = suppress.indexes(model, self.indexes)
        self.bullying = suppress.bullying(model, self.bullying)

    def _ask(self, year: int, grade: int) -> None:
        everyone = [self._rest(year, grade)]
        for school in self.model["schools"]:
            if grade in school["grades"]:
                invited = school["cohorts"][str(year + 10 - grade)]
                cohort = simulate.answer(self.model, school, invited=invited, year=year, grade=grade)
                self.cohorts[school["key"], year, grade] = cohort
                if (school["key"], grade, year) not in self.not_run:
                    everyone.append(cohort)
                self._count(cohort, school["key"], year, grade)
        joined = simulate.join(everyone)
        self.cohorts["municipality", year, grade] = joined
        self._count(joined, "municipality", year, grade)
        indexes, bullying = simulate.country(self.model, year=year, grade=grade)
        self.indexes += indexes
        self.bullying += bullying

    def _rest(self, year: int, grade: int) -> Cohort:
        other = {"key": "9107", "seed": 7}
        invited = self.model["municipality"]["rest_per_grade"]
        return simulate.answer(self.model, other, invited=invited, year=year, grade=grade)

    def _count(self, cohort: Cohort, unit: str, year: int, grade: int) -> None:
        indexes, bullying = simulate.count(self.model, cohort, unit=unit, year=year, grade=grade)
        self.indexes += indexes
        self.bullying += bullying

    # -- columns of the export API ------------------------------------------------------------------

    def unit_columns(self, unit: str, year: int) -> dict[str, object]:
        """The nine columns that say where. In 2025 one name ends in a space, as in the real file."""
        codes = next(c for c in self.model["municipality"]["codes"] if year <= c["until"])
        national = unit == "I"
        level = "country" if national else "municipality" if unit == "municipality" else "school"
        name = "Alle skoler"
        if level == "school":
            name = next(s["name"] for s in self.model["schools"] if s["key"] == unit)
            name += " " if year == 2025 and unit == self.model["schools"][0]["key"] else ""
        return {
            "EnhetNivaa": LEVELS[level],
            "Nasjonaltkode": "I",
            "Nasjonalt": "Hele landet",
            "Fylkekode": "00" if national else codes["county_code"],
            "Fylke": "Alle fylker" if national else codes["county"],
            "Kommunekode": "0000" if national else codes["code"],
            "Kommune": "Alle kommuner" if national else self.model["municipality"]["name"],
            "Organisasjonsnummer": codes["code"] if level == "municipality" else unit,
            "EnhetNavn": name,
        }

    def question_columns(self, row: Row) -> dict[str, object]:
        """The columns that say what was asked; on an index row the question is "Alle spørsmål"."""
        is_index = row.question == ALL
        return {
            "SpoersmaalNivaa": 1 if is_index else 2,
            "Spoersmaalgruppekode": row.index,
            "Spoersmaalgruppe": self.names[row.index],
            "Spoersmaalkode": row.index if is_index else row.question,
            "Spoersmaalnavn": self.names[row.question],
            "Skoleaarnavn": school_year(row.year),
        }

    def group_columns(self, row: Row, owner: str) -> dict[str, object]:
        """Grade, ownership and gender."""
        gender = GENDER_CODES[row.gender]
        return {
            "GruppeNivaa": 0,
            "GruppeKode": None,
            "GruppeNavn": None,
            "TrinnNivaa": 1,
            "TrinnKode": str(row.grade),
            "Trinnnavn": f"{row.grade}. årstrinn",
            "EierformNivaa": OWNERS[owner][0],
            "Eierformkode": OWNERS[owner][1],
            "EierformNavn": owner,
            "KjoennNivaa": gender[0],
            "KjoennKode": gender[1],
            "Kjoenn": row.gender,
        }

    def index_values(self, row: Row) -> dict[str, object]:
        """Score, spread, number of answers and the five options. An index row has no options."""
        if (row.unit, row.grade, row.year) in self.not_run:
            values: list[object] = [None] * 13
        elif "row" in row.hidden or not row.n:
            values = ["*"] * 3 + [None if row.question == ALL else "*"] * 10
        else:
            shares = [decimal(100 * c / row.n) for c in row.counts] or [None] * 5
            numbers = [whole(c) for c in row.counts] or [None] * 5
            for k in row.hidden:
                shares[int(k) - 1] = numbers[int(k) - 1] = "*"
            values = [decimal(row.score), decimal(row.sd), whole(row.n), *shares, *numbers]
        names = ["Score", "Standardavvik", "AntallBesvart"]
        names += [f"AndelSvaralternativ{k}" for k in range(1, 6)]
        names += [f"AntallBesvartSvaralternativ{k}" for k in range(1, 6)]
        return dict(zip(names, values, strict=True))

    def bullying_values(self, row: Row) -> dict[str, object]:
        """The share bullied, and `AntallBesvart`: the number bullied, not the number who answered."""
        if (row.unit, row.grade, row.year) in self.not_run:
            return {"AndelMobbet": None, "AntallBesvart": None}
        if row.hidden:
            return {"AndelMobbet": "*", "AntallBesvart": "*"}
        return {"AndelMobbet": decimal(100 * row.counts[0] / row.n), "AntallBesvart": whole(row.counts[0])}

    def line(self, row: Row, values: dict[str, object], owner: str = "Alle eierformer") -> dict[str, object]:
        """One line of the index or bullying table with all columns."""
        where = self.unit_columns(row.unit, row.year)
        return {**self.question_columns(row), **where, **self.group_columns(row, owner), **values}

    # -- the files ----------------------------------------------------------------------------------

    def index_json(self) -> bytes:
        """Table 148 as JSON: one school, grade 10, both values of ownership."""
        school = self.model["schools"][0]["key"]
        lines = [
            self.line(r, self.index_values(r), owner)
            for r in self.indexes
            if r.unit == school and r.grade == 10 and r.gender == GENDERS[0]
            for owner in OWNERS
        ]
        return json.dumps(paged(lines), ensure_ascii=False, separators=(",", ":")).encode()

    def index_csv(self) -> bytes:
        """Table 148 as CSV: the rest; questions for all schools, and for grades 7 and 10 elsewhere."""
        first = self.model["schools"][0]["key"]
        lines = [
            self.line(r, self.index_values(r))
            for r in self.indexes
            if r.gender == GENDERS[0]
            and not (r.unit == first and r.grade == 10)
            and (r.question == ALL or r.unit not in ("I", "municipality") or r.grade in (7, 10))
        ]
        return table(paged(lines))

    def bullying_csv(self) -> bytes:
        """Table 150 as CSV."""
        return table(paged([self.line(r, self.bullying_values(r)) for r in self.bullying]))

    def participation_csv(self) -> bytes:
        """Table 151 as CSV, for each value of ownership. Every line stands twice, as in the real file."""
        lines = []
        for (unit, year, grade), cohort in self.cohorts.items():
            run = (unit, grade, year) not in self.not_run
            few = run and cohort.n < self.model["minimum_answers"][str(year)]
            values: list[object] = ["*"] * 3 if few else [None] * 3
            if run and not few:
                share = decimal(100 * cohort.n / cohort.invited)
                values = [share, whole(cohort.n), whole(cohort.invited)]
            lines += self._participation(unit, year, grade, values)
        for year in self.model["years"]:
            for grade in self.model["grades"]:
                n = simulate.country_size(self.model, year=year, grade=grade)
                invited = round(n / 0.86)
                values = [decimal(100 * n / invited), whole(n), whole(invited)]
                lines += self._participation("I", year, grade, values)[:1]
        return table([line for line in paged(lines) for _ in range(2)])

    def _participation(self, unit: str, year: int, grade: int, values: list) -> list[dict]:
        names = ("AndelDeltatt", "AntallBesvart", "AntallInvitert")
        return [
            {
                **self.unit_columns(unit, year),
                "Skoleaarnavn": school_year(year),
                "TrinnNivaa": 1,
                "TrinnKode": str(grade),
                "Trinnnavn": f"{grade}. årstrinn",
                "EierformNivaa": OWNERS[owner][0],
                "Eierformkode": OWNERS[owner][1],
                "EierformNavn": owner,
                **dict(zip(names, values, strict=True)),
            }
            for owner in OWNERS
        ]

    def web_export(self) -> bytes:
        """The index table by gender as the web pages give it: UTF-16LE, `sep=`, one wide header."""
        fixed = ["EnhetNivaa", "Nasjonaltkode", "Fylkekode", "Kommunekode", "Organisasjonsnummer"]
        fixed += ["Nasjonalt", "Fylke", "Kommune", "EnhetNavn"]
        rows = [r for r in self.indexes if r.question == ALL and r.gender != GENDERS[0]]
        heads: dict[str, None] = {}
        lines: dict[tuple, dict[str, object]] = {}
        for row in sorted(rows, key=lambda r: (-r.year, r.index, r.grade)):
            # A school stands once, under today's municipality number; a municipality once for each number.
            where = self.unit_columns(row.unit, row.year if row.unit == "municipality" else 2025)
            key = tuple(str(where[name]).strip() for name in fixed)
            values = self.index_values(row)
            parts = [school_year(row.year), self.names[row.index], ALL, f"{row.grade}. årstrinn"]
            for name, label in MEASURES.items():
                head = ".".join([*parts, "Alle eierformer", row.gender, label])
                heads[head] = None
                lines.setdefault(key, {})[head] = values[name]
        text = ["sep=\t", "\t".join([*fixed, *heads])]
        for key, cells in sorted(lines.items()):
            text.append("\t".join([*key, *(str(cells.get(h) or "") for h in heads)]))
        return ("\n".join(text) + "\n").encode("utf-16-le")

    def pulse_csv(self) -> bytes:
        """A school's own survey, one row per pupil, as a form tool gives it."""
        pulse = self.model["pulse"]
        names = [q[0] for q in pulse["questions"]]
        lines = []
        for grade in pulse["grades"]:
            cohort = self.cohorts[pulse["school"], pulse["year"], grade]
            rng = simulate.stream(11, grade)
            general = simulate.normals(rng, cohort.n)
            columns = []
            for _, mean, sd in pulse["questions"]:
                z = 0.5 * general + 0.866 * simulate.normals(rng, cohort.n)
                chosen = (z[:, None] > np.array(simulate.thresholds(mean, sd))).sum(axis=1)
                blank = rng.random(cohort.n) < 0.02
                columns.append(["" if b else pulse["answers"][c] for b, c in zip(blank, chosen, strict=True)])
            for i, girl in enumerate(cohort.girl):
                gender = "Vil ikke svare" if rng.random() < 0.03 else "Jente" if girl else "Gutt"
                cells = {"Trinn": f"{grade}. trinn", "Kjønn": gender}
                lines.append(cells | dict(zip(names, (c[i] for c in columns), strict=True)))
        return b"\xef\xbb\xbf" + table(lines)


def school_year(autumn: int) -> str:
    """`2025-26` for the autumn of 2025."""
    return f"{autumn}-{(autumn + 1) % 100:02d}"


def paged(lines: list[dict]) -> list[dict]:
    """Add the three columns that tell which page a line came on."""
    return [{**line, "Sidenummer": 1, "RaderSide": len(lines), "RaderTotalt": len(lines)} for line in lines]


def table(lines: Iterable[dict]) -> bytes:
    """Semicolon-separated UTF-8; nothing stands for no data."""
    lines = list(lines)
    text = io.StringIO()
    writer = csv.DictWriter(text, lines[0].keys(), delimiter=";", lineterminator="\n")
    writer.writeheader()
    writer.writerows(lines)
    return text.getvalue().encode()


def datapackage(about: dict, files: dict[str, bytes]) -> bytes:
    """The hand-written description with size and hash of each file."""
    for resource in about["resources"]:
        content = files[resource["path"]]
        resource["bytes"] = len(content)
        resource["hash"] = "sha256:" + hashlib.sha256(content).hexdigest()
        groups = resource.pop("field_groups", [])
        fields = [about["field_groups"][name] for name in groups]
        if fields:
            resource["schema"] = {"fields": [field for group in fields for field in group]}
            resource["schema"]["missingValues"] = about["missing_values"]
    kept = {k: v for k, v in about.items() if k not in ("field_groups", "missing_values")}
    return (json.dumps(kept, ensure_ascii=False, indent=2) + "\n").encode()


def make(out: Path) -> None:
    """Write every file of the data package into `out`."""
    samples = Samples(tomllib.loads((HERE / "model.toml").read_text(encoding="utf-8")))
    files = {
        "eksport-148-indikator-lindvag-ungdomsskole.json": samples.index_json(),
        "eksport-148-indikator.csv": samples.index_csv(),
        "eksport-150-mobbing.csv": samples.bullying_csv(),
        "eksport-151-deltakelse.csv": samples.participation_csv(),
        "20260203-0915_GSK.EUG_indikator.csv": samples.web_export(),
        "egen-puls-2025.csv": samples.pulse_csv(),
    }
    out.mkdir(parents=True, exist_ok=True)
    for name, content in files.items():
        (out / name).write_bytes(content)
    files["egen-puls-2025.toml"] = (HERE / "egen-puls-2025.toml").read_bytes()
    about = tomllib.loads((HERE / "datapackage.toml").read_text(encoding="utf-8"))
    (out / "datapackage.json").write_bytes(datapackage(about, files))


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description="Make the sample files.")
    parser.add_argument("--out", type=Path, default=HERE, help="the folder to write to")
    make(parser.parse_args().out)

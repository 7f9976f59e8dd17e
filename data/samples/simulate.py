"""Invented pupils answer an invented Elevundersøkelsen, and their answers are counted and suppressed.

Every random number is a uniform one from PCG64, whose stream numpy promises to keep; everything else is
arithmetic, so that the same model gives the same files on every machine.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from functools import cache
from statistics import NormalDist

import numpy as np

NORMAL = NormalDist()
GENDERS = ("Alle kjønn", "Jente", "Gutt")
ALL = "Alle spørsmål"
LOAD_BULLYING = 0.6  # how much the three ways of being bullied go together


@dataclass(frozen=True)
class Question:
    """One question of an index. `number` is its place among all questions."""

    code: str
    name: str
    index: str
    offset: float
    number: int


@dataclass(frozen=True)
class Row:
    """One line of a table, before it is formatted. `hidden` holds the names of what is `*`."""

    unit: str
    year: int
    grade: int
    gender: str
    index: str
    question: str
    n: int | None = None
    score: float | None = None
    sd: float | None = None
    counts: tuple[int, ...] = ()
    hidden: frozenset[str] = field(default_factory=frozenset)


@dataclass(frozen=True)
class Cohort:
    """Those of one grade, one school and one year who took part: 0 is a skipped question."""

    invited: int
    girl: np.ndarray
    answers: dict[str, np.ndarray]
    bullied: dict[str, np.ndarray]

    @property
    def n(self) -> int:
        """How many took part."""
        return len(self.girl)


def questions(model: dict) -> list[Question]:
    """All questions of the model. The codes from Q90101 on are invented."""
    found: list[Question] = []
    for i, index in enumerate(model["indexes"], start=1):
        for j, (name, offset) in enumerate(index["items"], start=1):
            code = f"EUSpoersmaal_Q9{i:02d}{j:02d}"
            found.append(Question(code, name, index["code"], offset, len(found)))
    return found


def stream(seed: int, *place: int) -> np.random.Generator:
    """A generator of its own for each place, so that one school can change without moving another."""
    return np.random.Generator(np.random.PCG64(np.random.SeedSequence([20260203, seed, *place])))


def normals(rng: np.random.Generator, *shape: int) -> np.ndarray:
    """Normal numbers from uniform ones by the inverse distribution."""
    uniform = np.clip(rng.random(shape), 1e-9, 1 - 1e-9)
    return np.vectorize(NORMAL.inv_cdf, otypes=[float])(uniform) if uniform.size else uniform


@cache
def thresholds(mean: float, sd: float) -> tuple[float, ...]:
    """Where a standard normal answer passes from one option to the next, so that the mean is `mean`."""
    low, high = -3.0, 9.0
    for _ in range(50):
        middle = (low + high) / 2
        expected = 1 + sum(NORMAL.cdf((middle - cut) / sd) for cut in (1.5, 2.5, 3.5, 4.5))
        low, high = (middle, high) if expected < mean else (low, middle)
    return tuple((cut - low) / sd for cut in (1.5, 2.5, 3.5, 4.5))


def target(model: dict, question: Question, school: dict | None, year: int, grade: int, girl: bool) -> float:
    """The mean that a question tends to in one school, year, grade and gender."""
    index = next(x for x in model["indexes"] if x["code"] == question.index)
    mean = index["mean"] + question.offset + index["per_grade"] * (10 - grade)
    mean += index.get("girl", 0.0) * (0.5 if girl else -0.5)
    mean += model["country"]["trend"].get(question.index, 0.0) * (year - model["years"][-1])
    if school:
        mean += school.get("shift", {}).get(question.index, 0.0)
        for event in model["events"]:
            here = event["school"] == school["key"] and event["index"] == question.index
            if here and year >= event["year"]:
                place = [x[0] for x in index["items"]].index(question.name)
                mean += event["change"] * event["by_grade"][str(grade)] * event["by_item"][place]
    return round(min(max(mean, 1.4), 4.75), 3)


def bullied_share(model: dict, item: dict, school: dict | None, year: int, grade: int) -> float:
    """The share that one kind of bullying tends to."""
    share = item["share"] * model["bullying"]["grade_factor"][str(grade)]
    return share * model["country"]["bullied_year"][str(year)] * (school or {}).get("bullied", 1.0)


def answer(model: dict, school: dict, *, invited: int, year: int, grade: int) -> Cohort:
    """Let the pupils of one grade answer."""
    rng = stream(school["seed"], int(school["key"]), year, grade)
    n = int(np.count_nonzero(rng.random(invited) < 0.96))
    girl = rng.random(n) < 0.5
    general = normals(rng, n)
    bully = -0.3 * general + math.sqrt(1 - 0.09) * normals(rng, n)
    asked = [q for q in questions(model) if _is_asked(model, q.index, grade)]
    shared = {code: normals(rng, n) for code in dict.fromkeys(q.index for q in asked)}
    rest = math.sqrt(1 - model["load_general"] ** 2 - model["load_index"] ** 2)
    answers = {}
    for question in asked:
        own, skipped = normals(rng, n), rng.random(n) < model["skip"]
        z = model["load_general"] * general + model["load_index"] * shared[question.index] + rest * own
        sd = next(x["sd"] for x in model["indexes"] if x["code"] == question.index)
        chosen = np.zeros(n, dtype=int)
        for is_girl in (True, False):
            mean = target(model, question, school, year, grade, is_girl)
            cuts = np.array(thresholds(mean, sd))
            chosen = np.where(girl == is_girl, 1 + (z[:, None] > cuts).sum(axis=1), chosen)
        answers[question.code] = np.where(skipped, 0, chosen)
    silent = rng.random(n) < model["skip"]  # the bullying questions are answered or skipped together
    bullied = {}
    for item in model["bullying"]["items"]:
        z = LOAD_BULLYING * bully + math.sqrt(1 - LOAD_BULLYING**2) * normals(rng, n)
        limit = NORMAL.inv_cdf(1 - bullied_share(model, item, school, year, grade))
        bullied[item["code"]] = np.where(silent, -1, (z > limit).astype(int))
    return Cohort(invited, girl, answers, bullied)


def join(cohorts: list[Cohort]) -> Cohort:
    """Several schools' pupils as one."""
    first = cohorts[0]
    return Cohort(
        sum(c.invited for c in cohorts),
        np.concatenate([c.girl for c in cohorts]),
        {k: np.concatenate([c.answers[k] for c in cohorts]) for k in first.answers},
        {k: np.concatenate([c.bullied[k] for c in cohorts]) for k in first.bullied},
    )


def count(model: dict, cohort: Cohort, *, unit: str, year: int, grade: int) -> tuple[list[Row], list[Row]]:
    """The index table and the bullying table of one unit, year and grade."""
    indexes: list[Row] = []
    bullying: list[Row] = []
    for gender in GENDERS:
        everyone = np.ones(cohort.n, dtype=bool)
        who = {"Alle kjønn": everyone, "Jente": cohort.girl, "Gutt": ~cohort.girl}[gender]
        for index in model["indexes"]:
            if not _is_asked(model, index["code"], grade):
                continue
            asked = [q for q in questions(model) if q.index == index["code"]]
            place = {"unit": unit, "year": year, "grade": grade, "gender": gender, "index": index["code"]}
            table = np.array([cohort.answers[q.code][who] for q in asked])
            complete = table[:, (table > 0).all(axis=0)]  # an index counts complete answers
            indexes.append(_summary(complete, place, ALL, with_counts=False))
            indexes += [_summary(table[i][table[i] > 0], place, q.code) for i, q in enumerate(asked)]
        bullying += _count_bullied(model, cohort, who, unit=unit, year=year, grade=grade, gender=gender)
    return indexes, bullying


def _is_asked(model: dict, index: str, grade: int) -> bool:
    entry = next(x for x in model["indexes"] if x["code"] == index)
    return grade in entry.get("grades", model["grades"])


def _summary(values: np.ndarray, place: dict, question: str, *, with_counts: bool = True) -> Row:
    n = values.shape[-1]
    if n == 0:
        return Row(**place, question=question, n=0)
    counts = tuple(int(np.count_nonzero(values == k)) for k in range(1, 6))
    mean, sd = _moments(counts)
    return Row(**place, question=question, n=n, score=mean, sd=sd, counts=counts if with_counts else ())


def _moments(counts: tuple[int, ...]) -> tuple[float, float]:
    n = sum(counts)
    mean = sum(k * c for k, c in enumerate(counts, start=1)) / n
    return mean, math.sqrt(sum(c * (k - mean) ** 2 for k, c in enumerate(counts, start=1)) / max(n - 1, 1))


def _count_bullied(model: dict, cohort: Cohort, who: np.ndarray, **place) -> list[Row]:
    kinds = {item["code"]: cohort.bullied[item["code"]][who] for item in model["bullying"]["items"]}
    table = np.array(list(kinds.values()))
    table = table[:, (table >= 0).all(axis=0)]
    bullied = {ALL: int(table.any(axis=0).sum())}  # each pupil once
    bullied |= {code: int(row.sum()) for code, row in zip(kinds, table, strict=True)}
    n = table.shape[1]
    index = model["bullying"]["index"]
    return [Row(**place, index=index, question=q, n=n, counts=(b,)) for q, b in bullied.items()]


def country_size(model: dict, *, year: int, grade: int) -> int:
    """How many take part in the whole country."""
    return round(model["country"]["answers"][str(grade)] * model["country"]["year_size"][str(year)])


def country(model: dict, *, year: int, grade: int) -> tuple[list[Row], list[Row]]:
    """The country's tables: what the model expects, without chance."""
    n = country_size(model, year=year, grade=grade)
    indexes: list[Row] = []
    for index in model["indexes"]:
        if not _is_asked(model, index["code"], grade):
            continue
        asked = [q for q in questions(model) if q.index == index["code"]]
        for gender in GENDERS:
            place = {"unit": "I", "year": year, "grade": grade, "gender": gender, "index": index["code"]}
            rows = [_expected(model, q, index, n, place) for q in asked]
            pooled = tuple(sum(r.counts[k] for r in rows) for k in range(5))
            mean, sd = _moments(pooled)
            complete = round(_size(n, gender) * (1 - model["skip"]) ** len(asked))
            indexes.append(Row(**place, question=ALL, n=complete, score=mean, sd=sd))
            indexes += rows
    return indexes, _country_bullying(model, n, year=year, grade=grade)


def _size(n: int, gender: str) -> int:
    return {"Alle kjønn": n, "Jente": n // 2, "Gutt": n - n // 2}[gender]


def _expected(model: dict, question: Question, index: dict, n: int, place: dict) -> Row:
    counts = np.zeros(5)
    for gender, girl in (("Jente", True), ("Gutt", False)):
        if place["gender"] in (gender, "Alle kjønn"):
            cuts = thresholds(target(model, question, None, place["year"], place["grade"], girl), index["sd"])
            below = np.array([0.0, *(NORMAL.cdf(c) for c in cuts), 1.0])
            counts += np.diff(below) * round(_size(n, gender) * (1 - model["skip"]))
    whole = tuple(int(c) for c in np.round(counts))
    mean, sd = _moments(whole)
    return Row(**place, question=question.code, n=sum(whole), score=mean, sd=sd, counts=whole)


def _country_bullying(model: dict, n: int, *, year: int, grade: int) -> list[Row]:
    shares = {i["code"]: bullied_share(model, i, None, year, grade) for i in model["bullying"]["items"]}
    grid = [NORMAL.inv_cdf((k + 0.5) / 400) for k in range(400)]
    rest = math.sqrt(1 - LOAD_BULLYING**2)
    limits = [NORMAL.inv_cdf(1 - s) for s in shares.values()]
    spared = [math.prod(NORMAL.cdf((t - LOAD_BULLYING * b) / rest) for t in limits) for b in grid]
    none = sum(spared) / len(grid)
    index = model["bullying"]["index"]
    rows = []
    for gender in GENDERS:
        size = round(_size(n, gender) * (1 - model["skip"]))
        for question, share in {ALL: 1 - none, **shares}.items():
            place = {"unit": "I", "year": year, "grade": grade, "gender": gender}
            rows.append(Row(**place, index=index, question=question, n=size, counts=(round(size * share),)))
    return rows

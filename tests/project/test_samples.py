"""The sample data: made again byte for byte, described, true to the published shape, and about no one."""

from __future__ import annotations

import csv
import hashlib
import json
import subprocess
import sys
import tomllib
from collections import defaultdict
from pathlib import Path

import pytest

SAMPLES = Path(__file__).parents[2] / "data" / "samples"
FULL = "eksport-148-indikator-lindvag-ungdomsskole.json"
SOURCES = {"README.md", "model.toml", "datapackage.toml", "make_samples.py", "simulate.py", "suppress.py"}


def read_csv(name: str) -> list[dict[str, str]]:
    with (SAMPLES / name).open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file, delimiter=";"))


def index_rows() -> list[dict[str, str]]:
    full = json.loads((SAMPLES / FULL).read_text(encoding="utf-8"))
    rows = [{k: "" if v is None else str(v) for k, v in row.items()} for row in full]
    return read_csv("eksport-148-indikator.csv") + rows


def bullying_rows() -> list[dict[str, str]]:
    return read_csv("eksport-150-mobbing.csv")


def number(text: str) -> float:
    return float(text.replace(" ", "").replace(",", "."))


def package() -> dict:
    return json.loads((SAMPLES / "datapackage.json").read_text(encoding="utf-8"))


def test_making_the_samples_again_gives_the_same_bytes(tmp_path: Path) -> None:
    subprocess.run([sys.executable, SAMPLES / "make_samples.py", "--out", tmp_path], check=True, timeout=120)
    made = {p.name: p.read_bytes() for p in tmp_path.iterdir()}
    assert "datapackage.json" in made
    for name, content in made.items():
        assert content == (SAMPLES / name).read_bytes(), name


def test_the_data_package_lists_exactly_the_files_with_their_size_and_hash() -> None:
    resources = {r["path"]: r for r in package()["resources"]}
    beside = {p.name for p in SAMPLES.iterdir() if p.is_file()} - SOURCES - {"datapackage.json"}
    assert set(resources) == beside
    for name, resource in resources.items():
        content = (SAMPLES / name).read_bytes()
        assert resource["bytes"] == len(content), name
        assert resource["hash"] == "sha256:" + hashlib.sha256(content).hexdigest(), name


@pytest.mark.parametrize(
    "name", [r["path"] for r in package()["resources"] if r["format"] == "csv" and "schema" in r]
)
def test_the_data_package_names_the_columns_of_each_file_in_order(name: str) -> None:
    resource = next(r for r in package()["resources"] if r["path"] == name)
    header = (SAMPLES / name).read_text(encoding="utf-8-sig").splitlines()[0].split(";")
    assert [field["name"] for field in resource["schema"]["fields"]] == header


def test_the_samples_are_small_enough_to_ship() -> None:
    assert sum(p.stat().st_size for p in SAMPLES.rglob("*") if p.is_file() and p.suffix != ".pyc") < 3_000_000


def test_no_organisation_number_of_a_sample_school_can_exist() -> None:
    weights = (3, 2, 7, 6, 5, 4, 3, 2)
    numbers = {r["Organisasjonsnummer"] for r in index_rows() + bullying_rows() if r["EnhetNivaa"] == "4"}
    assert len(numbers) == 3
    for text in numbers:
        check = 11 - sum(int(d) * w for d, w in zip(text, weights, strict=False)) % 11
        assert check == 10, text  # no check digit is valid for these eight digits


def test_the_municipality_and_county_numbers_are_outside_the_ones_in_use() -> None:
    counties = {r["Fylkekode"] for r in index_rows()} - {"00"}
    municipalities = {r["Kommunekode"] for r in index_rows()} - {"0000"}
    assert counties == {"91", "92"}
    assert municipalities == {"9107", "9205"}


def test_a_school_keeps_its_number_when_its_municipality_gets_a_new_one() -> None:
    codes = defaultdict(set)
    for row in index_rows():
        if row["EnhetNivaa"] == "4":
            codes[row["Organisasjonsnummer"]].add((row["Skoleaarnavn"] >= "2024-25", row["Kommunekode"]))
    for school, found in codes.items():
        assert found == {(False, "9107"), (True, "9205")}, school


def test_a_mean_agrees_with_its_answer_shares() -> None:
    names = [f"AndelSvaralternativ{k}" for k in range(1, 6)]
    complete = [r for r in index_rows() if all(r[n] not in ("", "*") for n in names)]
    assert len(complete) > 500
    for row in complete:
        shares = [number(row[n]) for n in names]
        assert sum(shares) == pytest.approx(100, abs=0.3)
        mean = sum(k * s for k, s in enumerate(shares, start=1)) / sum(shares)
        assert number(row["Score"]) == pytest.approx(mean, abs=0.06)


def test_an_index_is_the_mean_of_its_questions_within_rounding() -> None:
    scores: dict[tuple, dict[bool, list[float]]] = defaultdict(lambda: defaultdict(list))
    for row in index_rows():
        if row["Score"] not in ("", "*") and row["EierformNavn"] == "Alle eierformer":
            key = tuple(
                row[k] for k in ("Spoersmaalgruppe", "Skoleaarnavn", "Organisasjonsnummer", "TrinnKode")
            )
            scores[key][row["Spoersmaalnavn"] == "Alle spørsmål"].append(number(row["Score"]))
    both = [found for found in scores.values() if found[True] and found[False]]
    assert len(both) > 500
    for found in both:
        assert found[True][0] == pytest.approx(sum(found[False]) / len(found[False]), abs=0.151)


def test_an_index_row_has_no_answer_shares() -> None:
    rows = [r for r in index_rows() if r["Spoersmaalnavn"] == "Alle spørsmål"]
    assert rows
    assert {r["AndelSvaralternativ3"] for r in rows} == {""}


def test_bullying_on_the_whole_lies_between_its_largest_part_and_their_sum() -> None:
    keys = ("Skoleaarnavn", "Organisasjonsnummer", "TrinnKode", "Kjoenn")
    cells: dict[tuple, dict[str, float]] = defaultdict(dict)
    for row in bullying_rows():
        if row["AndelMobbet"] not in ("", "*"):
            cells[tuple(row[k] for k in keys)][row["Spoersmaalnavn"]] = number(row["AndelMobbet"])
    whole = [c for c in cells.values() if len(c) == 4]
    assert len(whole) > 50
    for cell in whole:
        total = cell.pop("Alle spørsmål")
        assert max(cell.values()) <= total <= sum(cell.values()) + 0.2


def test_all_four_states_are_in_the_samples() -> None:
    rows = bullying_rows()
    values = {r["AndelMobbet"] for r in rows}
    assert {"*", "", "0,0"} <= values
    grades = {(r["Organisasjonsnummer"], r["TrinnKode"]) for r in rows}
    assert ("999901004", "5") not in grades  # no row: the school has no such grade


def test_a_true_zero_is_never_shown_for_a_group_that_is_hidden() -> None:
    for row in bullying_rows():
        assert (row["AndelMobbet"] == "*") == (row["AntallBesvart"] == "*")
        if row["AndelMobbet"] == "0,0":
            assert row["AntallBesvart"] == "0"


def test_one_row_has_exactly_one_hidden_option_as_in_the_published_files() -> None:
    names = [f"AndelSvaralternativ{k}" for k in range(1, 6)]
    hidden = [sum(r[n] == "*" for n in names) for r in index_rows()]
    assert 0 < hidden.count(1) < 20
    assert hidden.count(2) > hidden.count(3) > hidden.count(1)


def test_the_group_that_is_too_small_is_hidden_everywhere() -> None:
    rows = [
        r
        for r in index_rows() + bullying_rows()
        if r["Organisasjonsnummer"] == "999901286"
        and r["TrinnKode"] == "7"
        and r["Skoleaarnavn"] == "2025-26"
    ]
    assert rows
    assert {r.get("Score", r.get("AndelMobbet")) for r in rows} == {"*"}


@pytest.mark.parametrize(
    ("school", "grade", "index", "change", "is_real"),
    [
        ("999901004", "10", "Felles regler", -0.4, True),
        ("999901004", "10", "Elevdemokrati og medvirkning", 0.4, True),
        ("999901145", "7", "Trivsel", -0.2, False),
    ],
)
def test_the_story_stands_in_the_rounded_figures(
    school: str, grade: str, index: str, change: float, is_real: bool
) -> None:
    found = {
        r["Skoleaarnavn"]: r
        for r in index_rows()
        if r["Organisasjonsnummer"] == school
        and r["TrinnKode"] == grade
        and r["Spoersmaalgruppe"] == index
        and r["Spoersmaalnavn"] == "Alle spørsmål"
    }
    before, after = found["2024-25"], found["2025-26"]
    assert number(after["Score"]) - number(before["Score"]) == pytest.approx(change, abs=0.01)
    variance = sum(number(r["Standardavvik"]) ** 2 / number(r["AntallBesvart"]) for r in (before, after))
    assert (abs(change) > 1.96 * variance**0.5) == is_real


def test_every_row_of_participation_stands_twice_and_for_two_owners() -> None:
    rows = [tuple(r.items()) for r in read_csv("eksport-151-deltakelse.csv")]
    assert len(rows) == 2 * len(set(rows))
    owners = defaultdict(set)
    for row in map(dict, rows):
        if row["EnhetNivaa"] == "4":
            owners[row["Organisasjonsnummer"], row["TrinnKode"], row["Skoleaarnavn"]].add(row["EierformNavn"])
    assert set(map(len, owners.values())) == {2}


def test_the_web_export_is_utf_16_without_a_mark_and_says_its_separator() -> None:
    raw = (SAMPLES / "20260203-0915_GSK.EUG_indikator.csv").read_bytes()
    assert not raw.startswith(b"\xff\xfe")
    lines = raw.decode("utf-16-le").split("\n")
    assert lines[0] == "sep=\t"
    header = lines[1].split("\t")
    assert header[:2] == ["EnhetNivaa", "Nasjonaltkode"]
    assert any("10. årstrinn" in name for name in header)
    assert {len(line.split("\t")) for line in lines[2:-1]} == {len(header)}


def test_every_sample_can_be_read_in_and_released_without_a_problem(tmp_path: Path) -> None:
    from lmtools.cli.samples import sample_files
    from lmtools.settings import Settings
    from lmtools.survey import import_files, open_released

    settings = Settings.from_environment({"LMTOOLS_DATA": str(tmp_path)})
    report = import_files([*sample_files(), SAMPLES / "egen-puls-2025.csv"], settings=settings)
    assert report.problems == ()
    formats = {file.format for file in report.files}
    assert {"export-json", "export-csv", "web-export", "own-survey"} <= formats
    released = open_released(settings)
    assert [unit.key for unit in released.units()].count("9205") == 1
    assert "9107" not in [unit.key for unit in released.units()]  # the renumbered municipality is one
    assert tuple(released.years) == (2021, 2022, 2023, 2024, 2025)
    school = released.unit("999901004")
    assert set(released.grades(school)) - {"all"} == {"8", "9", "10"}
    figure = released.figure("Felles regler", unit=school, year=2025, grade="10")
    assert figure.mean == 3.4


def test_no_pupil_of_the_own_survey_has_anything_but_grade_gender_and_answers() -> None:
    model = tomllib.loads((SAMPLES / "model.toml").read_text(encoding="utf-8"))
    asked = [q[0] for q in model["pulse"]["questions"]]
    assert list(read_csv("egen-puls-2025.csv")[0]) == ["Trinn", "Kjønn", *asked]

"""The certificate and the sentences made of it: all the numbers, and not one hidden number."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from lmtools.settings import Settings
from lmtools.survey import audit_released, certificate, explain, import_files
from lmtools.survey.certificate import Certificate
from lmtools.text import Text

Make = Callable[..., dict[str, str]]
Write = Callable[..., Path]


def star(row: Make, first: str = "*") -> dict[str, str]:
    cells = {
        f"AndelSvaralternativ{i}": s for i, s in enumerate((first, "9,6", "19,2", "38,5", "28,8"), start=1)
    }
    return row(
        cells, Spoersmaalkode="EUSpoersmaal_Q1", Spoersmaalnavn="Trives du?", Score="3,8", Standardavvik="1,0"
    )


def read(settings: Settings) -> dict[str, object]:
    (path,) = settings.released_dir.rglob("certificate.json")
    found: dict[str, object] = json.loads(path.read_text("utf-8"))
    return found


def test_an_import_writes_what_was_hidden_and_why(row: Make, export_csv: Write, settings: Settings) -> None:
    import_files([export_csv(star(row), row(Trinnnavn="9. trinn", AntallBesvart="7"))], settings=settings)
    found = read(settings)
    assert found["hidden"]["mark"] == 1  # type: ignore[index]
    assert found["hidden"]["few"] == 1  # type: ignore[index]
    assert found["hidden"]["follows"] >= 1  # type: ignore[index]
    assert (found["ok"], found["figures"]) == (True, 2)
    assert found["policy"]["preset"] == "strict"  # type: ignore[index]


def test_the_hash_of_the_plan_knows_patterns_and_no_numbers(
    row: Make, export_csv: Write, tmp_path: Path
) -> None:
    plans = []
    for number, cells in enumerate(({"Score": "4,1"}, {"Score": "3,9"}, {"Score": "*"})):
        settings = Settings(data_dir=tmp_path / str(number))
        import_files([export_csv(row(cells))], settings=settings)
        plans.append(read(settings)["plan"])
    assert plans[0] == plans[1] != plans[2]


def test_an_audit_renews_the_certificate_with_what_the_attack_gave(
    row: Make, export_csv: Write, settings: Settings
) -> None:
    import_files([export_csv(star(row))], settings=settings)
    found = audit_released(settings)
    assert found.ok and found.attacked >= 2 and found.statuses == ("optimal",)
    assert found.narrowest["points"] >= found.required["points"]
    assert read(settings)["attacked"] == found.attacked


def test_a_solver_without_an_answer_is_never_a_pass() -> None:
    fine = {"lmtools": "", "made": "", "policy": {}, "plan": "", "figures": 0, "hidden": {}, "checked": True}
    assert Certificate(**fine, statuses=("optimal",)).ok  # type: ignore[arg-type]
    assert not Certificate(**fine, statuses=("optimal", "time limit reached")).ok  # type: ignore[arg-type]
    assert not Certificate(**fine, open=1).ok  # type: ignore[arg-type]


def test_the_explanation_says_how_many_and_why_in_sentences(
    row: Make, export_csv: Write, settings: Settings
) -> None:
    assert explain(settings, Text("nb")).ok is None
    import_files([export_csv(star(row))], settings=settings)
    found = explain(settings, Text("nb"))
    assert found.ok and found.lead == "Ingen skjulte tall kan regnes ut av det som er vist."
    assert ("Skjult i fila, med stjerne", "1") in found.rows
    assert "Minst 10 må ha svart for at et snitt eller en fordeling vises." in found.limits
    for sentence in (found.lead, *found.done, *found.protects, *found.not_protected, *found.limits):
        assert sentence.endswith(".")


def test_an_audit_that_finds_something_says_so(
    row: Make, export_csv: Write, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    from tests.unit.survey.test_published_system import not_closed

    not_closed(monkeypatch)
    import_files([export_csv(star(row))], settings=settings)
    found = audit_released(settings)
    assert (found.ok, found.open) == (False, 1)
    assert explain(settings, Text("nb"), found).lead.startswith("1 skjulte tall kan regnes ut")
    assert certificate.REASONS

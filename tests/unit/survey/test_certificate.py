"""The certificate of an import, and what it says in words."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from lmtools import __version__
from lmtools.errors import NotFound
from lmtools.settings import Settings
from lmtools.survey import Released, certifying, published_system, storage
from lmtools.survey.auditing import audit_released
from lmtools.survey.certificate import explain, words_of
from lmtools.survey.certificate_record import CertificateRecord
from lmtools.survey.certifying import Attacked, Certificate, current, plan_of
from lmtools.survey.policy import load_policy
from lmtools.survey.published_system import Attack, Target
from lmtools.survey.schema import SHARES
from lmtools.survey.small_programs import Range
from lmtools.text import Text

Make = Callable[..., dict[str, str]]
Write = Callable[..., Path]
Door = Callable[..., Released]
FINE = ("9,6", "9,6", "19,2", "38,5", "23,1")
BOKMAAL = Text("nb")
TRIED = Attacked(
    made="2026-11-20T09:00:00Z",
    lmtools="0.1.0",
    numbers=7,
    bounded=5,
    systems=2,
    contradictions=0,
    open=0,
    unanswered=0,
    narrowest={"points": 1.19, "mean": 0.62, "pupils": 3.0},
    solver=("optimal",),
)


def question(row: Make, *shares: str, n: str = "104", **cells: str) -> dict[str, str]:
    told = {f"AndelSvaralternativ{i}": share for i, share in enumerate(shares, start=1)}
    return row(
        told, Spoersmaalkode="EUSpoersmaal_Q1", Spoersmaalnavn="Trives du?", **{"AntallBesvart": n, **cells}
    )


def certificate(settings: Settings) -> Certificate:
    found = current(settings)
    assert found is not None
    return found


def stored(settings: Settings) -> storage.Tables:
    return storage.read(settings.released_dir)[1]


def release_with_a_leak(settings: Settings) -> None:
    """Hide one answer share of every row without company, as no import would."""
    version, tables = storage.read(settings.released_dir)
    hidden = np.full(len(tables.key), np.nan)
    leaking = replace(tables, numbers={**tables.numbers, SHARES[1]: hidden})
    made = certificate(settings).to_bytes()
    storage.write(
        leaking, settings.released_dir, expected=version, policy="strict", beside={certifying.FILE: made}
    )


@pytest.fixture
def shown(row: Make, export_csv: Write, door: Door, settings: Settings) -> Settings:
    """Two questions with every answer shown."""
    door(export_csv(question(row, *FINE), question(row, *FINE, Trinnnavn="9. trinn")))
    return settings


def test_the_certificate_lies_with_the_tables_it_is_about(shown: Settings) -> None:
    version = storage.current_version(shown.released_dir)
    written = json.loads((shown.released_dir / version / "certificate.json").read_text("utf-8"))
    assert written["lmtools"] == __version__
    assert written["policy"]["preset"] == "strict"
    assert written["policy"]["minimum"] == load_policy().minimum
    assert written["plan"] == plan_of(stored(shown))
    assert set(written["libraries"]) >= {"numpy", "scipy", "highspy"}
    assert Certificate.from_bytes(certificate(shown).to_bytes()) == certificate(shown)


def test_every_hidden_number_is_counted_once_by_the_reason_that_came_first(
    row: Make, export_csv: Write, door: Door, settings: Settings
) -> None:
    few = str(load_policy().minimum - 1)
    door(
        export_csv(
            question(row, "*", "*", "23,9", "51,4", "16,9", n="142"),  # two marks, and they are enough
            question(row, "2,0", "8,0", "20,0", "40,0", "30,0", n="50", Trinnnavn="9. trinn"),
            question(row, *FINE, n=few, Trinnnavn="8. trinn"),
            question(row, *FINE, Score="*", Trinnnavn="7. trinn"),
        )
    )
    found = certificate(settings)
    assert (found.figures, found.figures_hidden, found.numbers_hidden) == (4, 2, 4)
    assert found.reasons == {"mark": 3, "few": 1, "share": 1, "linked": 1}


def test_the_certificate_of_a_later_import_remembers_the_reasons_of_what_still_stands(
    row: Make, export_csv: Write, door: Door, settings: Settings
) -> None:
    first = export_csv(question(row, *FINE, n="9"), name="a.csv")
    door(first)
    door(export_csv(question(row, *FINE, Score="*", Trinnnavn="9. trinn"), name="b.csv"))
    assert certificate(settings).reasons == {"mark": 1, "few": 1}
    door(export_csv(question(row, *FINE), name="c.csv"))  # the first one is replaced
    assert certificate(settings).reasons == {"earlier": 1}
    door(
        export_csv(
            question(row, "*", "*", "23,9", "51,4", "16,9", n="142", Trinnnavn="8. trinn"), name="d.csv"
        )
    )
    assert certificate(settings).reasons == {"mark": 2, "earlier": 1}
    door(export_csv(question(row, *FINE), name="e.csv"))  # replaced once more: single numbers stand too
    assert certificate(settings).reasons == {"earlier": 3}


def test_the_plan_tells_which_cells_are_hidden_and_no_number(shown: Settings) -> None:
    tables = stored(shown)
    assert (tables.status == storage.PUBLISHED).all()
    higher = {name: values + 1 for name, values in tables.numbers.items()}
    assert plan_of(replace(tables, numbers=higher)) == plan_of(tables)
    assert plan_of(replace(tables, status=np.full_like(tables.status, storage.HIDDEN))) != plan_of(tables)
    without = np.full(len(tables.key), np.nan)
    assert plan_of(replace(tables, numbers={**tables.numbers, "sd": without})) != plan_of(tables)


def test_no_number_of_a_hidden_figure_is_in_the_certificate(
    row: Make, export_csv: Write, door: Door, settings: Settings
) -> None:
    door(export_csv(question(row, "11,1", "22,2", "22,2", "33,3", "11,1", n="9", Score="3,7")))
    content = certificate(settings).to_bytes().decode() + repr(explain(settings, BOKMAAL))
    for value in ("3.7", "3,7", "11.1", "11,1", "22.2", "33.3"):
        assert value not in content


def test_tables_of_an_older_lmtools_get_a_certificate_that_says_so(
    row: Make, export_csv: Write, door: Door, settings: Settings
) -> None:
    door(export_csv(question(row, *FINE, Score="*")))
    version = storage.current_version(settings.released_dir)
    (settings.released_dir / version / certifying.FILE).unlink()
    assert certificate(settings).reasons == {"unknown": 1}
    assert explain(settings, BOKMAAL).reasons[0].name == "Ikke oppgitt"


def test_without_figures_there_is_nothing_to_explain_or_attack(settings: Settings) -> None:
    said = explain(settings, BOKMAAL)
    assert said.empty
    assert "lmtools import" in " ".join(said.summary)
    with pytest.raises(NotFound, match="lmtools import"):
        audit_released(settings)


def test_an_explanation_is_whole_sentences_that_can_be_sent_as_json(shown: Settings) -> None:
    said = explain(shown, BOKMAAL)
    assert json.loads(json.dumps(said.as_dict()))["empty"] is False
    for part in (said.summary, said.tested, said.protects, said.leaves, said.limits):
        assert part
        assert all(sentence.endswith(".") for sentence in part)
    limits = " ".join(said.limits)
    policy = load_policy()
    assert f"minst {policy.minimum} har svart" in limits
    assert f"mobbing vises når minst {policy.bullying_minimum}" in limits
    assert f"færre enn {policy.smallest_share} elever" in limits


def test_an_attack_that_finds_nothing_is_told_with_how_near_it_came(shown: Settings) -> None:
    said = " ".join(words_of(replace(certificate(shown), attack=TRIED), BOKMAAL).tested)
    assert "20.\u00a0november 2026" in said
    assert "Ingen lot seg regne ut." in said
    for width in ("1,1 prosentpoeng", "0,6 på skalaen", "er 3 bredt"):  # never rounded up
        assert width in said


@pytest.mark.parametrize(
    ("found", "sentence"),
    [
        ({"open": 2}, "kan regnes ut, eller nesten: 2."),
        ({"open": 3, "unanswered": 3}, "noe sikkert svar om: 3."),
    ],
)
def test_an_attack_that_is_not_a_pass_is_never_told_as_one(
    shown: Settings, found: dict[str, int], sentence: str
) -> None:
    attack = replace(TRIED, **found)
    said = " ".join(words_of(replace(certificate(shown), attack=attack), BOKMAAL).tested)
    assert not attack.ok
    assert sentence in said
    assert "lmtools audit" in said
    assert "Ingen lot seg regne ut" not in said
    assert "Nærmest" not in said


def test_own_surveys_count_in_the_reasons_and_bring_their_own_limits(shown: Settings) -> None:
    record = CertificateRecord(
        plan="a", hidden={"threshold": 2, "small": 5, "linked": 3, "share": 1, "ledger": 4}, narrowest=3.0
    )
    policy = {**certificate(shown).policy, "insiders": True, "concentrated": 2, "text_minimum": 10}
    found = replace(certificate(shown), own=(record,), policy=policy)
    assert found.reasons == {"few": 2, "share": 5, "linked": 3, "alike": 1, "shown_before": 4}
    assert Certificate.from_bytes(found.to_bytes()) == found
    said = words_of(found, BOKMAAL)
    assert "minst 3 bredt" in " ".join(said.tested)
    assert "alene om et svar" in " ".join(said.limits)
    assert "to svar ved siden av hverandre" in " ".join(said.limits)
    assert "Fritekst vises når minst 10" in " ".join(said.limits)


def test_what_an_import_lets_out_stands_up_to_the_attack(
    row: Make, export_csv: Write, door: Door, settings: Settings
) -> None:
    door(export_csv(question(row, "*", *FINE[1:])))
    done = audit_released(settings)
    assert done.ok
    assert done.certificate.attack is not None
    assert done.certificate.attack.ok
    assert done.certificate.attack.solver == ("optimal",)
    assert done.certificate.attack.numbers >= 2


def test_a_number_that_can_be_worked_out_is_found_and_its_place_told(shown: Settings) -> None:
    release_with_a_leak(shown)
    done = audit_released(shown)
    assert not done.ok
    assert {(p.unit, p.year, p.grade, p.part, p.answered) for p in done.places} == {
        ("Fjordvik skole", 2025, "9", "share", True),
        ("Fjordvik skole", 2025, "10", "share", True),
    }
    assert done.certificate.attack is not None
    assert (done.certificate.attack.open, done.certificate.attack.unanswered) == (2, 0)


def test_a_solver_without_a_definite_answer_is_not_a_pass(
    shown: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    unsure = Target(0, SHARES[1], "points", 1.0, Range(0.0, 50.0, "time_limit"))
    monkeypatch.setattr(
        published_system, "attack", lambda *_, **__: Attack(hidden=1, systems=1, targets=(unsure,))
    )
    done = audit_released(shown)
    assert not done.ok
    assert [place.answered for place in done.places] == [False]
    assert done.certificate.attack is not None
    assert done.certificate.attack.unanswered == 1


def test_the_last_attack_is_kept_with_the_tables_until_the_next_import(
    shown: Settings, row: Make, export_csv: Write, door: Door
) -> None:
    certifying.keep(audit_released(shown).certificate, shown.released_dir)
    assert certificate(shown).attack is not None
    door(export_csv(question(row, *FINE, Trinnnavn="8. trinn"), name="b.csv"))
    assert certificate(shown).attack is None
    shutil.rmtree(shown.released_dir)
    assert current(shown) is None


def test_an_own_survey_that_the_solver_was_not_sure_of_is_not_a_pass(shown: Settings) -> None:
    record = CertificateRecord(plan="a", hidden={"linked": 2}, narrowest=3.0, statuses=("optimal", "unknown"))
    certifying.keep(replace(certificate(shown), own=(record,)), shown.released_dir)
    done = audit_released(shown)
    assert (done.ok, done.places) == (False, ())
    said = " ".join(words_of(done.certificate, BOKMAAL).tested)
    assert "Les dem inn på nytt" in said
    assert "minst 3 elever" not in said

"""The questions of one survey tell of each other, so they are hidden together."""

from __future__ import annotations

import tempfile
from pathlib import Path

from lmtools.domain.figures import Status
from lmtools.settings import Settings
from lmtools.survey import Released, import_files, open_released


def _survey(rows: list[list[str]], indicators: list[dict[str, object]]) -> Released:
    folder = Path(tempfile.mkdtemp())
    head = ["Kjønn", *(f"Q{i}" for i in range(1, len(rows[0])))]
    (folder / "egen.csv").write_text("\n".join(";".join(r) for r in [head, *rows]) + "\n", encoding="utf-8")
    mapping = {
        "school": "999901004",
        "school_name": "Fjordvik",
        "year": 2025,
        "columns": {"gender": "Kjønn"},
        "answers": {str(k): k for k in range(1, 6)},
        "indicators": indicators,
    }
    where = Settings(data_dir=folder / "data")
    assert import_files([folder / "egen.csv"], settings=where, mapping=mapping).ok
    return open_released(where)


def _shown(released: Released, code: str, gender: str) -> bool:
    figure = released.figure(code, unit="999901004", year=2025, gender=gender)
    return figure.status is Status.PUBLISHED


def test_an_index_is_hidden_where_one_of_its_questions_is() -> None:
    rows = [["Jente", "5", str(1 + i % 5)] for i in range(20)]
    rows += [["Gutt", str(1 + i % 5), str(1 + (i + 2) % 5)] for i in range(40)]
    released = _survey(rows, [{"code": "miljo", "name": "Miljø", "columns": ["Q1", "Q2"]}])
    assert not _shown(released, "miljo-q1", "girls")
    assert _shown(released, "miljo-q2", "girls")
    assert not _shown(released, "miljo", "girls")


def test_a_share_that_counts_answers_of_a_question_is_hidden_where_their_sum_is() -> None:
    rows = [["Jente", str(4 + i % 2), str(4 + i % 2)] for i in range(20)]
    rows += [["Gutt", str(1 + i % 5), str(1 + i % 5)] for i in range(40)]
    share = {"code": "hoy", "name": "Høy", "columns": ["Q1"], "counts": ["5"], "sensitive": False}
    asked = [{"code": "q", "name": "Q", "columns": ["Q2"]}, {**share, "answers": list("12345")}]
    released = _survey(rows, asked)
    assert not _shown(released, "q", "girls")
    assert not _shown(released, "hoy", "girls")
    alone = _survey([[gender, one] for gender, one, _ in rows], asked[1:])
    assert _shown(alone, "hoy", "girls")


def test_two_indicators_of_one_column_hide_the_same() -> None:
    rows = [["Jente", str(1 + i % 5)] for i in range(12)] + [["Gutt", str(1 + i % 4)] for i in range(13)]
    asked = {"name": "Q", "columns": ["Q1"]}
    released = _survey(rows, [{**asked, "code": "a"}, {**asked, "code": "b", "sensitive": True}])
    for gender in ("girls", "boys", "all"):
        one, other = (
            released.figure(code, unit="999901004", year=2025, gender=gender) for code in ("a", "b")
        )
        assert one == other

"""Whatever the bytes, a reader answers with figures or with sentences, never with a traceback."""

from __future__ import annotations

import json
import tempfile
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lmtools.domain.figures import Status
from lmtools.settings import Settings
from lmtools.survey import import_files, open_released

HEADER = "Spoersmaalgruppe;Spoersmaalnavn;Skoleaarnavn;Trinnnavn;EnhetNavn;Score;Standardavvik;AntallBesvart"
GOOD = f"{HEADER}\nTrivsel;Alle spørsmål;2025-26;10. trinn;Fjordvik skole;4,1;0,8;104\n".encode()
STARTS = (b"", b"PK\x03\x04", b"[", b'{"', b"\xff\xfe", b"\xfe\xff", b"\xef\xbb\xbf", b"sep=\t\n", b"\x89PNG")
quick = settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))


def answer(content: bytes) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "fil"
        path.write_bytes(content)
        report = import_files([path], settings=Settings(data_dir=Path(folder) / "data"))
        json.dumps(report.as_json())
        assert report.problems or report.files
        assert all(problem.what and problem.next for problem in report.problems)


@quick
@given(st.sampled_from(STARTS), st.binary(max_size=400))
def test_arbitrary_bytes_never_give_a_traceback(start: bytes, rest: bytes) -> None:
    answer(start + rest)


@quick
@given(st.text(alphabet=st.sampled_from('EnhetNavn;\t,\n\r"=*0123456789 .{}[]:'), max_size=300))
def test_text_that_is_almost_a_table_never_gives_a_traceback(text: str) -> None:
    answer(text.encode())


@quick
@given(st.integers(0, len(GOOD)), st.binary(max_size=4), st.integers(0, 6))
def test_a_good_file_with_damage_never_gives_a_traceback(at: int, put: bytes, drop: int) -> None:
    answer(GOOD[:at] + put + GOOD[at + drop :])


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(
            st.sampled_from(["EnhetNavn", "Skoleaarnavn", "Score", "metadata", "columns", "rows", "x"]),
            inner,
            max_size=4,
        )
    ),
    max_leaves=12,
)


@quick
@given(json_values)
def test_any_json_never_gives_a_traceback(value: object) -> None:
    answer(json.dumps(value).encode())


cells = st.sampled_from(["*", "", "0,0"]) | st.integers(10, 50).map(lambda i: f"{i // 10},{i % 10}")


@quick
@given(st.lists(cells, min_size=1, max_size=5, unique=False))
def test_the_four_states_survive_reading_and_releasing(values: list[str]) -> None:
    lines = [
        f"Mobbing på skolen;Alle spørsmål;2025-26;{i + 5}. trinn;Fjordvik skole;{value}"
        for i, value in enumerate(values)
    ]
    head = "Spoersmaalgruppe;Spoersmaalnavn;Skoleaarnavn;Trinnnavn;EnhetNavn;AndelMobbet"
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "fil.csv"
        path.write_text("\n".join([head, *lines]) + "\n", encoding="utf-8")
        where = Settings(data_dir=Path(folder) / "data")
        assert import_files([path], settings=where).problems == ()
        released = open_released(where)
        (school,) = released.units()
        for i, value in enumerate([*values, None]):
            found = released.figure("Mobbing på skolen", unit=school, year=2025, grade=str(i + 5))
            if value is None:
                assert found.status is Status.ABSENT
            elif value == "*":
                assert (found.status, found.share) == (Status.SUPPRESSED, None)
            elif value == "":
                assert (found.status, found.share) == (Status.EMPTY, None)
            else:
                assert found.share == float(value.replace(",", "."))

from __future__ import annotations

from collections.abc import Callable

import httpx
import pytest

from lmtools.serving.security import HEADERS
from tests.unit.serving.conftest import page_data

Client = httpx.Client
Clients = Callable[[], Client]

PLACES = [
    "",
    "om",
    "skjerming",
    "kommunen",
    "skjerming.json",
    "prosessleder",
    "bok/nb/stasted",
    "finnes-ikke",
    "bok/nb/finnes-ikke",
    "api/health",
    "api/room/000000",
    "api/kernels/00000000-0000-0000-0000-000000000000",
    "static/dist/manifest.json",
    "static/finnes-ikke.js",
]


@pytest.mark.parametrize("place", PLACES)
def test_every_answer_forbids_what_comes_from_outside(client: Clients, place: str) -> None:
    headers = client().get(place).headers
    for name, value in HEADERS.items():
        assert headers[name].startswith(value)  # Jupyter's own calls add to the policy
    assert "Server" not in headers


@pytest.mark.parametrize(
    "place", ["", "om", "skjerming", "prosessleder", "bok/nb/stasted", "finnes-ikke", "bli-med/000000"]
)
def test_no_page_mentions_another_origin_in_what_it_loads(client: Clients, place: str) -> None:
    html = client().get(place).text
    assert 'src="http' not in html
    assert 'rel="stylesheet" href="http' not in html


def test_a_workbook_page_is_the_same_for_all_and_holds_no_kernel(client: Clients) -> None:
    one, same = (client().get("bok/nb/stasted").text for _ in range(2))
    assert one == same
    assert page_data(one)["kernel"] == ""
    other = page_data(client().get("bok/nn/stasted").text)
    assert (page_data(one)["language"], other["language"]) == ("nb", "nn")
    assert other["workbook"] == "stasted"


def test_each_who_asks_gets_a_kernel_of_their_own(client: Clients) -> None:
    asked = {"workbook": "stasted", "language": "nb"}
    one, other = (client().post("api/kernel", json=asked).json()["kernel"] for _ in range(2))
    assert one and other and one != other


def test_a_kernel_for_a_workbook_that_does_not_exist_is_refused_with_a_sentence(client: Clients) -> None:
    answer = client().post("api/kernel", json={"workbook": "../../etc", "language": "nb"})
    assert answer.status_code == 404
    assert answer.json()["error"].endswith(".")


def test_a_choice_of_language_is_kept_and_leaves_the_address(client: Clients) -> None:
    reader = client()
    answer = reader.get("om?sprak=en")
    assert (answer.status_code, answer.headers["Location"]) == (302, "/om")
    assert '<html lang="en"' in reader.get("om").text
    assert reader.get("bok/stasted?okt=482617").headers["Location"] == "/bok/en/stasted?okt=482617"


def test_a_workbook_in_another_language_lies_at_another_address(client: Clients) -> None:
    answer = client().get("bok/nb/stasted?okt=482617&sprak=nn")
    assert answer.headers["Location"] == "/bok/nn/stasted?okt=482617"


def test_an_unknown_language_changes_nothing(client: Clients) -> None:
    answer = client().get("om?sprak=klingon")
    assert answer.status_code == 200
    assert "lmtools_language" not in answer.cookies


def test_a_browser_that_prefers_nynorsk_gets_it(client: Clients) -> None:
    answer = client().get("om", headers={"Accept-Language": "nn-NO,nn;q=0.9,nb;q=0.8,en;q=0.7"})
    assert '<html lang="nn"' in answer.text


def test_a_wrong_code_is_told_in_a_sentence_on_the_start_page(client: Clients) -> None:
    answer = client().get("bli-med/000000")
    assert answer.status_code == 404
    assert "Vi finner ingen økt med koden" in answer.text
    assert 'name="kode"' in answer.text


def test_a_form_without_script_leads_to_the_address_of_the_code(client: Clients) -> None:
    reader = client()
    assert reader.get("bli-med?kode=482+617").headers["Location"] == "/bli-med/482617"
    assert reader.get("bli-med?kode=<script>").headers["Location"] == "/"


@pytest.mark.parametrize(
    "place", ["finnes-ikke", "bok/nb/finnes-ikke", "bok/de/stasted", "bok/nb/..%2f..%2fx"]
)
def test_what_is_not_there_is_a_page_of_ours(client: Clients, place: str) -> None:
    answer = client().get(place)
    assert answer.status_code == 404
    assert "Vi finner ikke sida" in answer.text
    assert "Traceback" not in answer.text


@pytest.mark.parametrize(
    "place",
    [
        "voila/files/nb/stasted.ipynb",
        "voila/render/nb/stasted.ipynb",
        "voila/tree",
        "voila/api/contents/nb/stasted.ipynb",
        "voila/static/voila.js",
        "api/contents",
        "api/kernels",
        "api/sessions/x",
        "lab",
        "tree",
        "login",
        "static/../app.py",
        "static/dist/%2e%2e/%2e%2e/app.py",
    ],
)
def test_nothing_of_jupyter_but_a_pages_own_kernel_can_be_reached(client: Clients, place: str) -> None:
    assert client().get(place).status_code == 404


def test_the_console_and_the_projector_ask_for_the_key(client: Clients, session: str) -> None:
    for place in ("styr", "lerret"):
        answer = client().get(f"okt/{session}/{place}")
        assert answer.headers["Location"] == f"/prosessleder?okt={session}"


def test_the_projector_is_the_workbook_in_its_own_view(facilitator: Client, session: str) -> None:
    answer = facilitator.get(f"okt/{session}/lerret")
    assert answer.headers["Location"] == f"/bok/nb/stasted?okt={session}&vis=lerret"


def test_built_files_are_kept_for_ever_and_pages_never(client: Clients) -> None:
    reader = client()
    page = reader.get("")
    style = page.text.split('rel="stylesheet" href="/')[1].split('"')[0]
    file = reader.get(style)
    assert page.headers["Cache-Control"] == "no-store"
    assert file.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert file.headers["Content-Encoding"] == "gzip"
    assert file.headers["Vary"] == "Accept-Encoding"
    smaller = reader.get(style, headers={"Accept-Encoding": "gzip, br"})
    assert smaller.headers["Content-Encoding"] == "br"
    assert reader.get(style, headers={"If-None-Match": file.headers["Etag"]}).status_code == 304


def test_a_workbook_is_the_same_compressed_and_not_and_holds_no_figures_in_a_session(
    client: Clients, session: str
) -> None:
    reader = client()
    reader.post("api/join", json={"code": session, "language": "nb"})
    for path, holds in (("bok/nb/stasted", True), (f"bok/nb/stasted?okt={session}", False)):
        small = reader.get(path, headers={"Accept-Encoding": "gzip"})
        plain = reader.get(path, headers={"Accept-Encoding": "identity"})
        assert (small.headers.get("Content-Encoding"), plain.headers.get("Content-Encoding")) == (
            "gzip",
            None,
        )
        assert small.headers["Vary"] == "Accept-Encoding"
        assert small.text == plain.text
        assert ('"shown"' in small.text) is holds


def test_a_principal_reads_what_is_hidden_and_takes_the_certificate_along(client: Clients) -> None:
    reader = client()
    page = reader.get("skjerming").text
    assert "Merket i fila" in page
    assert 'href="/skjerming.json"' in page
    answer = reader.get("skjerming.json")
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert answer.json()["hidden"]["mark"] > 0
    assert all('/skjerming"' in reader.get(place).text for place in ("", "om"))

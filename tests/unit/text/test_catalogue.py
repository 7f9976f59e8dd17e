"""Every kind of source is searched for sentences."""

from __future__ import annotations

import nbformat
import nbformat.v4 as nb
import pytest

from lmtools.text import catalogue, notebooks


@pytest.fixture
def sources(tmp_path):
    files = {
        "lmtools/a.py": (
            "class Full(LmtoolsError): pass\nclass Fuller(Full): pass\n"
            'text.t("Fra en funksjon", n=1)\nN_("Merket")\nraise Fuller("Fra en feil med {n}", n=1)\n'
            'other("Ikke for brukere")\n"løs tekst"\nt("Over " \n "to linjer")\n'
        ),
        "lmtools/serving/templates/pages/a.html": (
            '{{ t("Fra en mal") }}{% if x %}{{ t("Til {n}", n=x) }}{% endif %}'
        ),
        "frontend/src/views/a.js": 'const a = t("Fra siden", {n: 1});\nconst b = f("nei");\n',
    }
    for name, source in files.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(source, "utf-8")
    book = nb.new_notebook(
        cells=[
            nb.new_markdown_cell("## Overskrift\n\nProsa.\n"),
            nb.new_code_cell(
                'book.reflect("Hva ser vi?", help="Skriv kort.")', metadata={"lmtools": {"say": "Gi ro."}}
            ),
            nb.new_code_cell("from lmtools import open_book\nbook = open_book('prøve')"),
        ]
    )
    (tmp_path / "workbooks").mkdir()
    (tmp_path / "workbooks/prøve.ipynb").write_text(nbformat.writes(book), "utf-8")
    return tmp_path


def test_sentences_are_found_in_python_templates_notebooks_and_the_page(sources):
    assert sorted(catalogue.find_messages(sources)) == [
        "## Overskrift\n\nProsa.",
        "Fra en feil med {n}",
        "Fra en funksjon",
        "Fra en mal",
        "Fra siden",
        "Gi ro.",
        "Hva ser vi?",
        "Merket",
        "Over to linjer",
        "Skriv kort.",
        "Til {n}",
    ]


def test_only_the_pages_own_sentences_are_sent_to_the_page(sources):
    assert catalogue.find_page_messages(sources) == {"Fra siden": {"frontend/src/views/a.js"}}


def test_an_error_class_is_known_by_what_it_inherits_from(sources):
    assert catalogue.error_classes(sources) == ("Full", "Fuller", "LmtoolsError")


def test_a_translation_with_other_fields_counts_as_missing(tmp_path, monkeypatch):
    monkeypatch.setattr(catalogue, "LOCALE_DIR", tmp_path)
    monkeypatch.setattr(catalogue, "read_translations", lambda _: {"{n} svar": "{m} answers", "Ja": "Yes"})
    assert catalogue.missing("en", {"{n} svar": set(), "Ja": set(), "Nei": set()}) == ["Nei", "{n} svar"]


def test_a_translation_that_no_source_uses_is_kept_until_it_is_pruned(tmp_path, monkeypatch):
    monkeypatch.setattr(catalogue, "LOCALE_DIR", tmp_path)
    with monkeypatch.context() as patch:
        patch.setattr(catalogue, "read_translations", lambda _: {"Ja": "Yes", "Før": "Before"})
        catalogue.write_catalogues({"Ja": {"a.py"}})
    assert catalogue.read_translations("en") == {"Ja": "Yes", "Før": "Before"}
    catalogue.write_catalogues({"Ja": {"a.py"}}, keep_unused=False)
    assert catalogue.read_translations("en") == {"Ja": "Yes"}


def test_a_cell_that_is_no_call_has_no_verb():
    assert notebooks.call(nb.new_code_cell("x = (")) is None
    assert notebooks.call(nb.new_code_cell("")) is None
    assert notebooks.call(nb.new_code_cell("open_book('a')")) is None

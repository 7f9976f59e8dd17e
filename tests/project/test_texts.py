"""The catalogues hold every sentence that a user can meet, in every language."""

from __future__ import annotations

import ast
import json
import re

import pytest

from lmtools.text import LOCALE_DIR, Text, catalogue

FIELD = re.compile(r"\{(\w+)\}")
MARKED = re.compile(r"""\b(?:t|N_)\(\s*(["'`])((?:\\.|(?!\1).)*)\1""", re.DOTALL)


@pytest.fixture(scope="module")
def messages():
    return catalogue.find_messages()


@pytest.mark.parametrize("language", catalogue.TRANSLATED)
def test_every_sentence_in_the_sources_is_translated_with_the_same_fields(messages, language):
    assert catalogue.missing(language, messages) == []


@pytest.mark.parametrize("language", catalogue.TRANSLATED)
def test_no_translation_is_uncertain_or_out_of_use(messages, language):
    written = (LOCALE_DIR / language / "LC_MESSAGES/lmtools.po").read_text("utf-8")
    assert "fuzzy" not in written
    assert sorted(set(catalogue.read_translations(language)) - set(messages)) == []


@pytest.mark.parametrize("language", catalogue.TRANSLATED)
def test_the_compiled_catalogue_says_what_the_written_one_says(language):
    text = Text(language)
    differing = [m for m, known in catalogue.read_translations(language).items() if text.t(m) != known]
    assert differing == []


@pytest.mark.parametrize("language", catalogue.TRANSLATED)
def test_the_page_gets_every_sentence_of_its_own_code(language):
    texts = json.loads((catalogue.TEXTS_DIR / f"{language}.json").read_text("utf-8"))
    assert sorted(texts) == sorted(catalogue.find_page_messages())


def test_no_sentence_stands_where_the_extractor_does_not_look(messages):
    """Babel passes over a call inside an f-string, a template literal or another marked call."""
    searched = (("lmtools", "**/*.py", marked_in_python), ("frontend/src", "**/*.js", marked_in_script))
    lost = []
    for folder, pattern, find in searched:
        for path in sorted((catalogue.ROOT / folder).glob(pattern)):
            file = path.relative_to(catalogue.ROOT).as_posix()
            sentences = find(path.read_text("utf-8"))
            lost += [f"{file}: {one}" for one in sentences if file not in messages.get(one, ())]
    assert lost == []


def marked_in_python(source):
    calls = [node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Call) and node.args]
    for call in calls:
        name = getattr(call.func, "attr", getattr(call.func, "id", ""))
        if name in catalogue.FUNCTIONS and isinstance(call.args[0], ast.Constant):
            yield call.args[0].value


def marked_in_script(source):
    return [re.sub(r"\\(.)", r"\1", sentence) for _, sentence in MARKED.findall(source)]


def test_no_problem_of_a_survey_file_is_told_in_words_that_no_catalogue_can_hold():
    noting = ("add", "add_rows", "fail")
    loose = [
        f"{path.name}:{sentence.lineno}"
        for path in sorted((catalogue.ROOT / "lmtools/survey").rglob("*.py"))
        for call in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(call, ast.Call) and ast.unparse(call.func) in {f"trouble.{name}" for name in noting}
        for sentence in call.args[:2]
        if isinstance(sentence, ast.JoinedStr | ast.Constant)  # a marked one is a call of N_, or a name
    ]
    assert loose == []


def test_writing_the_catalogues_twice_gives_the_same_files(tmp_path, monkeypatch):
    for language in catalogue.TRANSLATED:
        written = (LOCALE_DIR / language / "LC_MESSAGES/lmtools.po").read_bytes()
        copy = tmp_path / language / "LC_MESSAGES/lmtools.po"
        copy.parent.mkdir(parents=True)
        copy.write_bytes(written)
    monkeypatch.setattr(catalogue, "LOCALE_DIR", tmp_path)
    catalogue.write_catalogues(catalogue.find_messages())
    for language in catalogue.TRANSLATED:
        name = f"{language}/LC_MESSAGES/lmtools.po"
        assert (tmp_path / name).read_bytes() == (LOCALE_DIR / name).read_bytes()

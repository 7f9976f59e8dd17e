"""What somebody sends is a workbook only when it is prose and the verbs of lmtools, and it is never run."""

from __future__ import annotations

import io
import stat
import sys
import zipfile

import nbformat
import nbformat.v4 as nb
import pytest

from lmtools.book import find_workbook, list_workbooks
from lmtools.book.checking import faults_of, is_verb
from lmtools.book.parcel import MOST_FILES, Refused, open_parcel
from lmtools.book.skeleton import new_workbook

WORKBOOK = new_workbook("friminutt").files


@pytest.fixture
def notebook():
    return nbformat.reads(WORKBOOK["friminutt.ipynb"], as_version=4)


def faults(notebook, name="friminutt"):
    return " ".join(map(str, faults_of(notebook, name)))


@pytest.mark.parametrize("name", list_workbooks())
def test_every_workbook_that_comes_with_lmtools_is_one(name):
    assert faults(nbformat.read(find_workbook(name), as_version=4), name) == ""


@pytest.mark.parametrize(
    "source",
    [
        'book.reflect("Hva ser vi?")',
        'book.reflect("Hva ser vi?", limit=100, options=False)  # en merknad',
        'book.case("A", "B", questions=["C", "D"])',
        'book.about(\n    purpose="%ikke en magi",\n    minutes=5,\n    who="!ls",\n)',
    ],
)
def test_a_call_of_a_verb_with_texts_and_numbers_is_one(source):
    assert is_verb(source)


@pytest.mark.parametrize(
    "source",
    [
        "import os",
        "!rm -rf .",
        "%run annen.py",
        "%%bash\nls",
        "ls = !ls",
        "book.reflect?",
        'book.reflect("a"); import os',
        'book.reflect("a")\nimport os',
        'book.reflect(open("/etc/passwd").read())',
        "book.reflect(f\"{__import__('os')}\")",
        'book.reflect("a" + "b")',
        "book.reflect(*[])",
        "book.reflect(**{})",
        'book.reflect(prompt=[x for x in ""])',
        'book.case("a", [["b"]])',
        "book.reflect(...)",
        'book.__class__("x")',
        "book._figures()",
        'book.reflect.__globals__["x"]()',
        'other.reflect("a")',
        'book.report().keep("x")',
        'book = open_book("friminutt")',
        'exec("x")',
        'lambda: book.reflect("a")',
        'get_ipython().system("ls")',
        'book.reflect("""\n>>> a\n""")',
        "book.reflect(" + "(" * 300 + ")" * 300 + ")",
    ],
)
def test_anything_else_is_not(source, notebook):
    assert not is_verb(source)
    notebook.cells.append(nb.new_code_cell(source))
    assert f"Celle {len(notebook.cells)} er kode som ikke er et av verbene" in faults(notebook)


def test_the_first_cell_opens_the_book_and_does_nothing_else(notebook):
    assert 'book = open_book("annet")' in faults(notebook, "annet")
    notebook.cells[1].source += "\nimport os"
    assert "Celle 2 skal åpne arbeidsboka" in faults(notebook)


@pytest.mark.parametrize(
    "prose",
    [
        "<script>alert(1)</script>",
        "Trykk <a href='x' onclick='y'>her</a>",
        "![bilde](https://eksempel.no/spor.png)",
        "![bilde][1]\n\n[1]: https://eksempel.no/spor.png",
        "[her](javascript:alert(1))",
        "[her](java&#115;cript:alert(1))",
        "[her][1]\n\n[1]: data:text/html,x",
        "[her](file:///etc/passwd)",
        "<!-- skjult -->",
    ],
)
def test_prose_holds_no_html_no_picture_and_no_other_address_than_a_web_page(prose, notebook):
    notebook.cells[0].source = f"# Tittel\n\n{prose}"
    assert "Celle 1 er mer enn tekst" in faults(notebook)


@pytest.mark.parametrize(
    "prose",
    [
        "Færre enn 5 < 10, og [Udir](https://www.udir.no/) sier det.",
        "<https://www.udir.no/>",
        "**Skriv** til [oss](mailto:a@b.no), se [lenger nede](#plan).",
    ],
)
def test_ordinary_prose_is_let_through(prose, notebook):
    notebook.cells[0].source = f"# Tittel\n\n{prose}"
    assert faults(notebook) == ""


def test_outputs_other_kinds_of_cells_and_unknown_metadata_are_told_of(notebook):
    notebook.cells[1].outputs = [nb.new_output("stream", text="37 elever")]
    notebook.cells.append(nb.new_raw_cell("<b>x</b>", metadata={"format": "text/html"}))
    notebook.metadata["widgets"] = {"application/vnd.jupyter.widget-state+json": {}}
    notebook.metadata.kernelspec["name"] = "annen"
    said = faults(notebook)
    assert "lagret med utdata" in said
    assert "37 elever" not in said
    assert f"Celle {len(notebook.cells)} er mer enn tekst" in said
    assert "«widgets»" in said
    assert "python3" in said


@pytest.mark.parametrize("metadata", [{"minutes": 5}, {"phases": ["natt"]}, {"phases": 3}])
def test_metadata_that_nobody_can_read_is_a_sentence(metadata, notebook):
    notebook.cells[-1].metadata["lmtools"] = metadata
    assert "Metadataene til ei celle" in faults(notebook)


def test_a_misused_verb_is_told_of_as_in_the_notebook(notebook):
    notebook.cells[-1].source = 'book.check_out("")'
    assert "Skriv hva book.check_out skal handle om" in faults(notebook)


# --- what comes as a folder or a zip --------------------------------------------------------


def packed(files):
    """A zip with the workbook and `files`: entry (a name or a ZipInfo) to bytes."""
    return packed_of({**{f"workbooks/{name}": text for name, text in WORKBOOK.items()}, **files})


def packed_of(files):
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as file:
        for name, data in files.items():
            file.writestr(name, data)
    return written.getvalue()


@pytest.fixture
def opened(tmp_path):
    def open_(data):
        path = tmp_path / "pakke.zip"
        path.write_bytes(data)
        return open_parcel(path)

    return open_


def names(parcel):
    return sorted(parcel.files)


@pytest.mark.parametrize("top", ["", "lager-main/", "workbooks/", "lager-main/workbooks/", "mine/"])
def test_the_workbooks_are_found_where_they_lie(opened, top):
    parcel = opened(packed_of({f"{top}{name}": text for name, text in WORKBOOK.items()}))
    assert names(parcel) == ["friminutt-45.toml", "friminutt.ipynb"]
    assert [outline.title for outline in parcel.outlines] == ["Friminutt"]


def test_nothing_but_workbooks_and_agendas_is_taken(opened):
    parcel = opened(packed({"binder/postBuild": "rm -rf /", "annet/x.ipynb": "{}", "x.py": "import os"}))
    assert names(parcel) == ["friminutt-45.toml", "friminutt.ipynb"]


def link(name):
    entry = zipfile.ZipInfo(name)
    entry.create_system = 3
    entry.external_attr = (stat.S_IFLNK | 0o777) << 16
    return entry


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("../utenfor.ipynb", "utenfor mappa"),
        ("workbooks/../../utenfor.txt", "utenfor mappa"),
        ("/etc/passwd", "utenfor mappa"),
        ("C:/x.ipynb", "utenfor mappa"),
        ("workbooks\\..\\..\\x.ipynb", "utenfor mappa"),
        (link("workbooks/lenke.ipynb"), "viser til ei anna"),
        (link("annet"), "viser til ei anna"),
        ("workbooks/FRIMINUTT.ipynb", "heter det samme"),
    ],
    ids=str,
)
def test_a_zip_that_reaches_outside_itself_is_refused_whole(opened, name, said):
    if isinstance(name, str) and "\\" in name:
        entry = zipfile.ZipInfo("x")
        entry.filename = name  # ZipInfo itself would write it with slashes on Windows
        name = entry
    with pytest.raises(Refused, match=said):
        opened(packed({name: "/etc/passwd"}))


def test_a_zip_that_is_too_large_is_refused_whatever_it_says(opened):
    bomb = packed({"workbooks/stor.ipynb": b" " * 30_000_000})
    assert len(bomb) < 100_000
    with pytest.raises(Refused, match="for stor"):
        opened(bomb)
    with pytest.raises(Refused, match="for stor"):
        opened(packed({f"f{number}": "" for number in range(MOST_FILES)}))


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04tull", packed({})[:-40], b"ikke en zip"])
def test_a_zip_that_is_not_whole_is_a_sentence(opened, data):
    with pytest.raises(Refused, match="ikke hel"):
        opened(data)


def test_a_workbook_with_code_that_is_not_ours_is_refused_by_name(opened, notebook):
    notebook.cells.append(nb.new_code_cell("import os"))
    with pytest.raises(Refused, match=r"friminutt\.ipynb kan ikke tas inn\. Celle \d+ er kode"):
        opened(packed_of({"friminutt.ipynb": nbformat.writes(notebook)}))


@pytest.mark.parametrize("data", [b"\xff", b"[]", b"{}", b"[" * 100_000, b'{"cells": 3, "nbformat": 4}'])
def test_a_notebook_that_is_none_is_a_sentence(opened, data):
    with pytest.raises(Refused, match="ikke ei notatbok"):
        opened(packed_of({"friminutt.ipynb": data}))


def test_an_agenda_that_picks_what_is_not_there_is_refused(opened):
    agenda = 'title = "X"\n[[items]]\nworkbook = "friminutt"\nstep = "guess-9"\n'
    with pytest.raises(Refused, match="har ikke steget"):
        opened(packed({"workbooks/x.toml": agenda}))
    with pytest.raises(Refused, match=r"x\.toml kan ikke tas inn"):
        opened(packed({"workbooks/x.toml": "= ="}))


def test_a_name_that_no_workbook_can_have_is_refused(opened):
    with pytest.raises(Refused, match="kan ikke være navnet"):
        opened(packed_of({"a b$.ipynb": WORKBOOK["friminutt.ipynb"]}))


def test_a_zip_without_workbooks_says_so(opened):
    with pytest.raises(Refused, match="ingen arbeidsbøker"):
        opened(packed_of({"lest.txt": "hei"}))


@pytest.mark.skipif(sys.platform == "win32", reason="making links is for those who may")
def test_a_folder_is_looked_at_in_the_same_way(tmp_path):
    mine = tmp_path / "mine"
    (mine / "workbooks").mkdir(parents=True)
    for name, text in WORKBOOK.items():
        (mine / "workbooks" / name).write_text(text, "utf-8")
    assert names(open_parcel(mine)) == ["friminutt-45.toml", "friminutt.ipynb"]
    (mine / "workbooks/lenke.ipynb").symlink_to("/etc/passwd")
    with pytest.raises(Refused, match="viser til ei anna"):
        open_parcel(mine)
    (mine / "workbooks/lenke.ipynb").unlink()
    (mine / "workbooks/stor.toml").write_bytes(b" " * 2_000_000)
    with pytest.raises(Refused, match="for stor"):
        open_parcel(mine)

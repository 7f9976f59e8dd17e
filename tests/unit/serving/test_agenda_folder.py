"""What is kept of agendas on the disk, and for how long."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest

from lmtools.book import workbooks_folder
from lmtools.domain.agenda import Agenda, AgendaItem
from lmtools.errors import LmtoolsError
from lmtools.serving.agenda_folder import KEPT_SECONDS, MOST_AGENDAS, AgendaFolder
from lmtools.serving.runtime import Workbooks

DAY = Agenda("Vår dag", (AgendaItem("stasted", "reflect-1"),))


@pytest.fixture
def folder(tmp_path: Path) -> AgendaFolder:
    workbooks = Workbooks(
        workbooks_folder(), tmp_path / "root", ("aktiviteter", "stasted"), tmp_path / "a/started"
    )
    return AgendaFolder(tmp_path / "a", workbooks)


def test_agendas_with_the_same_title_do_not_overwrite_each_other(folder: AgendaFolder) -> None:
    names = [folder.add(DAY).name for _ in range(3)]
    assert names == ["vår-dag", "vår-dag-2", "vår-dag-3"]
    assert folder.add(Agenda("???")).name == "dagsorden"


def test_there_is_an_end_to_how_many_are_kept(folder: AgendaFolder, tmp_path: Path) -> None:
    first = (tmp_path / "a" / f"{folder.add(DAY).name}.toml").read_text("utf-8")
    for number in range(MOST_AGENDAS - 1):
        (tmp_path / "a" / f"x-{number}.toml").write_text(first, "utf-8")
    with pytest.raises(LmtoolsError, match="Slett noen først"):
        folder.add(DAY)


def test_a_ready_agenda_whose_workbook_is_not_here_is_not_offered(tmp_path: Path) -> None:
    only_one = Workbooks(workbooks_folder(), tmp_path / "root", ("stasted",))
    assert AgendaFolder(tmp_path, only_one).ready() == ()


def test_what_is_picked_from_is_the_workbook_as_it_is_now(tmp_path: Path) -> None:
    books = tmp_path / "books"
    books.mkdir()
    text = (workbooks_folder() / "stasted.ipynb").read_text("utf-8")
    (books / "stasted.ipynb").write_text(text, "utf-8")
    folder = AgendaFolder(tmp_path / "a", Workbooks(books, tmp_path / "root", ("stasted",)))
    assert folder.shelf().outline("stasted").title == "Ståsted"
    assert folder.shelf() is folder.shelf(), "it takes a while to put together, so it is kept"
    (books / "stasted.ipynb").write_text(text.replace("# Ståsted", "# Vårt ståsted"), "utf-8")
    os.utime(books / "stasted.ipynb", (1, 1))
    assert folder.shelf().outline("stasted").title == "Vårt ståsted"


def test_the_notebook_of_a_session_stays_until_the_session_is_gone(
    folder: AgendaFolder, tmp_path: Path
) -> None:
    used, unused, fresh = (
        folder.begin(Agenda(title, DAY.items)) for title in ("I bruk", "Ikke i bruk", "Nettopp laget")
    )
    old = time.time() - KEPT_SECONDS - 60
    for name in (used, unused):
        os.utime(tmp_path / f"a/started/{name}.ipynb", (old, old))
    folder.tidy({used})
    assert {path.stem for path in (tmp_path / "a/started").iterdir()} == {used, fresh}


def test_an_edited_workbook_leaves_the_notebook_of_a_session_as_it_was(
    folder: AgendaFolder, tmp_path: Path
) -> None:
    name = folder.begin(DAY)
    before = (tmp_path / f"a/started/{name}.ipynb").read_bytes()
    folder.begin(Agenda("Vår dag", (AgendaItem("stasted", "reflect-1", prompt="Noe annet?"),)))
    assert (tmp_path / f"a/started/{name}.ipynb").read_bytes() == before

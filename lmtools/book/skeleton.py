"""A new workbook to begin from: the notebook, an agenda of 45 minutes, and the tests that keep both in order.

What stands in it is meant to be written over. All of it lies where the catalogues look for texts, so it can
be translated like the workbooks that come with lmtools.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from copy import deepcopy
from dataclasses import dataclass
from typing import TYPE_CHECKING

from lmtools.book.agenda_file import write_agenda
from lmtools.book.arranging import ARRANGED
from lmtools.book.checking import KERNEL, OPENING
from lmtools.book.misuse import WorkbookError
from lmtools.book.outlining import outline_of
from lmtools.domain.agenda import Agenda, AgendaItem, minutes_of
from lmtools.domain.session import Outline, Phase

if TYPE_CHECKING:
    from nbformat import NotebookNode

NAME = re.compile(r"[a-zæøå][a-z0-9æøå]*(?:-[a-z0-9æøå]+)*")
LONGEST_NAME = 40
LENGTH = 45

_WELCOME = """# {title}

Hva handler denne økta om? Si det i to setninger, slik du ville sagt det til en kollega.

- **Tid:** {minutes} minutter, eller dagsordenen på 45 minutter
- **Hvem:** alle som arbeider på skolen
- **Dere trenger:** en telefon hver, ett lerret og én som leder prosessen

Vi snakker om skolen. Skriv aldri noe som kan peke på én elev eller én kollega."""

_ABOUT = """book.about(
    purpose="Skriv hva som skal være annerledes når dagen er over.",
    minutes={minutes},
    who="Skriv hvem som bør være med.",
    before=["Skriv hva som må være gjort på forhånd."],
    during=["Skriv det viktigste å passe på mens dere holder på."],
    after=["Skriv hvem som følger opp, og når."],
)"""

_STEPS = (
    (
        "innsjekk",
        "## Det vi vil ta vare på\n\nVi begynner med det som virker. Tenk på noe du ikke ville vært foruten.",
        'book.check_in("Hva gjør vi som vi må ta vare på?")',
        "Begynn selv. Les opp noen svar uten å rangere dem.",
    ),
    (
        "refleksjon",
        "## Hva ser vi?\n\nSvar først for deg selv. Bli så enige i gruppa om det viktigste.",
        'book.reflect("Hva ser vi hos oss, og hva vil vi gjøre noe med?")',
        "Spør gruppene: Hva har dere sett, og hva tror dere?",
    ),
    (
        "valg",
        "## Vi velger\n\nDu har tre poeng. Snakk sammen etter første runde, og fordel dem en gang til.",
        'book.prioritise("Hva er viktigst for oss nå?")',
        "Det er lov å ombestemme seg. Det som ikke blir valgt, står likevel i rapporten.",
    ),
    (
        "plan",
        "## Slik gjør vi det\n\nSkriv ett mål, hvem som gjør hva, og hva som viser at det virker.",
        "book.actions(max_goals=1)",
        "Et tiltak uten dato blir et ønske. Spør: Hvem spør oss om dette om to måneder?",
    ),
    (
        "utsjekk",
        "## Før vi går\n\nÉn setning fra hver. Ingen kommenterer.",
        'book.check_out("Hva tar du med deg herfra?")',
        "Les opp noen av svarene, og si når dere ses igjen.",
    ),
)
"""Cell, prose, activity and what the facilitator is told, of each step."""

_TIMES: dict[str, dict[Phase, int]] = {
    "check_in-1": {Phase.ALONE: 1, Phase.PLENARY: 2},
    "reflect-1": {Phase.ALONE: 4, Phase.GROUP: 8, Phase.PLENARY: 6},
    "prioritise-1": {Phase.ALONE: 2, Phase.GROUP: 3, Phase.PLENARY: 3},
    "actions-1": {Phase.GROUP: 8, Phase.PLENARY: 4},
    "check_out-1": {Phase.ALONE: 1, Phase.PLENARY: 1},
}
"""The minutes of the agenda. A vote is cast alone twice."""

_TEST = '''"""Arbeidsboka «{name}» kan leses, holdes og kjøres. Den krever pytest og nbval:

    python -m pytest {file}
"""

import subprocess
import sys
from pathlib import Path

import nbformat

from lmtools.book.agenda_checks import troubles_of
from lmtools.book.agenda_file import read_agenda
from lmtools.book.checking import faults_of
from lmtools.book.parcel import shelf_of
from lmtools.text.lix import MOST, lix_of

HERE = Path(__file__).parent
WORKBOOK = HERE / "{name}.ipynb"
AGENDAS = sorted(HERE.glob("{name}-*.toml"))


def test_it_is_prose_and_the_verbs_of_lmtools():
    assert [str(fault) for fault in faults_of(nbformat.read(WORKBOOK, as_version=4), "{name}")] == []


def test_it_is_easy_to_read():
    assert lix_of(nbformat.read(WORKBOOK, as_version=4)) <= MOST


def test_its_agendas_can_be_carried_out():
    for path in AGENDAS:
        troubles = troubles_of(read_agenda(path.read_text("utf-8")), shelf_of(HERE))
        assert [str(trouble.said) for trouble in troubles] == [], path.name


def test_it_runs_from_top_to_bottom():
    nbval = ["--nbval-lax", "--nbval-current-env", "--nbval-cell-timeout=60"]
    ran = subprocess.run([sys.executable, "-m", "pytest", "-q", *nbval, WORKBOOK.name], cwd=HERE)
    assert ran.returncode == 0
'''


@dataclass(frozen=True)
class Skeleton:
    """The files of a new workbook: file name to text."""

    name: str
    files: dict[str, str]


def check_name(name: str) -> None:
    """Raises WorkbookError when no workbook can be called `name`."""
    if not NAME.fullmatch(name) or len(name) > LONGEST_NAME or ARRANGED.fullmatch(name):
        raise WorkbookError(
            "«{name}» kan ikke være navnet på ei arbeidsbok. Bruk små bokstaver, tall og bindestrek, og "
            "begynn med en bokstav, for eksempel «friminutt» eller «god-start».",
            name=name[:60],
        )


def new_workbook(name: str) -> Skeleton:
    """The files of a new workbook called `name`. Raises WorkbookError for a name that it cannot have."""
    import nbformat

    check_name(name)
    test = f"test_{name.replace('-', '_')}.py"
    agenda = Agenda(
        f"{_title(name)} på {LENGTH} minutter",
        tuple(AgendaItem(name, step, minutes) for step, minutes in _TIMES.items()),
        length=LENGTH,
    )
    return Skeleton(
        name,
        {
            f"{name}.ipynb": nbformat.writes(_notebook(name)) + "\n",
            f"{name}-{LENGTH}.toml": write_agenda(agenda),
            test: _TEST.format(name=name, file=test),
        },
    )


def left_of_template(outline: Outline) -> list[str]:
    """What a new workbook tells its author to write, and still stands in `outline` as it was."""
    template = _asked_for(outline_of(_notebook(outline.name), outline.name))
    return [text for text in _asked_for(outline) if text in template]


def _asked_for(outline: Outline) -> list[str]:
    guide = outline.guide
    told = [guide.purpose, guide.who, *guide.before, *guide.during, *guide.after] if guide else []
    return [outline.lead, *told]


def _title(name: str) -> str:
    return name.replace("-", " ").capitalize()


def _notebook(name: str) -> NotebookNode:
    import nbformat.v4 as nb

    notebook: NotebookNode = nb.new_notebook(cells=list(_step_cells()), metadata=deepcopy(KERNEL))
    minutes = sum(map(minutes_of, outline_of(notebook, name).steps))
    notebook.cells[:0] = [
        nb.new_markdown_cell(_WELCOME.format(title=_title(name), minutes=minutes), id="velkommen"),
        nb.new_code_cell(OPENING.format(name=name), id="apne"),
        nb.new_code_cell(_ABOUT.format(minutes=minutes), id="om"),
    ]
    return notebook


def _step_cells() -> Iterator[NotebookNode]:
    import nbformat.v4 as nb

    for cell, prose, activity, say in _STEPS:
        yield nb.new_markdown_cell(prose, id=f"{cell}-tekst")
        yield nb.new_code_cell(activity, id=cell, metadata={"lmtools": {"say": say}})

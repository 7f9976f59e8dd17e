"""What an installation keeps: the data folder, the key, the database, the figures, the workbooks."""

from __future__ import annotations

import ast
import os
import shutil
from collections.abc import Iterator
from pathlib import Path

from lmtools.cli.ailments import Case, Finding, Mark
from lmtools.errors import N_, LmtoolsError
from lmtools.settings import secret

LEAST_FREE_MEGABYTES = 500
OTHERS = 0o077
"""The rights of everybody but the owner, in a file's mode."""


def data_folder(case: Case) -> Iterator[Finding]:
    """Whether it can be written to, and is for its owner only."""
    from lmtools.serving import ServeOptions
    from lmtools.serving.serve import make_data_folder

    folder = case.settings.data_dir
    make_data_folder(ServeOptions(settings=case.settings))
    yield case.fine(N_("Datamappa er {folder}."), folder=str(folder))
    if is_open_to_others(folder):
        yield case.note(
            N_("Andre brukere på maskinen kommer inn i datamappa."),
            N_("Steng den med chmod 700 {folder}"),
            folder=str(folder),
        )


def disk(case: Case) -> Iterator[Finding]:
    """Whether there is room for a day."""
    there = case.settings.data_dir.absolute()
    folder = next(path for path in (there, *there.parents) if path.exists())
    free = shutil.disk_usage(folder).free / 1e6
    number = case.text.number(free, 0)
    if free < LEAST_FREE_MEGABYTES:
        yield case.wrong(
            N_("Det er bare {free} MB ledig på disken."), N_("Rydd plass til minst 500 MB."), free=number
        )
    else:
        yield case.fine(N_("Det er {free} MB ledig på disken."), free=number)


def keys(case: Case) -> Iterator[Finding]:
    """Whether the facilitator key is long enough, and only ours to read. It is never told."""
    from lmtools.serving.keys import check_given, read_key

    given = secret(os.environ, "LMTOOLS_FACILITATOR_KEY")
    if given:
        check_given(given)
        yield case.fine(N_("Prosesslederens nøkkel er satt av LMTOOLS_FACILITATOR_KEY."))
        return
    kept = [case.settings.data_dir / name for name in ("facilitator.key", "cookie.secret")]
    for file in (file for file in kept if file.exists()):
        read_key(file)
        if is_open_to_others(file):
            yield case.wrong(
                N_("Andre brukere på maskinen kan lese {file}."),
                N_("Steng den med chmod 600 {file}"),
                file=str(file),
            )
    if not kept[0].exists():
        yield case.fine(N_("Prosesslederens nøkkel blir laget når lmtools starter første gang."))
    elif not is_open_to_others(kept[0]):
        yield case.fine(N_("Prosesslederens nøkkel ligger i {file}."), file=str(kept[0]))


def is_open_to_others(path: Path) -> bool:
    """Whether other users of the machine may read or write it; Windows keeps its rights elsewhere."""
    return os.name == "posix" and bool(path.stat().st_mode & OTHERS)


def database(case: Case) -> Iterator[Finding]:
    """Whether it answers, is whole, and is of this version."""
    from lmtools.store import look

    seen = look(case.settings.database_url)
    if seen is None:
        yield case.fine(N_("Databasen blir laget når lmtools starter første gang."))
        return
    yield case.fine(N_("Databasen svarer ({kind})."), kind=seen.kind)
    if seen.is_untried:
        yield case.note(
            N_("lmtools er prøvd med PostgreSQL 15, og databasen er eldre."),
            N_("Be den som driver den, om en nyere."),
        )
    if seen.is_behind:
        yield case.note(
            N_("Databasen er fra en eldre utgave av lmtools, og blir gjort om når lmtools starter."),
            N_("Alt som står i den, blir med. Ta en kopi av den først hvis dere vil kunne gå tilbake."),
        )


def policy(case: Case) -> Iterator[Finding]:
    """A policy file that cannot be read stops everything else, so it is told by itself."""
    from lmtools.survey.policy import load_policy

    load_policy(case.settings.policy_file)
    if case.settings.policy_file:
        yield case.fine(N_("Reglene for skjerming står i {file}."), file=str(case.settings.policy_file))


def figures(case: Case) -> Iterator[Finding]:
    """Whether there are any, for how many schools."""
    from lmtools.survey import open_released

    count = sum(1 for unit in open_released(case.settings).units() if unit.level == "school")
    if count:
        yield case.fine(N_("Tall for {count} skoler er lest inn."), count=count)
    else:
        yield case.wrong(N_("Ingen tall er lest inn."), N_("Les dem inn med lmtools import FIL."))


def workbooks(case: Case) -> Iterator[Finding]:
    """Whether each can be read; none of them is run."""
    from lmtools.book.places import brought_folder, list_workbooks, workbooks_folder

    folder = case.folder or workbooks_folder()
    names = list_workbooks(folder)
    if not names:
        advice = _NONE_BROUGHT if folder == brought_folder() else _NONE_HERE
        yield case.wrong(N_("Det er ingen arbeidsbøker i {folder}."), advice, folder=str(folder))
        return
    broken = [finding for name in names for finding in _broken(case, folder / f"{name}.ipynb")]
    yield from broken
    if not broken:
        yield case.fine(N_("{count} arbeidsbøker i {folder}."), count=len(names), folder=str(folder))


_NONE_BROUGHT = N_("Installer lmtools på nytt.")
_NONE_HERE = N_("Se etter skrivefeil, eller legg kopier av våre der med lmtools workbooks {folder}.")


def _broken(case: Case, path: Path) -> Iterator[Finding]:
    """What is wrong with one, if anything is."""
    from lmtools.book import outline

    name, t = case.text.t("Arbeidsboka {name}:", name=path.name), case.text.t
    try:
        outline(path, language=case.settings.language)
        number = _cell_that_is_no_python(path)
    except LmtoolsError as error:
        yield Finding(Mark.WRONG, name, case.text.error(error))
    except Exception:  # what a file that is no notebook makes of nbformat
        yield Finding(
            Mark.WRONG, name, t("Fila er ikke ei notatbok. Hent den fra en kopi, eller ta den bort.")
        )
    else:
        if number:
            advice = t("Python forstår ikke celle {number}. Se etter parenteser og hermetegn.", number=number)
            yield Finding(Mark.WRONG, name, advice)


def _cell_that_is_no_python(path: Path) -> int | None:
    """The place of the first cell, from 1, that could never run; IPython's own lines are let through."""
    import nbformat

    for number, cell in enumerate(nbformat.read(path, as_version=4).cells, 1):
        is_plain = cell.cell_type == "code" and not cell.source.lstrip().startswith(("%", "!"))
        try:
            ast.parse(cell.source if is_plain else "")
        except SyntaxError:
            return number
    return None


def template(case: Case) -> Iterator[Finding]:
    """Whether the municipality's own can be used; there need not be any."""
    from lmtools.serving.own_look import TEMPLATE, has_template

    if has_template(case.settings.data_dir):
        yield case.fine(N_("Word-filene får stilene i {file}."), file=TEMPLATE)
    else:
        yield case.fine(N_("Word-filene får det vanlige utseendet."))

"""`lmtools doctor`: what is in order here, and what to do about the rest."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import typer

from lmtools.cli.output import out, text_of
from lmtools.errors import N_, LmtoolsError
from lmtools.settings import Settings

LEAST_FREE_MEGABYTES = 500


@dataclass(frozen=True)
class Finding:
    """One thing that was looked at. `next` says what to do when it is not in order."""

    ok: bool
    what: str
    next: str = ""


def doctor() -> None:
    """Sjekk at alt er på plass før dere setter i gang."""
    settings = Settings.from_environment()
    findings = list(examine(settings))
    t = text_of(settings).t
    for finding in findings:
        mark = t("I orden") if finding.ok else t("Må rettes")
        out.print(f"{mark:<10} {finding.what}" + (f" {finding.next}" if finding.next else ""), markup=False)
    if not all(finding.ok for finding in findings):
        raise typer.Exit(1)


def examine(settings: Settings) -> Iterator[Finding]:
    """Look at each thing in turn; none of them stops the next."""
    text = text_of(settings)
    checks: tuple[tuple[str, Callable[[Settings], Finding]], ...] = (
        (N_("Python"), _python),
        (N_("Datamappa"), _data_folder),
        (N_("Plass på disken"), _disk),
        (N_("Databasen"), _database),
        (N_("Tallene"), _figures),
        (N_("Arbeidsbøkene"), _workbooks),
        (N_("Sidene"), _assets),
        (N_("Maskinen"), _machine),
        (N_("Word-malen"), _template),
        (N_("Porten"), _port),
    )
    for name, check in checks:
        try:
            yield check(settings)
        except LmtoolsError as error:
            yield Finding(False, f"{text.t(name)}:", text.error(error))


def _python(settings: Settings) -> Finding:
    version = ".".join(str(part) for part in sys.version_info[:3])
    return Finding(sys.version_info >= (3, 11), text_of(settings).t("Python {version}.", version=version))


def _data_folder(settings: Settings) -> Finding:
    from lmtools.serving import ServeOptions
    from lmtools.serving.serve import make_data_folder

    make_data_folder(ServeOptions(settings=settings))
    return Finding(True, text_of(settings).t("Datamappa er {folder}.", folder=str(settings.data_dir)))


def _disk(settings: Settings) -> Finding:
    text = text_of(settings)
    folder = next(
        path for path in (settings.data_dir, *settings.data_dir.absolute().parents) if path.exists()
    )
    free = shutil.disk_usage(folder).free / 1e6
    is_enough = free >= LEAST_FREE_MEGABYTES
    what = text.t("Det er {free} MB ledig på disken.", free=text.number(free, 0))
    return Finding(is_enough, what, "" if is_enough else text.t("Rydd plass til minst 500 MB."))


def _database(settings: Settings) -> Finding:
    from lmtools.serving.parts import open_room

    open_room(settings, None)
    kind = "PostgreSQL" if settings.database_url.startswith("postgres") else "SQLite"
    return Finding(True, text_of(settings).t("Databasen svarer ({kind}).", kind=kind))


def _figures(settings: Settings) -> Finding:
    from lmtools.survey import open_released

    text = text_of(settings)
    count = sum(1 for unit in open_released(settings).units() if unit.level == "school")
    if not count:
        return Finding(
            False, text.t("Ingen tall er lest inn."), text.t("Les dem inn med lmtools import FIL.")
        )
    return Finding(True, text.t("Tall for {count} skoler er lest inn.", count=count))


def _workbooks(settings: Settings) -> Finding:
    from lmtools.book.places import list_workbooks, workbooks_folder

    text, count = text_of(settings), len(list_workbooks())
    what = text.t("{count} arbeidsbøker i {folder}.", count=count, folder=str(workbooks_folder()))
    return Finding(count > 0, what, "" if count else text.t("Installer lmtools på nytt."))


def _assets(settings: Settings) -> Finding:
    from lmtools.serving.assets import Assets

    text, assets = text_of(settings), Assets("/")
    missing = [name for name in ("look.css", "page.js", "start.js") if not assets.has(name)]
    if missing:
        what = text.t("Det mangler filer til sidene: {names}.", names=", ".join(missing))
        return Finding(False, what, text.t("Installer lmtools på nytt."))
    return Finding(True, text.t("Filene til sidene er på plass."))


def _machine(settings: Settings) -> Finding:
    from lmtools.serving.forking.sizes import can_fork, kernel_megabytes
    from lmtools.serving.sizing import most_people, size_for, this_machine

    text, machine, forked = text_of(settings), this_machine(settings.data_dir), can_fork()
    most = most_people(machine, forked=forked)
    size = size_for(most or 1, machine, forked=forked)  # refuses one person with the reason
    what = text.t(
        "Maskinen har plass til {people} deltakere om gangen ({memory} MB ledig minne, {cores} kjerner).",
        people=most,
        memory=text.number(machine.memory, 0),
        cores=machine.cores,
    )
    more = text.t(
        "{kernels} av dem kan bla i tallene samtidig, med om lag {size} MB minne hver.",
        kernels=size.kernels,
        size=kernel_megabytes(),
    )
    elsewhere = "" if forked else text.t("På Linux er det mindre.")
    return Finding(True, what, f"{more} {elsewhere}".strip())


def _template(settings: Settings) -> Finding:
    from lmtools.serving.own_look import TEMPLATE, has_template

    text = text_of(settings)
    if has_template(settings.data_dir):
        return Finding(True, text.t("Word-filene får stilene i {file}.", file=TEMPLATE))
    return Finding(True, text.t("Word-filene får det vanlige utseendet."))


def _port(settings: Settings) -> Finding:
    from lmtools.serving.serve import free_port

    free_port("0.0.0.0", settings.port)
    return Finding(True, text_of(settings).t("Port {port} er ledig.", port=settings.port))

"""`lmtools fetch`: published figures from Udir's service, read in as a file is. The only one on the net."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path
from time import sleep
from typing import Annotated

import typer
from rich.markup import escape
from rich.progress import Progress, SpinnerColumn, TextColumn

from lmtools.charts.sentences import listed
from lmtools.cli.importing import read_and_show
from lmtools.cli.output import err, mention, text_of
from lmtools.errors import N_, Message, UsageError
from lmtools.fetching import (
    TABLES,
    Service,
    Table,
    Wish,
    client,
    county_number,
    fetch,
    host_of,
    municipality_number,
    school_number,
    school_years,
)
from lmtools.fetching.service import PAUSE_SECONDS
from lmtools.fetching.trouble import PAGE
from lmtools.settings import Settings
from lmtools.text import Text

KEPT_FOLDER = "fetched"
_USUAL = "index,bullying,participation"


def fetch_figures(
    school: Annotated[
        list[str] | None,
        typer.Option("--school", metavar="ORGNR", help="Skolens organisasjonsnummer. Kan gjentas."),
    ] = None,
    municipality: Annotated[
        list[str] | None,
        typer.Option("--municipality", metavar="NR", help="Kommunens tall under ett. Kan gjentas."),
    ] = None,
    county: Annotated[
        list[str] | None, typer.Option("--county", metavar="NR", help="Fylkets tall under ett. Kan gjentas.")
    ] = None,
    country: Annotated[bool, typer.Option("--country", help="Tallene for hele landet.")] = False,
    all_schools: Annotated[
        bool, typer.Option("--all-schools", help="Ta med alle skolene i kommunen (med --municipality).")
    ] = False,
    years: Annotated[
        str | None,
        typer.Option(metavar="ÅR", help="Høsten, eller fra og til: 2022-2025. Uten: alle som finnes."),
    ] = None,
    tables: Annotated[
        str,
        typer.Option(metavar="NAVN,…", help="index, bullying, participation og theme (alle spørsmålene)."),
    ] = _USUAL,
    keep: Annotated[Path | None, typer.Option(metavar="MAPPE", help="Ta vare på filene slik de kom.")] = None,
    fresh: Annotated[
        bool, typer.Option("--fresh", help="Hent på nytt også det som er hentet det siste døgnet.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Skriv sammendraget som JSON.")] = False,
) -> None:
    """Hent publiserte tall fra Udir, og les dem inn. Ingen andre kommandoer spør noen utenfor huset."""
    wish = Wish(
        tables=_tables(tables),
        schools=tuple(map(school_number, school or ())),
        municipalities=tuple(map(municipality_number, municipality or ())),
        counties=tuple(map(county_number, county or ())),
        with_country=country,
        with_schools=all_schools,
        years=school_years(years) if years else None,
    )
    if not wish.units:
        raise UsageError(
            "Skriv hvem tallene skal være om: --school ORGNR, --municipality NR, --county NR eller --country."
        )
    if all_schools and not wish.municipalities:
        raise UsageError("--all-schools hører sammen med --municipality. Skriv hvilken kommune.")
    settings = Settings.from_environment()
    with tempfile.TemporaryDirectory(prefix="lmtools-") as folder:
        files = _fetched(wish, settings, Path(folder), is_fresh=fresh, is_quiet=as_json)
        files = _kept(files, keep) if keep else files
        try:
            read_and_show(files, settings, as_json=as_json)
        except typer.Exit:
            mention(
                N_("Filene kom fra {host}, som kan ha endret seg. Last ned tabellen fra {page} i stedet."),
                host=host_of(settings.udir),
                page=PAGE,
            )
            raise


def _tables(text: str) -> tuple[Table, ...]:
    names = [name.strip().lower() for name in text.split(",") if name.strip()]
    unknown = [name for name in names if name not in TABLES]
    if unknown or not names:
        raise UsageError(
            "Vi kjenner ikke tabellen «{name}». Velg blant {known}.",
            name=unknown[0] if unknown else text,
            known=", ".join(TABLES),
        )
    return tuple(table for name, table in TABLES.items() if name in names)


def _fetched(wish: Wish, settings: Settings, folder: Path, *, is_fresh: bool, is_quiet: bool) -> list[Path]:
    """Say what is asked for and of whom, and fetch it."""
    text = text_of(settings)
    _announce(wish, host_of(settings.udir), text)
    columns = (SpinnerColumn(), TextColumn("{task.description}"))
    with Progress(*columns, console=err, transient=True, disable=is_quiet) as bar:
        task = bar.add_task("")

        def tell(what: Message) -> None:
            bar.update(task, description=escape(text.say(what)))

        def wait(seconds: float) -> None:
            if seconds > PAUSE_SECONDS:
                tell(Message(N_("Venter {seconds} sekunder"), {"seconds": round(seconds)}))
            sleep(seconds)

        with client() as http:
            kept = settings.data_dir / KEPT_FOLDER
            service = Service(http, settings.udir, kept, is_fresh=is_fresh, wait=wait)
            fetched = fetch(wish, service, folder, tell=tell)
    for what in fetched.empty:
        mention(N_("Udir har ingen tall: {what}."), what=what)
    if service.reused:
        mention(
            N_("{count} svar er hentet før, det siste døgnet. --fresh henter dem på nytt."),
            count=service.reused,
        )
    return list(fetched.files)


def _announce(wish: Wish, host: str, text: Text) -> None:
    mention(
        N_(
            "Henter {tables} om {units} fra {host}. Det som sendes, er hvilke enheter, tabeller og skoleår "
            "det gjelder, og at det er lmtools som spør."
        ),
        tables=listed([text.t(table.title) for table in wish.tables], text),
        units=listed([text.say(unit.called) for unit in wish.units], text),
        host=host,
    )


def _kept(files: list[Path], folder: Path) -> list[Path]:
    """The files in the folder where they are to stay."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        return [Path(shutil.copy(file, folder / file.name)) for file in files]
    except OSError:
        raise UsageError(
            "Vi kan ikke skrive i {folder}. Velg en annen mappe med --keep.", folder=str(folder)
        ) from None

"""`lmtools serve`: start the server and say where everybody finds it."""

from __future__ import annotations

import threading
import webbrowser
from dataclasses import replace
from pathlib import Path
from typing import Annotated

import typer

from lmtools.cli.output import out, say
from lmtools.cli.samples import ensure_samples
from lmtools.serving import Addresses, ServeOptions
from lmtools.serving.sizing import Size
from lmtools.settings import Settings
from lmtools.store import look
from lmtools.survey import open_released


def serve(
    folder: Annotated[
        Path | None,
        typer.Argument(metavar="MAPPE", help="Mappe med arbeidsbøker. Uten mappe brukes de som følger med."),
    ] = None,
    host: Annotated[str, typer.Option(help="Adressa serveren lytter på.")] = "0.0.0.0",
    port: Annotated[
        int | None, typer.Option(min=0, max=65535, help="Porten serveren lytter på. 0 velger en ledig.")
    ] = None,
    database: Annotated[
        str | None, typer.Option(metavar="URL", help="postgresql://… når flere maskiner deler økter.")
    ] = None,
    people: Annotated[
        int | None,
        typer.Option(
            min=1,
            metavar="N",
            help="Hvor mange som åpner omtrent samtidig. Uten tallet: 20, om maskinen tåler det.",
        ),
    ] = None,
    base_url: Annotated[
        str, typer.Option(metavar="STI", help="Stien appen ligger under, bak en mellomtjener.")
    ] = "/",
    public_url: Annotated[
        str | None,
        typer.Option(metavar="URL", help="Adressa deltakerne skriver, når den er en annen enn maskinens."),
    ] = None,
    samples: Annotated[
        bool, typer.Option("--samples", help="Les inn oppdiktede tall hvis ingen tall er lest inn.")
    ] = False,
    demo: Annotated[
        bool, typer.Option("--demo", help="Vis at dette er en demonstrasjon. Leser også inn oppdiktede tall.")
    ] = False,
) -> None:
    """Start lmtools så alle på nettverket kan åpne det."""
    from lmtools.serving.serve import serve as start

    settings = Settings.from_environment()
    settings = replace(
        settings,
        port=settings.port if port is None else port,
        database=database or settings.database,
        demo=demo or settings.demo,
    )
    if samples or settings.demo:
        ensure_samples(settings)
    open_released(settings).units()  # what cannot be read is told here, not on every page
    _look_at_database(settings)
    options = ServeOptions(
        settings=settings, host=host, folder=folder, people=people, base_url=base_url, public_url=public_url
    )
    start(options, announce=lambda addresses, size: _announce(addresses, size, settings))


def _look_at_database(settings: Settings) -> None:
    """Say so when it is about to be upgraded. Raises StoreUnavailable with what to look for."""
    seen = look(settings.database_url)
    if seen is not None and seen.is_behind:
        say(
            "Databasen er fra en eldre utgave av lmtools, og blir gjort om nå. Alt som står i den, er med "
            "videre. En eldre lmtools kan ikke åpne den etterpå."
        )


def _announce(addresses: Addresses, size: Size, settings: Settings) -> None:
    out.print()
    say("lmtools er klar.")
    say("  Deltakere:      {address}", address=addresses.participants)
    say("  Prosessleder:   {address}", address=addresses.facilitator)
    if addresses.tells_key:
        say("  Data og nøkkel: {folder}", folder=addresses.data)
    else:
        say("  Data:           {folder}", folder=addresses.data)
    _say_size(size)
    if addresses.is_local_only:
        say(
            "Bare denne maskinen kan åpne den. Koble til et nettverk og start på nytt, så kan andre det også."
        )
    if addresses.tells_key:
        say("Lenka til prosesslederen inneholder nøkkelen. Ikke vis den på lerretet.")
    say("Stopp med Ctrl+C.")
    if settings.open_browser:
        threading.Thread(target=webbrowser.open, args=(addresses.facilitator,), daemon=True).start()


def _say_size(size: Size) -> None:
    """What is promised, and to how many at a time."""
    if size.for_all:
        say("Klar for {people} deltakere, og alle kan bla i tallene samtidig.", people=size.people)
    else:
        say(
            "Klar for {people} deltakere. {kernels} om gangen kan bla i tallene; de andre får beskjed "
            "om å vente litt.",
            people=size.people,
            kernels=size.kernels,
        )
    say("Blir dere flere, starter du med «serve --people» og hvor mange dere blir.")

"""Start the server: check what can go wrong first, say in a sentence what did."""

from __future__ import annotations

import errno
import logging
import os
import socket
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace

from lmtools.book.wording import InLanguage
from lmtools.errors import LmtoolsError, UsageError
from lmtools.serving.addresses import Addresses, find_addresses, own_address
from lmtools.serving.agenda_folder import AGENDAS, STARTED, AgendaFolder
from lmtools.serving.assets import Assets
from lmtools.serving.draining import Draining, grace_of
from lmtools.serving.forking.sizes import can_fork
from lmtools.serving.keys import open_keys
from lmtools.serving.live import Live
from lmtools.serving.noted import noted
from lmtools.serving.options import ServeOptions
from lmtools.serving.pages import page_environment
from lmtools.serving.parts import Figures, open_room
from lmtools.serving.runtime import prepare_workbooks
from lmtools.serving.site import Site
from lmtools.serving.sizing import USUAL_PEOPLE, Size, ask_for_handles, most_people, size_for, this_machine
from lmtools.settings import secret

HIDDEN = (
    *("LMTOOLS_DATABASE", "LMTOOLS_DATABASE_FILE", "LMTOOLS_TEST_DATABASE"),
    *("LMTOOLS_FACILITATOR_KEY", "LMTOOLS_FACILITATOR_KEY_FILE", "PGPASSWORD", "PGPASSFILE"),
)


def serve(options: ServeOptions, *, announce: Callable[[Addresses, Size], None] | None = None) -> None:
    """Serve until stopped. `announce` is called once, when the port is known to be free.

    Raises:
        LmtoolsError: with a sentence, when something is missing or in the way.
    """
    from lmtools.serving.app import LmtoolsApp

    key = secret(os.environ, "LMTOOLS_FACILITATOR_KEY")
    hide_secrets()
    quiet_logs()
    port = free_port(options.host, options.settings.port)
    options = replace(options, settings=replace(options.settings, port=port))
    make_data_folder(options)
    size = find_size(options)
    keys = open_keys(options.settings.data_dir, key)
    figures = Figures(options.settings)
    with (
        closing(prepare_workbooks(options.folder, options.settings.data_dir / STARTED)) as workbooks,
        closing(open_room(options.settings, figures, InLanguage(workbooks.outline))) as room,
    ):
        # A key that was given is known to who gave it, and would stand in the log of a container.
        addresses = find_addresses(options, None if key else keys.facilitator)
        site = Site(
            options=options,
            keys=keys,
            workbooks=workbooks,
            agendas=AgendaFolder(options.settings.data_dir / AGENDAS, workbooks),
            room=room,
            figures=figures,
            assets=Assets(options.base),
            pages=page_environment(),
            live=Live(),
            address=addresses.participants,
            draining=Draining(grace_of(options.settings)),
            size=size,
        )
        app = LmtoolsApp()
        app.prepare(site, port)
        app.on_listening = lambda: announce(addresses, size) if announce else None
        with noted(options.settings.data_dir, own_address(options)):
            app.start()


def find_size(options: ServeOptions) -> Size:
    """What to start with, for as many people as were asked for, and the limits that go with it.

    Raises:
        UsageError: if this machine cannot be ready for so many.
    """
    machine, forked = this_machine(options.settings.data_dir), can_fork()
    ask_for_handles()
    usual = max(1, min(USUAL_PEOPLE, most_people(machine, forked=forked)))
    return size_for(usual if options.people is None else options.people, machine, forked=forked)


def hide_secrets() -> None:
    """Take secrets out of the environment, so that no process we start inherits them."""
    for name in HIDDEN:
        os.environ.pop(name, None)


def quiet_logs() -> None:
    """Only what an operator must act on; never an address, a query or a value.

    `LMTOOLS_LOG=debug` is for developers, on invented data: tracebacks can hold what people wrote.
    """
    level = logging.DEBUG if os.environ.get("LMTOOLS_LOG") == "debug" else logging.WARNING
    logging.basicConfig(level=logging.WARNING, format="%(levelname)s %(name)s: %(message)s")
    logging.getLogger("lmtools").setLevel(level)
    # tornado.application warns of each phone that sleeps; what it says as an error stays.
    for name in ("tornado.access", "tornado.application", "asyncio"):
        logging.getLogger(name).setLevel(logging.ERROR)


def free_port(host: str, port: int) -> int:
    """Return `port` if it can be listened on; 0 picks a free one.

    Raises:
        UsageError: if it is taken, or not ours to use.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        if os.name == "posix":
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise _refusal(error, host, port) from None
        return int(probe.getsockname()[1])


def _refusal(error: OSError, host: str, port: int) -> LmtoolsError:
    if error.errno == errno.EADDRINUSE:
        return UsageError(
            "Port {port} er i bruk av et annet program. Stopp det, eller velg en annen med --port {next}.",
            port=port,
            next=port + 1,
        )
    if error.errno == errno.EACCES:
        return UsageError(
            "Denne brukeren får ikke bruke port {port}. Velg en port over 1024, for eksempel --port 8866.",
            port=port,
        )
    return UsageError("Maskinen har ikke adressa {host}. Prøv --host 0.0.0.0.", host=host)


def make_data_folder(options: ServeOptions) -> None:
    """Make the data folder, readable by its owner only.

    Raises:
        UsageError: if it cannot be written to.
    """
    folder = options.settings.data_dir
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        probe = folder / ".skriveprove"
        probe.write_text("")
        probe.unlink()
    except OSError:
        raise UsageError(
            "Vi kan ikke skrive i datamappa {folder}. Velg en annen med LMTOOLS_DATA.", folder=str(folder)
        ) from None

"""`lmtools share`: a workbook or an agenda as a folder that others can open, or a link to it on Binder."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import typer

from lmtools.book.agenda_file import AgendaUnreadable, read_agenda
from lmtools.book.parcel import WORKBOOKS, Parcel, check_files
from lmtools.book.places import find_workbook, list_workbooks, workbooks_folder
from lmtools.book.skeleton import left_of_template
from lmtools.cli import binder as binders
from lmtools.cli.output import out, say, text_of
from lmtools.cli.samples import sample_files
from lmtools.cli.wheel import own_wheel
from lmtools.cli.zipped import zipped
from lmtools.domain.agenda import Agenda
from lmtools.errors import N_, UsageError
from lmtools.serving.agenda_folder import AGENDAS
from lmtools.settings import Settings

ZIP = ".zip"
_RUNS = frozenset({"binder/postBuild"})

_READ_ME = N_(
    "# {title}\n\n"
    "Delt fra lmtools, der hele personalet på en skole arbeider sammen om læringsmiljøet.\n\n"
    "## Det som er her\n\n"
    "- `workbooks/`: {files}\n"
    "- `data/`: oppdiktede tall. Skolene og kommunen finnes ikke.\n"
    "- `binder/`: det Binder trenger for å vise arbeidsboka, med lmtools selv\n\n"
    "Her er ingen skoles tall, ingen svar, ingen økter, ingen planer og ingen nøkler.\n\n"
    "## Ta den i bruk\n\n"
    "Last ned mappa og åpne et terminalvindu i den. Har dere ikke lmtools fra før, installerer dere det "
    "først. Det trenger Python 3.11 eller nyere:\n\n"
    "```sh\npython3 -m venv ~/lmtools\n"
    "~/lmtools/bin/pip install -c binder/constraints.txt binder/{wheel}\n```\n\n"
    "Se etter at mappa bare inneholder tekst og aktiviteter fra lmtools, legg arbeidsboka i ei egen mappe, "
    "og start med oppdiktede tall:\n\n"
    "```sh\n~/lmtools/bin/lmtools open . --to ~/arbeidsbok\n"
    "~/lmtools/bin/lmtools serve ~/arbeidsbok --samples\n```\n\n"
    "Egne tall leses inn med `lmtools import FIL`. På Windows står `Scripts` der det her står `bin`.\n\n"
    "## Endre den, og gi tilbake\n\n"
    "Teksten og dagsordenen i `~/arbeidsbok` kan endres: Arbeidsboka i JupyterLab, dagsordenen i en vanlig "
    "teksteditor eller på sida for prosessledere. `lmtools share FIL --to MAPPE` lager ei mappe som denne av "
    "det dere har endret. Send den til dem som delte med dere.\n\n"
    "## Vis den på Binder\n\n"
    "Legg mappa i et offentlig kodelager som den er. Lag lenka med `lmtools share {name} --binder ADRESSE`. "
    "Binder er en tredjepart. Les aldri inn en skoles egne tall der.\n\n"
    "## Lisens\n\n"
    "Bygger teksten på ei arbeidsbok fra lmtools, gjelder CC BY 4.0: Si hvor den kommer fra, lenk til "
    "https://creativecommons.org/licenses/by/4.0/deed.no, og si hva som er endret. De oppdiktede tallene er "
    "gitt fri med CC0 1.0.\n"
)


@dataclass(frozen=True)
class Shared:
    """What is to be shared. `main` is the workbook that the link opens."""

    main: str
    parcel: Parcel


def share(
    what: Annotated[
        str,
        typer.Argument(metavar="ARBEIDSBOK", help="Navnet på ei arbeidsbok eller en dagsorden, eller fila."),
    ],
    to: Annotated[
        Path | None,
        typer.Option("--to", metavar="MAPPE", help="Mappa som lages, eller ei fil som slutter på .zip."),
    ] = None,
    binder: Annotated[
        str | None,
        typer.Option("--binder", metavar="ADRESSE", help="Kodelageret mappa ligger i. Gir lenka til Binder."),
    ] = None,
) -> None:
    """Del ei arbeidsbok: ei mappe med alt som trengs, eller ei lenke som åpner den."""
    if to is None and binder is None:
        raise UsageError(
            "Skriv --to MAPPE for ei mappe du kan dele, eller --binder ADRESSE for lenka til et kodelager "
            "der mappa ligger."
        )
    shared = _find(what, Settings.from_environment())
    link = binders.link_to(binder, shared.main, text_of().language) if binder else ""
    if to is not None:
        _write(to, _files(shared))
        _tell(shared, to)
    if link:
        out.print(link, markup=False)
        say(
            "Lenka virker når mappa fra lmtools share --to ligger i kodelageret, og det er offentlig. Den "
            "viser oppdiktede tall. Binder er en tredjepart: Les aldri inn en skoles egne tall der."
        )


def _tell(shared: Shared, to: Path) -> None:
    say(
        "La «{title}» i {place}: arbeidsbøker ({books}), dagsordener ({agendas}), oppdiktede tall og det "
        "Binder trenger.",
        title=_title(shared),
        place=str(to),
        books=len(shared.parcel.outlines),
        agendas=len(shared.parcel.agendas),
    )
    say(
        "Der er ingen skoles tall, ingen svar og ingen nøkler. Teksten er den dere har skrevet: Les over at "
        "den ikke nevner noen, før dere deler."
    )
    for outline in shared.parcel.outlines:
        if left := left_of_template(outline):
            say(
                "I «{title}» står dette igjen av malen: {left} Skriv det om, og del på nytt.",
                title=outline.title,
                left=" ".join(f"«{text}»" for text in left),
            )


def _find(what: str, settings: Settings) -> Shared:
    agenda = _agenda_file(what, settings)
    files = _of_agenda(agenda) if agenda else _of_workbook(_workbook_file(what))
    parcel = check_files(files)
    named = parcel.agendas.get(agenda.stem) if agenda else None
    main = _main(named) if named else parcel.outlines[0].name
    return Shared(main, parcel)


def _workbook_file(what: str) -> Path:
    path = Path(what)
    return path if path.suffix == ".ipynb" and path.is_file() else find_workbook(what)


def _agenda_file(what: str, settings: Settings) -> Path | None:
    """The file of the agenda that is meant; None when a workbook is. A workbook goes before an agenda."""
    path = Path(what)
    if path.suffix == ".toml" and path.is_file():
        return path
    if path.name != what or what in (*list_workbooks(Path.cwd()), *list_workbooks()):
        return None
    places = (settings.data_dir / AGENDAS, workbooks_folder())
    return next((file for place in places if (file := place / f"{what}.toml").is_file()), None)


def _of_workbook(path: Path) -> dict[str, bytes]:
    """A workbook and the agendas beside it that pick from no other."""
    agendas = {file.name: file.read_bytes() for file in sorted(path.parent.glob("*.toml"))}
    own = {name: data for name, data in agendas.items() if _is_only_of(path.stem, data)}
    return {path.name: path.read_bytes(), **own}


def _of_agenda(path: Path) -> dict[str, bytes]:
    """An agenda and the workbooks it picks from."""
    beside = {name: path.with_name(f"{name}.ipynb") for name in sorted(_picks(path.read_bytes()))}
    books = [own if own.is_file() else find_workbook(name) for name, own in beside.items()]
    return {**{book.name: book.read_bytes() for book in books}, path.name: path.read_bytes()}


def _is_only_of(workbook: str, data: bytes) -> bool:
    with suppress(AgendaUnreadable):  # any other file of this kind may lie there too
        return _picks(data) == {workbook}
    return False


def _picks(data: bytes) -> set[str]:
    return {item.workbook for item in read_agenda(data.decode("utf-8", "replace")).activities}


def _main(agenda: Agenda) -> str:
    return Counter(item.workbook for item in agenda.activities).most_common(1)[0][0]


def _title(shared: Shared) -> str:
    return next(outline.title for outline in shared.parcel.outlines if outline.name == shared.main)


def _files(shared: Shared) -> dict[str, bytes]:
    wheel, packed = own_wheel()
    names = ", ".join(f"`{name}`" for name in shared.parcel.files)
    read_me = text_of().t(_READ_ME, title=_title(shared), name=shared.main, files=names, wheel=wheel)
    return {
        "LES-MEG.md": read_me.encode(),
        **{f"{WORKBOOKS}/{name}": data for name, data in shared.parcel.files.items()},
        **{f"data/{file.name}": file.read_bytes() for file in sample_files()},
        "binder/runtime.txt": binders.PYTHON.encode(),
        "binder/requirements.txt": binders.requirements(wheel).encode(),
        "binder/constraints.txt": binders.constraints().encode(),
        "binder/jupyter_server_config.py": binders.CONFIG.encode(),
        "binder/postBuild": binders.POST_BUILD.encode(),
        f"binder/{wheel}": packed,
    }


def _write(to: Path, files: Mapping[str, bytes]) -> None:
    if to.is_file() or (to.is_dir() and any(to.iterdir())):
        raise UsageError(
            "{place} finnes fra før. Velg et annet navn, så blir ingenting borte.", place=str(to)
        )
    try:
        if to.suffix.lower() == ZIP:
            to.write_bytes(zipped(files, runs=_RUNS))
            return
        for name, data in files.items():
            path = to / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)
            path.chmod(0o755 if name in _RUNS else 0o644)
    except OSError:
        raise UsageError("Vi kan ikke skrive i {place}. Velg et annet sted.", place=str(to)) from None

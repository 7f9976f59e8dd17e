"""`lmtools audit`: try to work out what is hidden, say how it went, and write the certificate."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn
from rich.table import Table

from lmtools.cli.output import complain, err, mention, out, say, text_of
from lmtools.domain.grades import grade_name
from lmtools.errors import N_, LmtoolsError, UsageError
from lmtools.settings import Settings
from lmtools.survey import certifying
from lmtools.survey.auditing import Audit, Place, audit_released
from lmtools.survey.certificate import Explanation, words_of
from lmtools.text import Text

MOST_PLACES = 10

_PARTS = {"share": N_("svarandel"), "sd": N_("standardavvik"), "value": N_("hele tallet")}
_GENDERS = {"girls": N_("jenter"), "boys": N_("gutter"), "all": N_("alle kjønn")}


def audit(
    to: Annotated[
        Path, typer.Option("--to", metavar="FIL", help="Fila som sertifikatet skrives til.")
    ] = Path("skjerming.json"),
) -> None:
    """Prøv å regne ut det som er skjermet, og skriv et sertifikat."""
    settings = Settings.from_environment()
    if not to.absolute().parent.is_dir():  # said before the work, not after it
        raise _cannot_write(to)
    done = _attack(settings)
    text = text_of(settings)
    _show(words_of(done.certificate, text), text)
    _write(done, to, settings)
    if done.places:
        _list_places(done, text)
    if not done.ok:
        raise typer.Exit(1)


def _attack(settings: Settings) -> Audit:
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    with Progress(*columns, console=err, transient=True) as bar:
        task = bar.add_task(text_of(settings).t("Prøver å regne ut det skjermede"), total=None)
        return audit_released(settings, lambda done, total: bar.update(task, completed=done, total=total))


def _show(said: Explanation, text: Text) -> None:
    out.print(" ".join(said.summary), markup=False)
    if said.reasons:
        table = Table(box=None, pad_edge=False, show_edge=False)
        table.add_column(text.t("Hvorfor"))
        table.add_column(text.t("Antall"), justify="right")
        table.add_column("")
        for reason in said.reasons:
            table.add_row(reason.name, text.number(reason.count, 0), reason.meaning)
        out.print()
        out.print(table, markup=False)
        out.print()
    for sentence in said.tested:
        out.print(sentence, markup=False)


def _write(done: Audit, to: Path, settings: Settings) -> None:
    """Keep the certificate beside the tables, where the page finds it, and write the copy."""
    try:
        certifying.keep(done.certificate, settings.released_dir)
    except LmtoolsError as error:
        complain(error)
    try:
        to.write_bytes(done.certificate.to_bytes())
    except OSError:
        raise _cannot_write(to) from None
    say("Skrev {file}.", file=str(to.absolute()))


def _cannot_write(to: Path) -> UsageError:
    return UsageError("Vi kan ikke skrive {file}. Velg et annet sted med --to.", file=str(to))


def _list_places(done: Audit, text: Text) -> None:
    """Say on stderr where the numbers are that are not protected, and never what they are."""
    mention(N_("Disse skjermede tallene er ikke vernet:"))
    for place in done.places[:MOST_PLACES]:
        err.print(f"- {_where(place, text)}", markup=False)
    left = len(done.places) - MOST_PLACES
    if left > 0:
        mention(N_("Det samme gjelder {count} til."), count=text.number(left, 0))
    mention(N_("Ikke vis tallene før det er rettet."))


def _where(place: Place, text: Text) -> str:
    t = text.t
    parts = (
        place.unit,
        t("høsten {year}", year=place.year),
        grade_name(place.grade, text),
        t(_GENDERS[place.gender]) if place.gender in _GENDERS else place.gender,
        f"«{place.indicator}»",
        t(_PARTS.get(place.part, place.part)),
        "" if place.answered else t("ikke noe sikkert svar"),
    )
    return ", ".join(part for part in parts if part)

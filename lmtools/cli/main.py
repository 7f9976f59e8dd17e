"""The command line itself: its commands, its exit codes, and no traceback for a user."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

import lmtools.lighter  # noqa: F401  # before anything that imports what it leaves out
from lmtools import __version__
from lmtools.cli import (
    audit,
    books,
    doctor,
    export,
    fetching,
    importing,
    making,
    opening,
    purge,
    rehearse,
    serving,
    sharing,
)
from lmtools.cli.help import Command, Commands
from lmtools.cli.output import complain, out
from lmtools.errors import N_, LmtoolsError, UsageError

app = typer.Typer(
    name="lmtools",
    cls=Commands,
    add_completion=False,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode="rich",
    context_settings={"help_option_names": ["--help", "-h"]},
    help="Hele personalet leser elevundersøkelsen sammen og går derfra med en plan.",
)
app.command("serve", cls=Command)(serving.serve)
app.command("import", cls=Command)(importing.import_files)
app.command("fetch", cls=Command)(fetching.fetch_figures)
app.command("audit", cls=Command)(audit.audit)
app.command("workbooks", cls=Command)(books.workbooks)
app.command("new-workbook", cls=Command)(making.new_workbook)
app.command("share", cls=Command)(sharing.share)
app.command("export", cls=Command)(export.export)
app.command("open", cls=Command)(opening.open_file)
app.command("purge", cls=Command)(purge.purge)
app.command("rehearse", cls=Command)(rehearse.rehearse)
app.command("doctor", cls=Command)(doctor.doctor)


def _tell_version(asked: bool) -> None:
    if asked:
        out.print(f"lmtools {__version__}")
        raise typer.Exit


@app.callback()
def root(
    version: Annotated[
        bool,
        typer.Option(
            "--version", help="Vis hvilken versjon dette er.", callback=_tell_version, is_eager=True
        ),
    ] = False,
) -> None:
    """Hele personalet leser elevundersøkelsen sammen og går derfra med en plan."""


def main() -> None:
    """Run the command in `sys.argv` and leave with its exit code."""
    sys.exit(run(sys.argv[1:]))


def run(arguments: list[str]) -> int:
    """Run one command; return its exit code. Errors become sentences on stderr."""
    command = typer.main.get_command(app)
    try:
        code = command.main(args=arguments, prog_name="lmtools", standalone_mode=False)
    except LmtoolsError as error:
        complain(error)
        return error.exit_code
    except typer.TyperException as error:
        return _explain(error)
    except (typer.Abort, KeyboardInterrupt):
        return 130
    return code if isinstance(code, int) else 0


def _explain(error: typer.TyperException) -> int:
    """Say in Norwegian what is wrong with the command line; the class tells, Typer's own text is English."""
    kind = type(error).__name__
    if kind == "NoArgsIsHelpError":  # the help is printed already
        return error.exit_code
    parameter = getattr(error, "param", None)
    own = next(iter(getattr(parameter, "opts", ())), "")
    name = getattr(error, "option_name", None) or (
        own if own.startswith("-") else getattr(parameter, "metavar", None) or own
    )
    complain(UsageError(_MISTAKES.get(kind, _UNKNOWN), name=name))
    return error.exit_code


_UNKNOWN = N_("Vi forsto ikke kommandoen. Skriv lmtools --help for å se dem som finnes.")
_MISTAKES = {
    "NoSuchOption": N_("Vi kjenner ikke valget {name}. Skriv lmtools --help for å se dem som finnes."),
    "MissingParameter": N_("Det mangler noe i kommandoen: {name}. Skriv lmtools --help for å se hvordan."),
    "BadParameter": N_("Verdien for {name} kan ikke brukes. Skriv lmtools --help for å se hva som går an."),
    "BadOptionUsage": N_("Valget {name} mangler en verdi. Skriv lmtools --help for å se hvordan."),
}

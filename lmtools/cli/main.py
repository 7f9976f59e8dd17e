"""The command line itself: its commands, its exit codes, and no traceback for a user."""

from __future__ import annotations

import sys
from typing import Annotated

import click
import typer
import typer.rich_utils

from lmtools import __version__
from lmtools.cli import books, doctor, export, importing, purge, serving
from lmtools.cli.output import complain, out
from lmtools.errors import LmtoolsError, UsageError

typer.rich_utils.OPTIONS_PANEL_TITLE = "Valg"
typer.rich_utils.ARGUMENTS_PANEL_TITLE = "Argumenter"
typer.rich_utils.COMMANDS_PANEL_TITLE = "Kommandoer"

app = typer.Typer(
    name="lmtools",
    add_completion=False,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode="rich",
    context_settings={"help_option_names": ["--help", "-h"]},
    help="Hele personalet leser elevundersøkelsen sammen og går derfra med en plan.",
)
app.command("serve")(serving.serve)
app.command("import")(importing.import_files)
app.command("workbooks")(books.workbooks)
app.command("export")(export.export)
app.command("purge")(purge.purge)
app.command("doctor")(doctor.doctor)


@app.callback()
def root(
    version: Annotated[
        bool, typer.Option("--version", help="Vis hvilken versjon dette er.", is_eager=True)
    ] = False,
) -> None:
    """Hele personalet leser elevundersøkelsen sammen og går derfra med en plan."""
    if version:
        out.print(f"lmtools {__version__}")
        raise typer.Exit


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
    except click.exceptions.NoArgsIsHelpError as error:
        out.print(error.format_message(), markup=False)
        return 2
    except click.ClickException as error:
        complain(_in_norwegian(error))
        return error.exit_code
    except (click.Abort, KeyboardInterrupt):
        return 130
    return code if isinstance(code, int) else 0


def _in_norwegian(error: click.ClickException) -> LmtoolsError:
    match error:
        case click.NoSuchOption():
            return UsageError(
                "Vi kjenner ikke valget {name}. Skriv lmtools --help for å se dem som finnes.",
                name=error.option_name,
            )
        case click.MissingParameter():
            name = error.param.human_readable_name if error.param else ""
            return UsageError(
                "Det mangler noe i kommandoen: {name}. Skriv lmtools --help for å se hvordan.", name=name
            )
        case click.BadParameter():
            name = error.param.human_readable_name if error.param else ""
            return UsageError(
                "Verdien for {name} kan ikke brukes. Skriv lmtools --help for å se hva som går an.", name=name
            )
        case _:
            return UsageError("Vi forsto ikke kommandoen. Skriv lmtools --help for å se dem som finnes.")

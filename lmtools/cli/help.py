"""The words that the command library itself says when help is asked for, in Norwegian like the rest."""

from __future__ import annotations

from typing import TYPE_CHECKING

import typer.core
import typer.rich_utils

if TYPE_CHECKING:
    from typer._click import Context  # what the methods here are given; Typer has no public name for it
    from typer.core import TyperOption

typer.rich_utils.OPTIONS_PANEL_TITLE = "Valg"
typer.rich_utils.ARGUMENTS_PANEL_TITLE = "Argumenter"
typer.rich_utils.COMMANDS_PANEL_TITLE = "Kommandoer"
typer.rich_utils.REQUIRED_LONG_STRING = "[må skrives]"
typer.rich_utils.DEFAULT_STRING = "[ellers: {}]"

_USAGE = {"Usage:": "Bruk:", "[OPTIONS]": "[VALG]", "COMMAND [ARGS]...": "KOMMANDO …"}


class Command(typer.core.TyperCommand):
    """A command that explains itself in Norwegian."""

    def get_help_option(self, ctx: Context) -> TyperOption | None:
        """The option that asks for help."""
        return _told(super().get_help_option(ctx))

    def get_usage(self, ctx: Context) -> str:
        """The line that says what can be written."""
        return _usage(super().get_usage(ctx))


class Commands(typer.core.TyperGroup):
    """All of them, explained in the same way."""

    def get_help_option(self, ctx: Context) -> TyperOption | None:
        """The option that asks for help."""
        return _told(super().get_help_option(ctx))

    def get_usage(self, ctx: Context) -> str:
        """The line that says what can be written."""
        return _usage(super().get_usage(ctx))


def _told(option: TyperOption | None) -> TyperOption | None:
    if option is not None:
        option.help = "Vis denne hjelpen."
    return option


def _usage(line: str) -> str:
    for english, norwegian in _USAGE.items():
        line = line.replace(english, norwegian)
    return line

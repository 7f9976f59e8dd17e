"""The commands of `lmtools`, one module for each; `main` puts them together."""

from lmtools.cli.main import main

__all__ = ["main"]

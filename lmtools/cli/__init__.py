"""The commands: `lmtools serve`, `import`, `workbooks`, `export`, `open`, `purge` and `doctor`."""

from lmtools.cli.main import main

__all__ = ["main"]

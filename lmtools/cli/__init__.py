"""The commands: `lmtools serve`, `import`, `workbooks`, `export`, `purge` and `doctor`."""

from lmtools.cli.main import main

__all__ = ["main"]

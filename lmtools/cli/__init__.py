"""The commands: `lmtools serve`, `import`, `fetch`, `workbooks`, `export`, `open`, `purge` and `doctor`."""

from lmtools.cli.main import main

__all__ = ["main"]

"""The figures that tests begin with, read in once, because reading takes seconds.

`python -m tests.figures FOLDER` reads them into a folder that LMTOOLS_TEST_FIGURES names for all that
test; without it each process reads what it needs for itself.
"""

from __future__ import annotations

import atexit
import functools
import os
import shutil
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from lmtools.cli.samples import ensure_samples
from lmtools.settings import Settings
from tests.browser.town import grow

FOLDER = "LMTOOLS_TEST_FIGURES"
SHARED = Path(os.environ[FOLDER]) if FOLDER in os.environ else None


def put_samples(data: Path) -> None:
    """Put the invented figures in the data folder `data`, as they are after they have been read in."""
    shutil.copytree(_read("samples"), data, dirs_exist_ok=True)


def put_municipality(data: Path) -> None:
    """Put those of the invented municipality, grown by eight more schools, in the data folder `data`."""
    shutil.copytree(_read("municipality"), data, dirs_exist_ok=True)


def _read_samples(data: Path) -> None:
    ensure_samples(Settings(data_dir=data))


def _read_municipality(data: Path) -> None:
    folder = Path(tempfile.mkdtemp(prefix="lmtools-municipality-"))
    grow(folder, data)
    shutil.rmtree(folder)


READ: dict[str, Callable[[Path], None]] = {"samples": _read_samples, "municipality": _read_municipality}


@functools.cache
def _read(name: str) -> Path:
    if SHARED:
        return SHARED / name
    folder = Path(tempfile.mkdtemp(prefix=f"lmtools-{name}-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    READ[name](folder / name)
    return folder / name


if __name__ == "__main__":
    for each, read in READ.items():
        read(Path(sys.argv[1]) / each)

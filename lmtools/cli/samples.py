"""The invented figures that come with lmtools: read in when asked for, out again before real ones."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from lmtools.book.places import samples_folder
from lmtools.cli.output import mention, say
from lmtools.errors import N_, LmtoolsError
from lmtools.settings import Settings
from lmtools.survey import import_files, open_released

MARK = "eksempeldata"
OWN_SURVEY = "egen-"


def ensure_samples(settings: Settings) -> None:
    """Read the invented figures in, unless there are figures already.

    Invented figures that cannot be read, such as those of an older lmtools, are read in anew. Raises
    LmtoolsError when real ones cannot be read.
    """
    are_invented = _mark(settings).exists()
    try:
        if open_released(settings).units():
            if are_invented:
                say("Tallene er oppdiktet. Skolene og kommunen finnes ikke.")
            return
    except LmtoolsError:
        if not are_invented:
            raise
        shutil.rmtree(settings.released_dir)
    say("Leser inn oppdiktede tall. Skolene og kommunen finnes ikke.")
    import_files(sample_files(), settings=settings)
    _mark(settings).write_text("Tallene i released/ er oppdiktet.\n", encoding="utf-8")


def sample_files() -> list[Path]:
    """The sample files that can be read without a mapping."""
    kinds = (".csv", ".json", ".xlsx")
    files = (path for path in sorted(samples_folder().iterdir()) if path.suffix in kinds)
    return [
        path for path in files if path.name != "datapackage.json" and not path.name.startswith(OWN_SURVEY)
    ]


@contextmanager
def without_samples(settings: Settings) -> Iterator[None]:
    """Take invented figures away while real ones are read in; put them back if that fails."""
    mark, released = _mark(settings), settings.released_dir
    if not mark.exists() or not released.exists():
        yield
        return
    aside = released.with_name("released-eksempel")
    shutil.rmtree(aside, ignore_errors=True)
    released.rename(aside)
    try:
        yield
    except BaseException:
        shutil.rmtree(released, ignore_errors=True)
        aside.rename(released)
        raise
    shutil.rmtree(aside)
    mark.unlink()
    mention(N_("De oppdiktede tallene er tatt bort."))


def _mark(settings: Settings) -> Path:
    return settings.data_dir / MARK

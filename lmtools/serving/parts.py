"""Opens what the server stands on: the released figures and the room with its store."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from pathlib import Path

from lmtools.domain.figures import Figure, Unit
from lmtools.domain.session import WorkSession
from lmtools.errors import LmtoolsError
from lmtools.room import ReleasedFigures, Room, RoomPolicy
from lmtools.serving.changes import stamp
from lmtools.settings import Settings
from lmtools.store import Store
from lmtools.survey import Released, open_released
from lmtools.survey.policy import Policy, load_policy
from lmtools.survey.storage import current_version

TABLES = ("figures", "units", "indicators")


class Figures:
    """The released figures as they are now: an import is seen without a restart.

    `mark` is the same on two servers that show the same figures, however they came there.
    """

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._stamp = stamp(settings.released_dir.glob("*"))
        self._opened = open_released(settings)
        self.mark = mark(settings.released_dir)

    @property
    def now(self) -> Released:
        """The figures released last."""
        return self._opened

    def look(self) -> bool:
        """Open the figures anew if there has been an import; say whether there has."""
        current = stamp(self._settings.released_dir.glob("*"))
        if current == self._stamp:
            return False
        self._stamp, self._opened = current, open_released(self._settings)
        self.mark = mark(self._settings.released_dir)
        return True

    def unit(self, key: str) -> Unit:
        """The unit with this key. Raises NotFound."""
        return self.now.unit(key)

    def series(
        self, indicator: str, *, unit: Unit, grade: str = "all", gender: str = "all"
    ) -> tuple[Figure, ...]:
        """One figure for each year of the data, oldest first."""
        return self.now.series(indicator, unit=unit, grade=grade, gender=gender)


def mark(folder: Path) -> str:
    """A digest of the tables in force in `folder`; "" when there are none, or they cannot be read."""
    digest = hashlib.sha256()
    try:
        version = current_version(folder)
        for name in TABLES if version else ():
            digest.update((folder / version / f"{name}.parquet").read_bytes())
    except (OSError, LmtoolsError):  # whoever asks for a figure is told what is wrong
        return ""
    return digest.hexdigest()[:12] if version else ""


def room_policy(policy: Policy) -> RoomPolicy:
    """The room's limits: of the school's policy file only `text_minimum`, the fewest a text may be tied to.

    The policy's own `minimum` is about pupils' answers and sets nothing here.
    """
    return RoomPolicy(text_minimum=policy.text_minimum)


def open_room(
    settings: Settings,
    figures: ReleasedFigures | None = None,
    worded: Callable[[WorkSession, str], WorkSession] | None = None,
) -> Room:
    """Open the room; the data folder must exist. `figures` and `worded` as in `Room`.

    Raises:
        LmtoolsError: if the store cannot be reached, or is newer than this lmtools.
        UsageError: if the policy file cannot be read.
    """
    policy = room_policy(load_policy(settings.policy_file))
    return Room(Store.open(settings.database_url), released=figures, policy=policy, worded=worded)

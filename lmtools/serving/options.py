"""What one start of the server is asked for, before anything is opened."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from lmtools.settings import Settings


@dataclass(frozen=True)
class ServeOptions:
    """Where to listen, what to show, and how many people to be ready for.

    `folder` holds the workbooks; None means the ones that come with lmtools. `people` is
    how many are expected to open a workbook at about the same time; None is 20, or as many as
    the machine can be ready for (`lmtools.serving.sizing`). `base_url` begins and
    ends with a slash and is the path at which a proxy shows the app. `public_url` is what
    participants write in their browser when that differs from this machine's address.
    """

    settings: Settings = field(default_factory=Settings.from_environment)
    host: str = "0.0.0.0"
    folder: Path | None = None
    people: int | None = None
    base_url: str = "/"
    public_url: str | None = None

    @property
    def base(self) -> str:
        """`base_url` with exactly one slash at each end."""
        inner = self.base_url.strip("/")
        return f"/{inner}/" if inner else "/"

"""A school's own survey."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from lmtools.survey.reading.reading import Reading
from lmtools.survey.reading.source import TableSource
from lmtools.survey.trouble import Trouble


def read(source: TableSource, mapping: Mapping[str, Any] | None, trouble: Trouble) -> Reading:
    """Read."""
    raise trouble.fail("x", "y")

"""What one kernel takes, and whether it can be a fork. Loads nothing, so that options may ask."""

from __future__ import annotations

import os
import sys

FORKED_KERNEL_MEGABYTES = 15
"""Memory that one more forked kernel takes, with Ståsted open and other figures chosen."""

ORDINARY_KERNEL_MEGABYTES = 130
"""Memory of an ordinary kernel with Ståsted open (measured at 123-126 MB)."""


def can_fork() -> bool:
    """Whether this system can fork kernels, and the operator has not set LMTOOLS_FORK=0."""
    is_wanted = os.environ.get("LMTOOLS_FORK") != "0"
    return is_wanted and sys.platform == "linux" and hasattr(os, "pidfd_open")


def kernel_megabytes() -> int:
    """What to reckon with for each kernel on this system."""
    return FORKED_KERNEL_MEGABYTES if can_fork() else ORDINARY_KERNEL_MEGABYTES

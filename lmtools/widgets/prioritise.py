"""Share out points, twice, and see what moved."""

from __future__ import annotations

from lmtools.widgets._view import View


class PrioritiseView(View):
    """Shows what can be chosen. Votes are kept by the room, never by the kernel."""

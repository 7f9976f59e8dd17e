"""From what was chosen to goals and actions."""

from __future__ import annotations

from lmtools.widgets._view import View


class ActionsView(View):
    """Shows the plan that the school writes. The plan is kept by the room, never by the kernel."""

"""A question that is thought about alone, in groups and in plenary."""

from __future__ import annotations

from lmtools.widgets._view import View


class ReflectView(View):
    """Shows a question and takes notes. Notes are kept by the room, never by the kernel."""

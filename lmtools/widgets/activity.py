"""Boards, ratings and commitments: activities that a page draws from what it is told, whatever the verb."""

from __future__ import annotations

from typing import Any

from lmtools.widgets._view import View


class ActivityView(View):
    """One activity of a kind that many verbs share.

    `_view` is the kind ("board", "rating", "private"), so that a page needs one view for each kind; `verb`
    and `content["kind"]` say more. What people write is kept by the room, never by the kernel.
    """

    def __init__(self, *, content: dict[str, Any], **view: Any) -> None:
        """Show `content`, whose `kind` says which of the page's views draws it."""
        super().__init__(content=content, **view)
        self._view = str(content["kind"])

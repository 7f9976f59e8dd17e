"""JSON that is handed on: what is in it is known where it is made, and looked at where it is read."""

from __future__ import annotations

Json = dict[str, object]

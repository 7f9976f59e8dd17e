"""What is handed on as JSON: to a page, to Vega-Lite or into a file, and looked into by nobody on the way."""

from __future__ import annotations

Json = dict[str, object]
"""A JSON object. What is read of one that came from outside is checked first."""

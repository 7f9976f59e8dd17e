"""Imported first by our own processes: leaves out what costs seconds to import and is used for nothing.

`jsonschema` builds a grammar of all addresses there can be, to check a format that no schema of Jupyter's,
Vega's or ours has. It goes without where the package that holds the grammar cannot be imported.
"""

from __future__ import annotations

import sys

sys.modules.setdefault("rfc3987_syntax", None)  # type: ignore[arg-type]  # None: "cannot be imported"

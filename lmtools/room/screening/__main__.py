"""Write the lists and patterns for the browser: `python -m lmtools.room.screening`, in the repository.

The front end is then built anew. A test fails when the file is older than the lists.
"""

from __future__ import annotations

import json
from pathlib import Path

from lmtools.room.screening.words import names_as_written, rules

SCRIPT = Path(__file__).parents[3] / "frontend/src/screening-data.js"


def script() -> str:
    """The module that `screening.js` imports."""
    given, surnames = (" ".join(names).lower() for names in names_as_written())
    data = json.dumps({**rules(), "given": given, "surnames": surnames}, ensure_ascii=False, indent=1)
    source = "// Written by `python -m lmtools.room.screening` from its names.txt and rules.json."
    return f"{source}\nexport default {data};\n"


if __name__ == "__main__":
    SCRIPT.write_text(script(), encoding="utf-8")

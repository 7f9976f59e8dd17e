"""The survey door: files are read, validated and released here; raw answers never leave.

`import_files` takes files in, `describe` drafts a mapping for a school's own survey, and
`open_released` opens what the app may see; `explain` says what is hidden in it. `known_code` tells which
names are Udir's own.
"""

from .catalogue import known_code
from .certificate import Certificate, Explanation, audit_released, certificate_text, explain
from .describe import describe
from .door import import_files
from .released import Released, open_released
from .report import FileSummary, ImportReport

__all__ = [
    "Certificate",
    "Explanation",
    "FileSummary",
    "ImportReport",
    "Released",
    "audit_released",
    "certificate_text",
    "describe",
    "explain",
    "import_files",
    "known_code",
    "open_released",
]

"""The survey door: files are read, validated and released here; raw answers never leave.

`import_files` takes files in, `describe` drafts a mapping for a school's own survey, and
`open_released` opens what the app may see; `explain` says what is hidden in it, and `audit_released`
tries to work that out. `known_code` tells which names are Udir's own.
"""

from .auditing import Audit, audit_released
from .catalogue import known_code
from .certificate import Certificate, Explanation, explain
from .describe import describe
from .door import import_files
from .released import Released, open_released
from .report import FileSummary, ImportReport

__all__ = [
    "Audit",
    "Certificate",
    "Explanation",
    "FileSummary",
    "ImportReport",
    "Released",
    "audit_released",
    "describe",
    "explain",
    "import_files",
    "known_code",
    "open_released",
]

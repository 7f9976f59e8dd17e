"""What workbooks and agendas may be called: a name becomes part of an address, and of a file's name."""

from __future__ import annotations

import re

WORKBOOK_NAME = re.compile(r"[A-Za-z0-9æøåÆØÅ_-]{1,60}")
AGENDA_NAME = re.compile(r"[a-z0-9æøå-]{1,60}")

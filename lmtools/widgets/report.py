"""What the day leaves behind, as a document."""

from __future__ import annotations

from lmtools.widgets._view import View


class ReportView(View):
    """Shows what the day gave and offers it as documents, which the server writes."""

"""`lmtools export`: a session's plan and report as a document."""

from __future__ import annotations


def export() -> None:
    """(in the making)"""

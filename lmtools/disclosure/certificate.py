"""What a release can show for itself: policy, plan, outcome and versions, and no count of any cell."""

from __future__ import annotations

from collections import Counter
from dataclasses import asdict
from importlib.metadata import version

from .repair import Found
from .rule import Rule
from .table import Table

_LIBRARIES = ("numpy", "scipy", "pandas", "highspy")


def certify(table: Table, found: Found, rule: Rule) -> dict[str, object]:
    """The certificate of a pattern that stood up."""
    pattern = found.pattern
    widths = [
        bound.high_integer - bound.low_integer
        for cell, bound in found.bounds.items()
        if cell not in pattern.elsewhere
    ]
    reasons = Counter(table.primary.values())
    return {
        "policy": asdict(rule),
        "plan": table.plan.digest,
        "cells": int(table.plan.released.sum()),
        "published": int(table.plan.released.sum()) - len(pattern.hidden),
        "primary": len(pattern.primary),
        "secondary": len(pattern.linked) + len(pattern.repaired),
        "threshold": reasons["threshold"],
        "share": reasons["share"],
        "asked": reasons["asked"],
        "repaired": len(pattern.repaired),
        "known_elsewhere": len(pattern.elsewhere),
        "facts": len(table.facts.low),
        "insiders": rule.insiders,
        "rounds": found.rounds,
        "narrowest": min(widths) if widths else None,
        "solver": sorted({bound.status for bound in found.bounds.values()}),
        "libraries": {name: version(name) for name in _LIBRARIES},
    }

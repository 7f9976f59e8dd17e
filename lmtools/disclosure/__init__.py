"""Disclosure control: pure, tables in and tables out; knows nothing of schools.

`protect` hides small counts and what would give them back; `audit` attacks a pattern, our own or
someone else's. Method: threshold and share rules, Gaussian elimination over all views at once
(Langsrud, *Secondary Cell Suppression by Gaussian Elimination*, PSD 2024), then an attack by
linear and integer programming, which also knows facts (`Linear`) such as rounded means, and repair.
"""

from .auditing import Report, audit
from .facts import Linear
from .protecting import Release, protect
from .repair import ProtectionError
from .rule import Rule

__all__ = ["Linear", "ProtectionError", "Release", "Report", "Rule", "audit", "protect"]

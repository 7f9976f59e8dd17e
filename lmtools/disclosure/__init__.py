"""Disclosure control: pure, tables in and tables out; knows nothing of schools.

`protect` hides small counts and what would give them back; `audit` attacks a pattern, our own or
someone else's. Method: threshold, Gaussian elimination over all views at once, then an attack by
linear and integer programming and repair. Not covered yet: insiders who know their own answer,
share rules, and user-set costs.
"""

from .auditing import Report, audit
from .protecting import ProtectionError, Release, protect
from .rule import Rule

__all__ = ["ProtectionError", "Release", "Report", "Rule", "audit", "protect"]

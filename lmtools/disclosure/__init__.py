"""Disclosure control: pure, tables in and tables out; knows nothing of schools.

`protect` hides small counts and what would give them back; `audit` attacks a pattern, our own or
someone else's. Both take the same `Rule`: threshold, zeros, width of intervals, groups that answer
alike, and insiders; and the same facts (`Linear`), such as rounded means, that an attacker has.

Method: Gaussian elimination over all views at once (Langsrud, *Secondary Cell Suppression by
Gaussian Elimination*, PSD 2024; the greedy method and the singleton method of the R package
GaussSuppression), in a sparser basis (`basis`). Then an attack by linear and integer programming
(HiGHS) in as few unknowns as the pattern leaves free (`knowledge`, `reducing`, `splitting`,
`solving`, `insiders`), and repair until the attack fails. Anything but a definite answer of the
solver is a failure.

Not covered: an attacker who runs the same programme on guesses to learn from the choice of what
is hidden (beyond `Rule.positive`), and coalitions of more than one insider.
"""

from .auditing import Report, audit
from .facts import Linear
from .protecting import Release, protect
from .repair import ProtectionError
from .rule import Rule

__all__ = ["Linear", "ProtectionError", "Release", "Report", "Rule", "audit", "protect"]

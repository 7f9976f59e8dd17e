"""The numbers of one import's disclosure control, for the certificate. Holds no count of any pupil."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

OPTIMAL = "optimal"
"""What a solver says when its answer is definite. Anything else is a failure."""


@dataclass(frozen=True)
class CertificateRecord:
    """What disclosure control did to the own surveys of one import.

    Attributes:
        plan: Hash of the tables that were protected together (which cells, not their counts).
        policy: Fields of the policy in force, as a JSON object.
        families: Linked systems: one for each question, school and year.
        cells: Cells of respondents (school, year, grade and gender) that the app can ask for.
        hidden: Numbers of hidden figures (respondents' cells and shown numbers in them) by the reason:
            "threshold" (few respondents), "small" (one or two pupils behind a number), "share" (all
            answered alike), "linked" (follows from others) or "ledger" (shown by an earlier import).
        narrowest: The narrowest interval an attacker is left with for a hidden count, in pupils;
            None when nothing is hidden.
        statuses: Distinct solver statuses of the attacks, sorted; all must be "optimal".
        libraries: Versions of the libraries that decided, by name.
    """

    plan: str = ""
    policy: Mapping[str, object] = field(default_factory=dict)
    families: int = 0
    cells: int = 0
    hidden: Mapping[str, int] = field(default_factory=dict)
    narrowest: float | None = None
    statuses: tuple[str, ...] = ()
    libraries: Mapping[str, str] = field(default_factory=dict)

"""What the text on disclosure control shows is what the code does."""

from __future__ import annotations

import doctest
from pathlib import Path

TEXT = Path(__file__).parents[2] / "docs" / "disclosure.md"


def test_the_worked_example_gives_what_the_text_says() -> None:
    outcome = doctest.testfile(
        str(TEXT), module_relative=False, optionflags=doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE
    )
    assert outcome.attempted > 20
    assert outcome.failed == 0

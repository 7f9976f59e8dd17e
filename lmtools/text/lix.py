"""How hard the bokmål of the workbooks is to read: LIX, a number for each workbook.

    python -m lmtools.text.lix [FOLDER]

LIX (Björnsson 1968, *Läsbarhet*) is the number of words in a sentence plus the percentage of words with more
than six letters. By his own scale below 30 is like books for children, 30 to 40 like fiction, 40 to 50 like
ordinary newspapers. Ours are to be 40 at most. All that a reader meets is counted: the prose, what the
activities ask, and what the facilitator is told. An item of a list is a sentence. Headings, and other pieces
of less than four words, are left out: they would make the text look easier than it is.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable
from pathlib import Path

from lmtools.text import notebooks

LONG = 6
FEWEST = 4
MOST = 40
_WORD = re.compile(r"[^\W\d_]+(?:[-’'][^\W\d_]+)*")
_END = re.compile(r"[.:!?…](?=\s|$|[»”\")])")
_PIECE = re.compile(r"\n\s*\n|\n(?=\s*(?:[-*#>|]|\d+\.)\s)")


def lix(text: str) -> float:
    """The LIX of `text`, in which a blank line and an item of a list end a sentence; 0 without any."""
    pieces = (piece.strip() for piece in _PIECE.split(text))
    read = (piece for piece in pieces if not piece.startswith("#") and len(_WORD.findall(piece)) >= FEWEST)
    sentences = [part for piece in read for part in _END.split(piece) if _WORD.search(part)]
    words = [word for sentence in sentences for word in _WORD.findall(sentence)]
    if not words:
        return 0.0
    long = sum(sum(map(str.isalpha, word)) > LONG for word in words)
    return len(words) / len(sentences) + 100 * long / len(words)


def lix_of(notebook: notebooks.Notebook) -> float:
    """The LIX of all that a reader of `notebook` (nbformat 4) meets, in bokmål."""
    return lix("\n\n".join(notebooks.messages(notebook)))


def measured(paths: Iterable[Path]) -> list[tuple[str, float]]:
    """(name, LIX) of each notebook."""
    import nbformat

    return [(path.stem, lix_of(nbformat.read(path, as_version=4))) for path in paths]


def main(arguments: list[str] | None = None) -> int:
    """Print the LIX of each workbook. Exit code 1 when one is above 40."""
    given = sys.argv[1:] if arguments is None else arguments
    folder = Path(given[0]) if given else Path(__file__).parents[2] / "workbooks"
    found = measured(sorted(folder.glob("*.ipynb")))
    for name, value in found:
        sys.stdout.write(f"{name:20} {value:.1f}\n")
    return 1 if any(value > MOST for _, value in found) else 0


if __name__ == "__main__":
    raise SystemExit(main())

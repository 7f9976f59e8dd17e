"""`python -m lmtools.text`: collect every sentence, then write the catalogues and the page's texts.

`--missing` only lists what lacks a translation; `--prune` also drops what no source uses any more.
"""

from __future__ import annotations

import argparse
import sys

from lmtools.text import catalogue


def main(arguments: list[str] | None = None) -> int:
    """Update the catalogues. Exit code 1 when a translation is missing."""
    parser = argparse.ArgumentParser(prog="python -m lmtools.text", description=__doc__)
    parser.add_argument("--missing", action="store_true", help="only list what lacks a translation")
    parser.add_argument("--prune", action="store_true", help="drop translations that no source uses")
    options = parser.parse_args(arguments)
    messages = catalogue.find_messages()
    if not options.missing:
        catalogue.write_catalogues(messages, keep_unused=not options.prune)
        catalogue.write_page_texts(catalogue.find_page_messages())
    incomplete = False
    for language in catalogue.TRANSLATED:
        for message in catalogue.missing(language, messages):
            incomplete = True
            sys.stdout.write(f"{language}\t{message!r}\n")
    return 1 if incomplete else 0


if __name__ == "__main__":
    raise SystemExit(main())

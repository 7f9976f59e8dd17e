"""How often the check for text that names people is right, on invented sentences.

    python -m benchmarks.naming [--errors dev] [--mistakes]

Reads data/naming/sentences.tsv (its README says how it was made), runs `lmtools.room.screening.look` on
every sentence, and prints precision and recall by kind and over all, for both halves and both written
languages: by sentence (is the kind found in a sentence that has it) and by stretch (does a finding overlap
a marked stretch of its kind). The last line is JSON. Aims, on the test half: precision and recall at least
0.9 for names and for words that point at one person, 1.0 for numbers and addresses.
"""

from __future__ import annotations

import argparse
import csv
import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from lmtools.room.screening import SENTENCES, look

SENTENCES_FILE = Path(__file__).parents[1] / "data/naming/sentences.tsv"
MARK = re.compile(r"\{(\w+)\|([^}]*)\}")
KINDS = {"name": "name", "one": "points_at_one", "phone": "phone", "mail": "email", "id": "national_id"}
Span = tuple[str, int, int]


@dataclass(frozen=True)
class Example:
    """One sentence: which half and language it is in, and the stretches that should be found."""

    split: str
    language: str
    text: str
    spans: tuple[Span, ...]


@dataclass
class Count:
    """Right, wrong and missed."""

    right: int = 0
    wrong: int = 0
    missed: int = 0

    @property
    def precision(self) -> float | None:
        """How much of what is found is right."""
        found = self.right + self.wrong
        return self.right / found if found else None

    @property
    def recall(self) -> float | None:
        """How much of what is there is found."""
        wanted = self.right + self.missed
        return self.right / wanted if wanted else None


def read(path: Path = SENTENCES_FILE) -> list[Example]:
    """The examples, with the marks taken out of their texts."""
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
    return [example(row["split"], row["language"], row["sentence"]) for row in rows]


def example(split: str, language: str, marked: str) -> Example:
    """One example from its line."""
    text, spans, end = "", [], 0
    for mark in MARK.finditer(marked):
        text += marked[end : mark.start()]
        spans.append((KINDS[mark[1]], len(text), len(text) + len(mark[2])))
        text, end = text + mark[2], mark.end()
    return Example(split, language, text + marked[end:], tuple(spans))


def found_in(one: Example) -> tuple[Span, ...]:
    return tuple((finding.kind, finding.start, finding.end) for finding in look(one.text))


def by_sentence(examples: Iterable[Example], kinds: Iterable[str]) -> Count:
    """Sentences in which one of `kinds` is, and is found."""
    count, wanted = Count(), set(kinds)
    for one in examples:
        is_there = any(kind in wanted for kind, _, _ in one.spans)
        is_found = any(kind in wanted for kind, _, _ in found_in(one))
        count.right += is_there and is_found
        count.wrong += is_found and not is_there
        count.missed += is_there and not is_found
    return count


def by_stretch(examples: Iterable[Example], kinds: Iterable[str]) -> Count:
    """Marked stretches of `kinds` that a finding of their kind overlaps, and findings that overlap none."""
    count, wanted = Count(), set(kinds)
    for one in examples:
        marked = [span for span in one.spans if span[0] in wanted]
        found = [span for span in found_in(one) if span[0] in wanted]
        count.right += sum(any(overlap(span, other) for other in found) for span in marked)
        count.missed += sum(not any(overlap(span, other) for other in found) for span in marked)
        count.wrong += sum(not any(overlap(span, other) for other in marked) for span in found)
    return count


def overlap(one: Span, other: Span) -> bool:
    return one[0] == other[0] and one[1] < other[2] and other[1] < one[2]


def show_errors(examples: Iterable[Example]) -> None:
    for one in examples:
        found = found_in(one)
        for kind, start, end in one.spans:
            if not any(overlap((kind, start, end), other) for other in found):
                print(f"missed  {kind:14} «{one.text[start:end]}» in: {one.text}")
        for kind, start, end in found:
            if not any(overlap((kind, start, end), other) for other in one.spans):
                print(f"wrong   {kind:14} «{one.text[start:end]}» in: {one.text}")


def mistakes(examples: Iterable[Example]) -> list[str]:
    """Each stretch that is found and not marked just so, or marked and not found just so, as a line."""
    return [
        "\t".join((told, kind, one.text[start:end], one.text))
        for one in examples
        for told, some, others in (("found", found_in(one), one.spans), ("missed", one.spans, found_in(one)))
        for kind, start, end in some
        if (kind, start, end) not in others
    ]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0] if __doc__ else "")
    parser.add_argument(
        "--errors", choices=("dev", "test"), help="print what is missed or wrong in this half"
    )
    parser.add_argument("--mistakes", action="store_true", help="print all that is not found just as marked")
    options = parser.parse_args()
    examples = read()
    if options.mistakes:
        print("\n".join(mistakes(examples)))
        return
    if options.errors:
        show_errors(one for one in examples if one.split == options.errors)
    kinds = list(SENTENCES)
    groups = {
        **{split: [one for one in examples if one.split == split] for split in ("dev", "test")},
        **{
            f"test {language}": [one for one in examples if (one.split, one.language) == ("test", language)]
            for language in ("nb", "nn")
        },
    }
    print(f"{'':10}{'kind':16}{'sentences: precision recall':>30}{'stretches: precision recall':>32}")
    summary: dict[str, object] = {"sentences": len(examples)}
    for group, part in groups.items():
        for kind, wanted in {
            "all": kinds,
            "name or one": kinds[3:],
            **{kind: [kind] for kind in kinds},
        }.items():
            sentence, stretch = by_sentence(part, wanted), by_stretch(part, wanted)
            print(f"{group:10}{kind:16}{_told(sentence)}{_told(stretch)}")
            summary[f"{group} {kind}"] = [_number(x) for x in (sentence.precision, sentence.recall)]
    print(json.dumps(summary))


def _told(count: Count) -> str:
    numbers = "".join(
        f"{value:9.3f}" if value is not None else "        –" for value in (count.precision, count.recall)
    )
    return f"{numbers}  ({count.right} right, {count.wrong} wrong, {count.missed} missed)".ljust(58)


def _number(value: float | None) -> float | None:
    return None if value is None else round(value, 3)


if __name__ == "__main__":
    main()

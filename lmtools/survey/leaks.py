"""What a file of published figures gives away by its own pattern, told to the one who imports it.

A `*` in the file is honoured whatever happens. But some stars can be worked out from what stands beside
them in the same file. The door closes them in what it releases; the file itself stays as it is, and
whoever has it should know.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import numpy as np

from lmtools.errors import N_, Message, Problem
from lmtools.survey.answer_bounds import bounds
from lmtools.survey.answers import find_narrow, needed_width, shares_of
from lmtools.survey.closing import first_losses
from lmtools.survey.schema import SHARES, Facts, Ints, Kind, is_suppressed

_SENTENCES: Mapping[str, tuple[str, str]] = {
    "single": (
        N_("Rader med nøyaktig én skjermet svarandel, som følger av de fire andre: {rows}."),
        N_("Vi skjermet én svarandel til i hver av dem."),
    ),
    "narrow": (
        N_("Rader der skjermede svarandeler følger helt eller nesten av snittet og standardavviket: {rows}."),
        N_("Vi skjermet én svarandel til eller flere. Der det ikke var nok, skjermet vi standardavviket."),
    ),
    "half": (
        N_("Rader der ett av to tall som henger sammen, er skjermet og det andre ikke: {rows}."),
        N_("Vi skjermet begge."),
    ),
    "gender": (
        N_("Skjermede tall for ett kjønn som følger av det andre kjønnet og av alle: {rows}."),
        N_("Vi skjermet tallet for det andre kjønnet også."),
    ),
    "grade": (
        N_("Skjermede tall for ett trinn som følger av de andre trinnene og av alle trinn: {rows}."),
        N_("Vi skjermet tallet for det minste av de andre trinnene også."),
    ),
    "question": (
        N_("Skjermede spørsmål som følger av indeksen og de andre spørsmålene i den: {rows}."),
        N_("Vi skjermet ett spørsmål til i indeksen."),
    ),
    "one_question": (
        N_("Indekser med ett spørsmål der bare indeksen eller bare spørsmålet er skjermet: {rows}."),
        N_("Vi skjermet begge."),
    ),
    "place": (
        N_("Skjermede tall for ett sted som følger av de andre stedene og av kommunen eller fylket: {rows}."),
        N_("Vi skjermet tallet for det minste av de andre stedene også."),
    ),
    "bullying": (
        N_("Skjermede tall om mobbing som følger av de andre tallene om mobbing: {rows}."),
        N_("Vi skjermet ett tall til av dem."),
    ),
}


def warnings_of(file: str, rows: Facts, figures: Facts, smallest_share: int) -> Iterator[Problem]:
    """One warning for each way the file gives a hidden number away, with how many times.

    `rows` are the file's rows as they stand, copies and breakdowns by ownership too; `figures` those
    of them that are released (`release.whole_units`), before any rule of ours.
    """
    found = {**_rows(rows, smallest_share), **first_losses(figures, smallest_share)}
    for kind, (said, advice) in _SENTENCES.items():
        if found.get(kind):
            yield Problem(file=file, said=Message(said, {"rows": found[kind]}), advice=Message(advice))


def _rows(facts: Facts, smallest_share: int) -> dict[str, int]:
    """What single rows give away."""
    value, n = facts.number("value"), facts.number("n")
    count = facts.numbers.get("count")
    kinds = facts.kinds()
    pairs = np.asarray((kinds == Kind.BULLYING) | (kinds == Kind.PARTICIPATION))[facts.indicator]
    beside = np.isfinite(n) if count is None else np.isfinite(n) | np.isfinite(count)
    half = pairs & ((is_suppressed(value) & beside) | (is_suppressed(n) & np.isfinite(value)))
    found = {"half": int(half.sum())}
    if any(name in facts.numbers for name in SHARES):
        hidden = np.zeros(len(n), dtype=np.int8)
        for name in SHARES:
            hidden += is_suppressed(facts.number(name))
        found["single"] = int((hidden == 1).sum())
        found["narrow"] = _narrow(facts, np.flatnonzero((hidden > 1) & np.isfinite(value)), smallest_share)
    return found


def _narrow(facts: Facts, rows: Ints, smallest_share: int) -> int:
    block = shares_of(facts, rows)
    n, mean, sd = (facts.number(name)[rows] for name in ("n", "value", "sd"))
    narrow, left = find_narrow(block, n=n, mean=mean, sd=sd, needed=needed_width(n, smallest_share))
    nothing = np.full(len(narrow), np.nan)
    least, most = bounds(block[narrow], n=n[narrow], mean=nothing, sd=nothing)
    return int((np.fmin.reduce(most - least, axis=1) > left).sum())

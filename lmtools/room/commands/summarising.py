"""The page for pupils and parents: the facilitator writes it, also after the session is closed."""

from __future__ import annotations

from dataclasses import replace

from lmtools.domain.jsonable import Json
from lmtools.domain.summary import HEADLINE_LENGTH, PART_LENGTH, PART_LINES, Summary, lines_of
from lmtools.errors import UsageError
from lmtools.room.call import Call, Reply

PARTS = ("said", "does")


def save_summary(call: Call) -> Reply:
    """`summary.save{headline?,said?,does?,revision?}`: what is not sent stays."""
    stored = call.work.one(Summary, session=call.session.id) or Summary(call.session.id)
    call.refuse_stale(stored.revision, summary_json(stored))
    texts = {name: _part(call, name) for name in PARTS if call.arguments.has(name)}
    if call.arguments.has("headline"):
        texts["headline"] = call.arguments.text("headline", HEADLINE_LENGTH)
    saved = replace(stored, **texts, revision=stored.revision + 1)
    call.work.put(saved)
    return {"summary": {"revision": saved.revision}}


def summary_json(summary: Summary | None) -> Json:
    """The page as the facilitator's browser gets it; revision 0 when nothing has been saved."""
    if summary is None:
        return {"headline": "", "said": "", "does": "", "revision": 0, "saved": False}
    return {
        "headline": summary.headline,
        "said": summary.said,
        "does": summary.does,
        "revision": summary.revision,
        "saved": summary.is_saved,
    }


def _part(call: Call, name: str) -> str:
    text = call.arguments.text(name, PART_LENGTH)
    if len(lines_of(text)) > PART_LINES:
        raise UsageError("Det er plass til {lines} punkter. Slå sammen eller ta bort noen.", lines=PART_LINES)
    return text

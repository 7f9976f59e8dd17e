"""How far a rehearsal has come, for those who wait for it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, dataclass

from lmtools.domain.jsonable import Json
from lmtools.domain.session import PHASE_WORDS, Phase
from lmtools.errors import N_, Message


@dataclass(frozen=True)
class Progress:
    """`stage` is what goes on: "ready", "arriving", "step", "leaving" or how that ended: "gone" or "left".

    `share` is how much of all of it is over, from 0 to 1.
    """

    stage: str
    share: float
    people: int
    joined: int = 0
    acknowledged: int = 0
    title: str = ""
    phase: str = ""
    code: str = ""

    def as_json(self) -> Json:
        """For a line that a program reads."""
        return asdict(self)

    @property
    def said(self) -> Message:
        """One sentence about it."""
        return Message(_SAID[self.stage], _named(self))


Tell = Callable[[Progress], None]

_SAID = {
    "ready": N_("Gjør klar økta."),
    "arriving": N_("{joined} av {people} har kommet inn."),
    "step": N_("{title} ({phase}). {acknowledged} svar er tatt imot."),
    "leaving": N_("Rydder opp og sletter økta."),
    "gone": N_("Økta er slettet."),
    "left": N_("Vi fikk ikke slettet økta. Serveren sletter den selv i natt."),
}


def _named(progress: Progress) -> dict[str, object]:
    return {
        **asdict(progress),
        "phase": Message(PHASE_WORDS[Phase(progress.phase)] if progress.phase else ""),
    }

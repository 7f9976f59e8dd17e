"""Who has been let in."""

from __future__ import annotations

from dataclasses import dataclass

from lmtools.domain.session import Role


@dataclass(frozen=True)
class Visitor:
    """Someone who has been let in. Holds no name; `participant` is a random id that no page ever sees."""

    role: Role
    session: str
    code: str
    language: str
    participant: str | None = None

    @property
    def actor(self) -> str:
        """Whose commands are counted together."""
        return self.participant or str(self.role)

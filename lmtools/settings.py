"""What the environment decides: where data lie, which language, which port."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from platformdirs import user_data_path

LANGUAGES = ("nb", "nn", "en")
UDIR = "https://api.statistikkbanken.udir.no/api/rest/v2/Eksport"
"""Udir's export service, which `lmtools fetch` asks."""
NAMES = (
    "DATA",
    "DATABASE",
    "DATABASE_FILE",
    "LANGUAGE",
    "PORT",
    "OPEN_BROWSER",
    "POLICY",
    "DEMO",
    "SCHOOL",
    "GRADE",
    "GRACE",
    "UDIR",
    "FACILITATOR_KEY",
    "FACILITATOR_KEY_FILE",
    "WORKBOOKS",
    "FORK",
    "LOG",
    "SERVED",
)
"""What may follow `LMTOOLS_` in the environment."""


def _default_data_dir() -> Path:
    return user_data_path("lmtools", appauthor=False)


@dataclass(frozen=True)
class Settings:
    """Frozen settings. `data_dir` holds the store, the released tables and the uploads."""

    data_dir: Path = field(default_factory=_default_data_dir)
    database: str | None = field(default=None, repr=False)
    language: str = "nb"
    port: int = 8866
    open_browser: bool = True
    policy_file: Path | None = None
    demo: bool = False
    school: str | None = None
    grade: str | None = None
    grace: float | None = None
    udir: str = UDIR

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] | None = None) -> Settings:
        """Read `LMTOOLS_*`: DATA, DATABASE, LANGUAGE, PORT, OPEN_BROWSER, POLICY, DEMO, SCHOOL, GRADE,
        UDIR and GRACE (seconds a node that is asked to stop has for sending its visitors to the others).
        """
        env = os.environ if environment is None else environment
        language = env.get("LMTOOLS_LANGUAGE", "nb")
        return cls(
            data_dir=Path(env["LMTOOLS_DATA"]).expanduser()
            if env.get("LMTOOLS_DATA")
            else _default_data_dir(),
            database=secret(env, "LMTOOLS_DATABASE"),
            language=language if language in LANGUAGES else "nb",
            port=_port(env.get("LMTOOLS_PORT", "8866")),
            open_browser=env.get("LMTOOLS_OPEN_BROWSER", "1") not in ("0", "false", "no"),
            policy_file=Path(env["LMTOOLS_POLICY"]) if env.get("LMTOOLS_POLICY") else None,
            demo=env.get("LMTOOLS_DEMO", "0") in ("1", "true", "yes"),
            school=env.get("LMTOOLS_SCHOOL") or None,
            grade=env.get("LMTOOLS_GRADE") or None,
            grace=_seconds(env.get("LMTOOLS_GRACE", "")),
            udir=(env.get("LMTOOLS_UDIR") or UDIR).rstrip("/"),
        )

    @property
    def database_url(self) -> str:
        """SQLAlchemy URL of the store; SQLite inside `data_dir` unless one is set."""
        return self.database or f"sqlite:///{self.data_dir / 'store.sqlite'}"

    @property
    def released_dir(self) -> Path:
        """Where the survey door keeps what it has released."""
        return self.data_dir / "released"


def secret(environment: Mapping[str, str], name: str) -> str | None:
    """The value of `name`, or what stands in the file that `name`_FILE names; None when neither is set.

    Raises:
        UsageError: if the file cannot be read. What stands in it is not told.
    """
    from lmtools.errors import UsageError

    file = environment.get(f"{name}_FILE")
    if environment.get(name) or not file:
        return environment.get(name) or None
    try:
        return Path(file).read_text(encoding="utf-8").strip() or None
    except (OSError, UnicodeDecodeError):
        raise UsageError(
            "Vi får ikke lest fila som {name}_FILE viser til. Sjekk at den finnes, og at lmtools får "
            "lese den.",
            name=name,
        ) from None


def _seconds(text: str) -> float | None:
    from lmtools.errors import UsageError

    if not text:
        return None
    if text.isdigit() and int(text) <= 3600:
        return float(text)
    raise UsageError(
        "LMTOOLS_GRACE må være et antall hele sekunder fra 0 til 3600. Den er nå «{value}».", value=text
    )


def _port(text: str) -> int:
    from lmtools.errors import UsageError

    if text.isdigit() and 0 <= int(text) <= 65535:
        return int(text)
    raise UsageError("LMTOOLS_PORT må være et tall fra 0 til 65535. Den er nå «{value}».", value=text)

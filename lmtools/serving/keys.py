"""The two secrets of an installation: the facilitator key and what signs the cookies.

Both lie in the data folder, readable by its owner only, and are made at the first start.
`LMTOOLS_FACILITATOR_KEY` sets the key instead, for an installation with several servers.
Neither is ever logged, shown in an error or passed on to a kernel.
"""

from __future__ import annotations

import hashlib
import hmac
import os
import secrets
from dataclasses import dataclass, field
from pathlib import Path

from lmtools.errors import UsageError

KEY_ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"
"""Letters and digits that nobody mistakes for each other on a projector or a note."""
SHORTEST_KEY = 12


DEMO_KEY = "demo-demo-demo"
"""The key of a demonstration on Binder: each visitor has a container of their own, so it guards nothing."""


@dataclass(frozen=True)
class Keys:
    """The facilitator key of this server, and the bytes that sign its cookies."""

    facilitator: str = field(repr=False)
    cookie: bytes = field(repr=False)

    def is_facilitator(self, key: str) -> bool:
        """Compare in constant time; spaces, dashes and capitals do not matter."""
        return hmac.compare_digest(_digest(normal(key)), _digest(normal(self.facilitator)))


def open_keys(data_dir: Path, given: str | None = None) -> Keys:
    """Read or make the keys of `data_dir`. `given` is the key from the environment.

    Raises:
        UsageError: if `given` is shorter than twelve characters, or the files cannot be read.
    """
    if given:
        check_given(given)
        # Derived, so that several servers with the same key read each other's cookies.
        return Keys(given, hmac.new(given.encode(), b"lmtools cookie", hashlib.sha256).digest())
    key = _keep(data_dir / "facilitator.key", _new_key())
    cookie = _keep(data_dir / "cookie.secret", secrets.token_hex(32))
    return Keys(key, cookie.encode())


def check_given(key: str) -> None:
    """Raise UsageError when a key that somebody has chosen is too short. It is not repeated."""
    if len(normal(key)) < SHORTEST_KEY:
        raise UsageError(
            "LMTOOLS_FACILITATOR_KEY må ha minst {count} bokstaver og tall. Velg en lengre nøkkel.",
            count=SHORTEST_KEY,
        )


def read_key(path: Path) -> str:
    """What one of the two files holds; "" when it is empty. Raises UsageError when it cannot be read."""
    try:
        return path.read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError):
        raise UsageError(
            "Vi får ikke lest {file}. La brukeren som kjører lmtools, eie den.", file=str(path)
        ) from None


def normal(key: str) -> str:
    """A key without what people add when they type: spaces, dashes and capitals."""
    return "".join(sign for sign in key.lower() if sign.isalnum())


def _new_key() -> str:
    groups = ("".join(secrets.choice(KEY_ALPHABET) for _ in range(4)) for _ in range(4))
    return "-".join(groups)


def _digest(key: str) -> bytes:
    return hashlib.sha256(key.encode()).digest()


def _keep(path: Path, fresh: str) -> str:
    """Return what `path` holds; write `fresh` there, for the owner only, if it is not there."""
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        kept = read_key(path)
        if kept:
            return kept
        path.unlink()
        return _keep(path, fresh)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.write(fresh + "\n")
    return fresh

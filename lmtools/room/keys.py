"""Codes that let people in and keys that let one lead. Only hashes are stored."""

from __future__ import annotations

import hashlib
import hmac
import secrets

# No l, 1, o or 0: a key is sometimes read off a sheet of paper.
_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"


def new_code() -> str:
    """Six random digits, the first not 0."""
    return str(secrets.randbelow(900_000) + 100_000)


def new_key() -> str:
    """A facilitator's key: four groups of four random characters (79 bits)."""
    return "-".join("".join(secrets.choice(_LETTERS) for _ in range(4)) for _ in range(4))


def new_id() -> str:
    """A random id."""
    return secrets.token_hex(16)


def key_hash(session: str, key: str) -> str:
    """What is stored of a facilitator's key; blanks, hyphens and capitals do not matter."""
    return _hash(session, "".join(key.lower().split()).replace("-", ""))


def browser_hash(session: str, browser_id: str) -> str:
    """What is stored of a browser's id: another hash in each session, so that days cannot be joined."""
    return _hash(session, browser_id)


def is_same(stored: str, given: str) -> bool:
    """Compare two hashes in constant time."""
    return hmac.compare_digest(stored.encode(), given.encode())


def _hash(session: str, secret: str) -> str:
    return hashlib.sha256(f"{session}:{secret}".encode("utf-8", "replace")).hexdigest()

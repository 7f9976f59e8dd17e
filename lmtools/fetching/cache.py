"""Answers kept on disk, so that the same thing is not asked for twice in a day.

An answer is one file in the data folder: a line of JSON about it, and then the answer byte for byte. It
holds what Udir has published and nothing else, and may be deleted at any time.
"""

from __future__ import annotations

import hashlib
import json
import os
from dataclasses import dataclass
from pathlib import Path

from lmtools.errors import N_, UsageError

_ENDING = ".svar"


@dataclass(frozen=True)
class Kept:
    """An answer: when it came (seconds since 1970), and what the service said it may be known again by."""

    body: bytes
    at: float
    etag: str = ""
    modified: str = ""

    def head(self, address: str) -> bytes:
        """The line about it."""
        about = {"address": address, "at": self.at, "etag": self.etag, "modified": self.modified}
        return json.dumps(about).encode()


class Cache:
    """Answers by address, in `folder`."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def find(self, address: str) -> Kept | None:
        """The answer kept for `address`; None when there is none, or its file is damaged."""
        try:
            head, _, body = self._file(address).read_bytes().partition(b"\n")
            about = json.loads(head)
            if about["address"] != address:
                return None
            return Kept(body, float(about["at"]), str(about["etag"]), str(about["modified"]))
        except (OSError, ValueError, KeyError, TypeError):
            return None

    def keep(self, address: str, answer: Kept) -> None:
        """Keep an answer in place of an earlier one. Raises `UsageError` where nothing can be written."""
        file = self._file(address)
        beside = file.with_suffix(f".{os.getpid()}")
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            beside.write_bytes(answer.head(address) + b"\n" + answer.body)
            beside.replace(file)
        except OSError:
            raise UsageError(
                N_("Vi kan ikke skrive i datamappa {folder}. Velg en annen med LMTOOLS_DATA."),
                folder=str(self._folder.parent),
            ) from None

    def _file(self, address: str) -> Path:
        return self._folder / (hashlib.sha256(address.encode()).hexdigest()[:32] + _ENDING)

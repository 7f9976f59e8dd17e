"""The files a page needs, sent once: compressed beforehand and kept by the browser.

An address with the right `?v=` never changes its content, so a browser may keep it for a
year without asking. The same holds for a file whose own name carries its hash.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import mimetypes
import re
from dataclasses import dataclass, field
from pathlib import Path

STATIC = Path(__file__).parent / "static"
HASHED_NAME = re.compile(r"[-.][A-Za-z0-9]{8,}\.(js|css|woff2|svg|png|map)$")
COMPRESSIBLE = ("text/", "application/javascript", "application/json", "image/svg+xml")

mimetypes.add_type("text/javascript", ".js")
mimetypes.add_type("font/woff2", ".woff2")


@dataclass(frozen=True)
class Asset:
    """One file, ready to be sent."""

    body: bytes = field(repr=False)
    compressed: dict[str, bytes] = field(repr=False)  # by content coding, the smallest first
    media_type: str
    version: str
    changed: tuple[int, int]


class Assets:
    """The static folder. A changed file is read again, so a rebuilt front end shows at once."""

    def __init__(self, base: str, folder: Path = STATIC) -> None:
        self._base, self._folder = base, folder.resolve()
        self._known: dict[str, Asset] = {}

    def find(self, name: str) -> Asset | None:
        """The file `name` under the static folder, or None if it is not there."""
        path = (self._folder / name).resolve()
        if not path.is_relative_to(self._folder) or not path.is_file():
            return None
        stat = path.stat()
        changed = (stat.st_mtime_ns, stat.st_size)
        known = self._known.get(name)
        if known is None or known.changed != changed:
            known = self._known[name] = _read(path, changed)
        return known

    def url(self, name: str) -> str:
        """The address of `name`: a built file by its plain name ("look.css"), or a path here."""
        built = self._manifest().get(name)
        if built:
            return f"{self._base}static/dist/{built}"
        asset = self.find(name)
        version = f"?v={asset.version}" if asset else ""
        return f"{self._base}static/{name}{version}"

    def has(self, name: str) -> bool:
        """Whether `name` can be sent."""
        return (
            self.find(f"dist/{self._manifest().get(name, name)}") is not None or self.find(name) is not None
        )

    def texts(self, language: str) -> str | None:
        """The address of the page texts in `language`; bokmål needs none."""
        return None if language == "nb" else self.url(f"dist/texts/{language}.json")

    def catalogue(self, language: str) -> dict[str, str]:
        """The page texts in `language`: bokmål to translation; empty for bokmål itself."""
        asset = None if language == "nb" else self.find(f"dist/texts/{language}.json")
        texts: dict[str, str] = json.loads(asset.body) if asset else {}
        return texts

    def _manifest(self) -> dict[str, str]:
        asset = self.find("dist/manifest.json")
        if asset is None:
            return {}
        files: dict[str, str] = json.loads(asset.body)["files"]
        return files

    @staticmethod
    def is_lasting(name: str, asset: Asset, version: str | None) -> bool:
        """Whether the answer to this request can never change."""
        return version == asset.version or bool(HASHED_NAME.search(name))


def _compressed(path: Path, body: bytes) -> dict[str, bytes]:
    beside = path.with_name(f"{path.name}.br")  # made when the front end was built
    smaller = {"br": beside.read_bytes()} if beside.is_file() else {}
    return {**smaller, "gzip": gzip.compress(body, 9, mtime=0)}


def _read(path: Path, changed: tuple[int, int]) -> Asset:
    body = path.read_bytes()
    media_type = mimetypes.guess_type(path.name)[0] or "application/octet-stream"
    compressed = _compressed(path, body) if media_type.startswith(COMPRESSIBLE) else {}
    if media_type.startswith("text/"):
        media_type += "; charset=utf-8"
    return Asset(body, compressed, media_type, hashlib.sha256(body).hexdigest()[:16], changed)

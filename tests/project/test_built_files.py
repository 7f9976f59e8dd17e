"""The committed build belongs to the committed sources."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

ROOT = Path(__file__).parents[2]
FRONTEND = ROOT / "frontend"
DIST = ROOT / "lmtools/serving/static/dist"


def hash_of_sources() -> str:
    """One hash over names and contents, as frontend/build.mjs computes it."""
    sources = [path for path in (FRONTEND / "src").rglob("*") if path.is_file()]
    sources += [FRONTEND / "package.json", FRONTEND / "build.mjs"]
    named = sorted((path.relative_to(FRONTEND).as_posix(), path) for path in sources)
    digest = hashlib.sha256()
    for name, path in named:
        digest.update(f"{name}\0".encode() + path.read_bytes() + b"\0")
    return digest.hexdigest()


def test_the_built_files_come_from_the_sources_as_they_are_now() -> None:
    manifest = json.loads((DIST / "manifest.json").read_text("utf-8"))
    assert manifest["source"] == hash_of_sources(), "run `npm run build` in frontend/ and commit it"


def test_the_folder_holds_what_the_manifest_names_and_nothing_else() -> None:
    manifest = json.loads((DIST / "manifest.json").read_text("utf-8"))
    found = {path.name for path in DIST.iterdir() if path.is_file()} - {"manifest.json"}
    assert found == set(manifest["parts"])
    assert set(manifest["files"].values()) <= found


def test_no_built_file_asks_another_server() -> None:
    hosts = ("cdn.jsdelivr.net", "unpkg.com", "esm.sh", "fonts.googleapis.com")
    for path in [*DIST.glob("*.css"), *DIST.glob("page-*.js"), *DIST.glob("part-*.js")]:
        text = path.read_text("utf-8")
        assert not [host for host in hosts if host in text], path.name

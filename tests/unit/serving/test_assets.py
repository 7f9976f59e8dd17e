from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest

from lmtools.serving.assets import Assets


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    static = tmp_path / "static"
    (static / "dist" / "texts").mkdir(parents=True)
    (static / "dist" / "look-7BDNY7DO.css").write_text("body { color: black }")
    (static / "dist" / "manifest.json").write_text(json.dumps({"files": {"look.css": "look-7BDNY7DO.css"}}))
    (static / "dist" / "texts" / "nn.json").write_text(json.dumps({"Hei": "Hei der"}))
    (tmp_path / "hemmelig.txt").write_text("x")
    return static


def test_a_built_file_is_found_by_its_plain_name(folder: Path) -> None:
    assert Assets("/lm/", folder).url("look.css") == "/lm/static/dist/look-7BDNY7DO.css"


def test_another_file_carries_the_version_of_its_content(folder: Path) -> None:
    assets = Assets("/", folder)
    before = assets.url("dist/texts/nn.json")
    (folder / "dist/texts/nn.json").write_text(json.dumps({"Hei": "God dag"}))
    assert before.startswith("/static/dist/texts/nn.json?v=")
    assert assets.url("dist/texts/nn.json") != before


def test_bokmaal_needs_no_texts(folder: Path) -> None:
    assets = Assets("/", folder)
    assert assets.texts("nb") is None
    assert assets.catalogue("nb") == {}
    assert assets.catalogue("nn") == {"Hei": "Hei der"}


@pytest.mark.parametrize(
    "name", ["../hemmelig.txt", "dist/../../hemmelig.txt", "/etc/hosts", "dist", "nei.js"]
)
def test_nothing_outside_the_folder_is_sent(folder: Path, name: str) -> None:
    assert Assets("/", folder).find(name) is None


def test_text_is_compressed_once_and_beforehand(folder: Path) -> None:
    asset = Assets("/", folder).find("dist/look-7BDNY7DO.css")
    assert asset is not None
    assert gzip.decompress(asset.compressed["gzip"]) == asset.body


def test_what_the_build_has_made_smaller_still_is_preferred(folder: Path) -> None:
    (folder / "dist" / "look-7BDNY7DO.css.br").write_bytes(b"smaller")
    asset = Assets("/", folder).find("dist/look-7BDNY7DO.css")
    assert asset is not None
    assert next(iter(asset.compressed.items())) == ("br", b"smaller")


def test_only_what_cannot_change_is_kept_for_ever(folder: Path) -> None:
    assets = Assets("/", folder)
    hashed, named = assets.find("dist/look-7BDNY7DO.css"), assets.find("dist/texts/nn.json")
    assert hashed is not None and named is not None
    assert assets.is_lasting("dist/look-7BDNY7DO.css", hashed, None)
    assert assets.is_lasting("dist/texts/nn.json", named, named.version)
    assert not assets.is_lasting("dist/texts/nn.json", named, "gammel")
    assert not assets.is_lasting("dist/texts/nn.json", named, None)

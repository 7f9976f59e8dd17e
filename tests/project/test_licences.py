"""Licences: code, prose and what the wheel carries of others' work are each stated in full."""

from __future__ import annotations

import importlib.util
import json
import sys
import tomllib
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).parents[2]
MODULES = ROOT / "frontend" / "node_modules"
THIRD_PARTY = (ROOT / "THIRD-PARTY.md").read_text(encoding="utf-8")


def tool() -> ModuleType:
    spec = importlib.util.spec_from_file_location("third_party", ROOT / "docs/tools/third_party.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module  # a dataclass looks its module up
    spec.loader.exec_module(module)
    return module


def test_the_licence_of_the_code_is_the_whole_mit_licence() -> None:
    text = (ROOT / "LICENSE").read_text(encoding="utf-8")
    for part in (
        "MIT License",
        "Permission is hereby granted",
        "The above copyright notice",
        "WITHOUT WARRANTY",
    ):
        assert part in text


def test_the_licence_of_the_prose_says_scope_credit_and_the_whole_legal_code() -> None:
    text = (ROOT / "LICENSE-CONTENT.md").read_text(encoding="utf-8")
    for part in ("workbooks/", "Navngivelse", "https://creativecommons.org/licenses/by/4.0/legalcode"):
        assert part in text
    for number in range(1, 9):
        assert f"Section {number} -- " in text


def test_the_wheel_carries_all_three_licence_files() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert {"LICENSE", "LICENSE-CONTENT.md", "THIRD-PARTY.md"} <= set(project["license-files"])
    assert project["license"] == "MIT"


def test_every_package_in_the_built_files_is_named() -> None:
    manifest = json.loads((ROOT / "lmtools/serving/static/dist/manifest.json").read_text(encoding="utf-8"))
    direct = json.loads((ROOT / "frontend/package.json").read_text(encoding="utf-8"))["dependencies"]
    for name in manifest.get("packages", direct):
        assert f"| {name} | " in THIRD_PARTY, name


def test_the_font_comes_with_its_whole_licence() -> None:
    assert "SIL OPEN FONT LICENSE Version 1.1" in THIRD_PARTY
    assert "The Inter Project Authors" in THIRD_PARTY


def test_every_named_package_has_a_licence() -> None:
    rows = [line.split(" | ") for line in THIRD_PARTY.splitlines() if line.startswith("| ")][1:]
    assert {row[0].removeprefix("| ") for row in rows} == set(tool().carried(MODULES))
    assert len(rows) > 20
    for row in rows:
        assert row[2].strip(), row[0]
        assert row[2] != "se teksten", row[0]


@pytest.mark.skipif(not MODULES.is_dir(), reason="needs the front end's packages installed")
def test_the_notices_are_those_that_the_installed_packages_give() -> None:
    module = tool()
    for name in module.carried(MODULES):
        package = module.read(MODULES, name)
        assert f"| {name} | {package.version} | {package.licence} |" in THIRD_PARTY, name
        assert package.text in THIRD_PARTY, name


def test_a_package_without_a_licence_file_gets_the_one_kept_for_its_project(tmp_path: Path) -> None:
    folder = tmp_path / "@lumino" / "widgets"
    folder.mkdir(parents=True)
    (folder / "package.json").write_text('{"version": "1.0.0", "license": "BSD-3-Clause"}')
    package = tool().read(tmp_path, "@lumino/widgets")
    assert "Project Jupyter Contributors" in package.text
    assert "PhosphorJS Contributors" in package.text

"""Binder: what repo2docker's rules ask of the folder, and how the proxy starts lmtools."""

from __future__ import annotations

import os
import re
from pathlib import Path
from types import SimpleNamespace
from typing import Any

ROOT = Path(__file__).parents[2]
BINDER = ROOT / "binder"


def server() -> dict[str, Any]:
    config = SimpleNamespace(ServerProxy=SimpleNamespace(servers={}))
    source = (BINDER / "jupyter_server_config.py").read_text(encoding="utf-8")
    exec(compile(source, "jupyter_server_config.py", "exec"), {"get_config": lambda: config})
    return config.ServerProxy.servers["lmtools"]


def test_no_environment_file_overrides_the_requirements() -> None:
    names = {p.name for p in BINDER.iterdir()}
    assert {"requirements.txt", "runtime.txt", "postBuild"} <= names
    assert not names & {"environment.yml", "environment.yaml", "Dockerfile", "Pipfile"}


def test_the_runtime_is_a_python_that_the_project_supports() -> None:
    version = (BINDER / "runtime.txt").read_text().strip()
    assert re.fullmatch(r"python-3\.\d+", version)
    assert int(version.rpartition(".")[2]) >= 11


def test_the_requirements_install_the_project_with_the_tested_versions() -> None:
    lines = (BINDER / "requirements.txt").read_text().splitlines()
    wanted = [line for line in lines if line and not line.startswith("#")]
    assert wanted == ["-c ../constraints.txt", "."]
    assert "jupyter" in (ROOT / "constraints.txt").read_text()


def test_what_runs_after_the_build_can_run() -> None:
    assert os.access(BINDER / "postBuild", os.X_OK)
    assert (BINDER / "postBuild").read_text().startswith("#!/bin/bash\n")


def test_the_proxy_starts_a_demonstration_under_its_base_address() -> None:
    entry = server()
    command = entry["command"]
    assert "--demo" in command
    assert command[command.index("--base-url") + 1] == "{base_url}lmtools/"
    assert command[command.index("--port") + 1] == "{port}"
    assert entry["absolute_url"] is True
    assert entry["environment"]["LMTOOLS_DEMO"] == "1"
    assert entry["environment"]["LMTOOLS_OPEN_BROWSER"] == "0"


def test_the_key_of_the_demonstration_is_long_enough_and_told() -> None:
    from lmtools.serving.keys import SHORTEST_KEY, normal

    key = server()["environment"]["LMTOOLS_FACILITATOR_KEY"]
    assert len(normal(key)) >= SHORTEST_KEY
    assert f"`{key}`" in (BINDER / "README.md").read_text(encoding="utf-8")

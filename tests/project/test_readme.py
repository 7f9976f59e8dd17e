"""The two commands that stand first in the README are what a reader runs, so they are run here."""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest

from tests.conftest import free_port

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"^```sh\n(.*?)^```$", README, flags=re.MULTILINE | re.DOTALL)
LEFT_OUT = shutil.ignore_patterns(".git", ".venv", "node_modules", "__pycache__", ".*_cache", "*.sqlite")


def test_the_first_two_blocks_are_one_command_each() -> None:
    assert BLOCKS[:2] == ["python3 run.py\n", "python3 run.py test\n"]


def test_every_command_and_setting_is_in_the_readme() -> None:
    from lmtools.cli.main import app

    for command in app.registered_commands:
        assert f"lmtools {command.name}" in README
    for name in ("DATA", "PORT", "OPEN_BROWSER", "DATABASE", "FACILITATOR_KEY", "LANGUAGE"):
        assert f"LMTOOLS_{name}" in README


def test_every_file_the_readme_names_is_here() -> None:
    for target in re.findall(r"\]\((?!https?:|#)([^)]+)\)", README):
        assert (ROOT / target).exists(), target


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="the block is for sh")
def test_the_first_command_starts_lmtools_with_sample_data_in_a_fresh_copy(tmp_path: Path) -> None:
    copy = tmp_path / "lmtools"
    shutil.copytree(ROOT, copy, ignore=LEFT_OUT)
    port = free_port()
    log = tmp_path / "log.txt"
    process = subprocess.Popen(
        ["bash", "-c", BLOCKS[0]],
        cwd=copy,
        env={
            **outside_the_tests(),
            "LMTOOLS_DATA": str(tmp_path / "data"),
            "LMTOOLS_PORT": str(port),
            "LMTOOLS_OPEN_BROWSER": "0",
        },
        stdout=log.open("w"),
        stderr=subprocess.STDOUT,
        start_new_session=True,
    )
    try:
        page = wait_for(f"http://localhost:{port}/", process, log, seconds=600)
    finally:
        os.killpg(process.pid, signal.SIGTERM)
        process.wait(timeout=60)
    assert "Ståsted" in page
    assert "Ingen tall ennå" not in page


def outside_the_tests() -> dict[str, str]:
    """The environment of somebody who has only Python."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("LMTOOLS_", "PYTEST"))}
    for name in ("VIRTUAL_ENV", "PYTHONPATH"):
        kept.pop(name, None)
    kept["PIP_NO_COMPILE"] = "1"  # most of what is installed is never imported here
    kept["PATH"] = os.pathsep.join(
        part for part in kept["PATH"].split(os.pathsep) if Path(part) != Path(sys.prefix, "bin")
    )
    return kept


def wait_for(url: str, process: subprocess.Popen[bytes], log: Path, *, seconds: float) -> str:
    """The page at `url` as soon as it is there, and not one that waits for it."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if process.poll() is not None:
            break
        try:
            with urllib.request.urlopen(url, timeout=30) as response:
                if "Refresh" not in response.headers:
                    return str(response.read().decode())
        except OSError:
            pass
        time.sleep(1)
    pytest.fail(f"{url} did not answer.\n{log.read_text()}")

"""`pip install` of the wheel alone is enough to serve the workbooks."""

from __future__ import annotations

import os
import subprocess
import sys
import sysconfig
import venv
import zipfile
from pathlib import Path

import pytest

from tests.conftest import free_port
from tests.project.test_readme import outside_the_tests, wait_for

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, built here and now with the build backend that is installed."""
    folder = tmp_path_factory.mktemp("wheel")
    subprocess.run(
        [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--wheel-dir", str(folder), str(ROOT)],
        check=True,
        timeout=300,
    )
    return next(folder.glob("lmtools-*.whl"))


@pytest.mark.slow
@pytest.mark.parametrize(
    "name",
    [
        "lmtools/_share/workbooks/stasted.ipynb",
        "lmtools/_share/samples/datapackage.json",
        "lmtools/serving/static/dist/manifest.json",
        "lmtools/serving/templates/lmtools/index.html.j2",
        "lmtools/serving/templates/pages/start.html",
        "lmtools/survey/policy.toml",
        "lmtools/text/locale/nn/LC_MESSAGES/lmtools.mo",
        "lmtools/text/locale/en/LC_MESSAGES/lmtools.mo",
        "lmtools/widgets/static/widgets.js",
        "lmtools/store/migrations/env.py",
        "lmtools/room/screening/names.txt",
        "lmtools/room/screening/rules.json",
    ],
)
def test_the_wheel_carries_what_is_needed_to_serve(wheel: Path, name: str) -> None:
    assert name in zipfile.ZipFile(wheel).namelist()


@pytest.mark.slow
def test_the_wheel_alone_serves_the_workbooks_from_anywhere(wheel: Path, tmp_path: Path) -> None:
    venv.EnvBuilder(with_pip=True).create(tmp_path / "env")
    python = tmp_path / "env" / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    # What it needs is taken from here: that its names and versions are right is seen where the README's
    # first command sets everything up. A path that is added this way brings no lmtools of ours with it.
    within = subprocess.check_output(
        [str(python), "-c", "import sysconfig; print(sysconfig.get_path('purelib'))"]
    )
    (Path(within.decode().strip()) / "needed.pth").write_text(sysconfig.get_path("purelib"))
    install = [str(python), "-m", "pip", "install", "--quiet", "--no-deps", str(wheel)]
    subprocess.run(install, check=True, timeout=900, env=outside_the_tests())
    found = subprocess.check_output(
        [str(python), "-c", "import lmtools; print(lmtools.__file__)"], cwd=tmp_path
    )
    assert str(tmp_path) in found.decode()
    port, log = free_port(), tmp_path / "log.txt"
    process = subprocess.Popen(
        [str(python), "-m", "lmtools.cli", "serve", "--samples", "--host", "127.0.0.1", "--port", str(port)],
        cwd=tmp_path,
        env={**outside_the_tests(), "LMTOOLS_DATA": str(tmp_path / "data"), "LMTOOLS_OPEN_BROWSER": "0"},
        stdout=log.open("w"),
        stderr=subprocess.STDOUT,
    )
    try:
        page = wait_for(f"http://127.0.0.1:{port}/bok/nb/stasted", process, log, seconds=120)
    finally:
        process.terminate()
        process.wait(timeout=60)
    assert "lm-page" in page
    assert "lm-problem" not in page

"""`pip install` of the wheel alone is enough to serve the workbooks, and the sdist makes the same wheel."""

from __future__ import annotations

import ast
import os
import re
import shutil
import subprocess
import sys
import sysconfig
import tomllib
import venv
import zipfile
from importlib import metadata
from pathlib import Path

import pytest

from lmtools import __version__
from tests.conftest import free_port
from tests.project.test_readme import outside_the_tests, wait_for

ROOT = Path(__file__).parents[2]
NOT_IMPORTED = {"altair", "jupyterlab", "jupyter-server-proxy", "psycopg"}
"""What is needed without our importing it; pyproject.toml says for what."""
WHEEL_MEGABYTES = 6
LEFTOVERS = re.compile(
    r"__pycache__|\.pyc$|\.sqlite|\.key$|node_modules|_cache/|\.ipynb_checkpoints|egg-info/"
)


def megabytes(path: Path) -> float:
    return path.stat().st_size / 1e6


@pytest.fixture(scope="module")
def tools(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The build backend, in a folder of its own, so that it is fetched once."""
    folder = tmp_path_factory.mktemp("tools")
    wanted = ["--constraint", str(ROOT / "constraints.txt"), "hatchling"]
    install = [sys.executable, "-m", "pip", "install", "--quiet", "--target", str(folder), *wanted]
    subprocess.run(install, check=True, timeout=300)
    return folder


def build(tools: Path, source: Path, folder: Path, *kinds: str) -> None:
    """Build from `source` into `folder`."""
    asked = [part for kind in kinds for part in ("-t", kind)]
    command = [sys.executable, "-m", "hatchling", "build", "-d", str(folder), *asked]
    environment = {**os.environ, "PYTHONPATH": str(tools)}
    subprocess.run(command, cwd=source, env=environment, check=True, timeout=300, capture_output=True)


@pytest.fixture(scope="module")
def built(tools: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the wheel and the sdist, built here and now."""
    folder = tmp_path_factory.mktemp("dist")
    build(tools, ROOT, folder, "wheel", "sdist")
    return folder


@pytest.fixture(scope="module")
def wheel(built: Path) -> Path:
    return next(built.glob("lmtools-*.whl"))


@pytest.mark.slow
def test_the_wheel_carries_what_is_needed_and_nothing_that_was_left_lying(wheel: Path) -> None:
    names = set(zipfile.ZipFile(wheel).namelist())
    assert {
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
    } <= names
    assert [name for name in names if LEFTOVERS.search(name)] == []
    assert {name.split("/")[0] for name in names} == {"lmtools", f"lmtools-{__version__}.dist-info"}
    assert megabytes(wheel) < WHEEL_MEGABYTES


@pytest.mark.slow
def test_the_sdist_carries_all_that_is_worked_on_and_makes_the_same_wheel(
    built: Path, tools: Path, wheel: Path, tmp_path: Path
) -> None:
    shutil.unpack_archive(next(built.glob("lmtools-*.tar.gz")), tmp_path)
    source = next(tmp_path.glob("lmtools-*"))
    names = {path.relative_to(source).as_posix() for path in source.rglob("*") if path.is_file()}
    for wanted in ("README.md", "CHANGELOG.md", "workbooks/stasted.ipynb", "data/samples/make_samples.py"):
        assert wanted in names
    for wanted in (
        "frontend/src/",
        "docs/",
        "tests/project/",
        "benchmarks/",
        "deploy/",
        "binder/",
        "data/naming/",
    ):
        assert any(name.startswith(wanted) for name in names), wanted
    assert [name for name in names if LEFTOVERS.search(name)] == []
    build(tools, source, tmp_path / "again", "wheel")
    assert contents(next((tmp_path / "again").glob("*.whl"))) == contents(wheel)


def contents(wheel: Path) -> dict[str, int]:
    """The checksum of each file."""
    return {one.filename: one.CRC for one in zipfile.ZipFile(wheel).infolist()}


@pytest.mark.slow
def test_the_wheel_alone_serves_the_workbooks_from_anywhere(wheel: Path, tmp_path: Path) -> None:
    venv.EnvBuilder(with_pip=False).create(tmp_path / "env")
    programs = tmp_path / "env" / ("Scripts" if os.name == "nt" else "bin")
    python = programs / ("python.exe" if os.name == "nt" else "python")
    # What it needs is taken from here: that its names and versions are right is seen where the README's
    # first command sets everything up. A path that is added this way brings no lmtools of ours with it.
    within = subprocess.check_output(
        [str(python), "-c", "import sysconfig; print(sysconfig.get_path('purelib'))"]
    )
    (Path(within.decode().strip()) / "needed.pth").write_text(sysconfig.get_path("purelib"))
    install = [sys.executable, "-m", "pip", "--python", str(python), "install", "--quiet", "--no-deps"]
    subprocess.run([*install, str(wheel)], check=True, timeout=900, env=outside_the_tests())
    environment = {
        **outside_the_tests(),
        "LMTOOLS_DATA": str(tmp_path / "data"),
        "LMTOOLS_OPEN_BROWSER": "0",
        "LMTOOLS_PORT": str(free_port()),
    }

    def told(*arguments: str) -> str:
        return subprocess.check_output(
            [str(programs / "lmtools"), *arguments], cwd=tmp_path, env=environment, text=True
        )

    assert told("--version") == f"lmtools {__version__}\n"
    log = tmp_path / "log.txt"
    process = subprocess.Popen(
        [str(programs / "lmtools"), "serve", "--samples", "--host", "127.0.0.1"],
        cwd=tmp_path,
        env=environment,
        stdout=log.open("w"),
        stderr=subprocess.STDOUT,
    )
    place = f"http://127.0.0.1:{environment['LMTOOLS_PORT']}/"
    try:
        page = wait_for(f"{place}bok/nb/stasted", process, log, seconds=120)
        doctor = told("doctor", "--public-url", place)
    finally:
        process.terminate()
        process.wait(timeout=60)
    assert "lm-page" in page
    assert "lm-problem" not in page
    assert str(tmp_path / "env") in doctor  # where its workbooks are
    assert "Må rettes" not in doctor


def test_what_is_imported_is_asked_for_and_what_is_asked_for_is_imported() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    asked = {re.split(r"[<>=\[]", line)[0] for line in project["dependencies"]}
    ships = metadata.packages_distributions()
    imported = {name for path in (ROOT / "lmtools").rglob("*.py") for name in imports(path)}
    outside = {ships[name][0].lower().replace("_", "-") for name in imported if name in ships}
    assert outside - asked == set()
    assert asked - outside - NOT_IMPORTED == set()


def imports(path: Path) -> set[str]:
    """The packages that a module imports anywhere in it."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            found.add(node.module.split(".")[0])
    return found - {"lmtools", "tests"} - set(sys.stdlib_module_names)

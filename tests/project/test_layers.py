from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PACKAGE = ROOT / "lmtools"
MODULES = sorted(path for path in PACKAGE.rglob("*.py") if "migrations" not in path.parts)


def test_every_layer_imports_only_from_the_layers_beneath_it() -> None:
    # In a process of its own: it would switch off the loggers that other tests listen to.
    command = "from importlinter.cli import lint_imports; raise SystemExit(lint_imports(no_cache=True))"
    done = subprocess.run(
        [sys.executable, "-c", command], cwd=ROOT, capture_output=True, text=True, timeout=300
    )
    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_module_says_what_it_is_for(path: Path) -> None:
    docstring = ast.get_docstring(ast.parse(path.read_text(encoding="utf-8")))
    assert docstring and "in the making" not in docstring


@pytest.mark.parametrize(
    "modules", ["lmtools.cli.main, lmtools.serving.app", "lmtools.serving.forking.nursery"]
)
def test_our_processes_build_no_grammar_of_addresses_when_they_start(modules: str) -> None:
    code = f"import sys, {modules}; print('jsonschema' in sys.modules, 'lark' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=120)
    assert done.stdout == "True False\n", done.stderr


def test_importing_the_package_has_no_effect(tmp_path: Path) -> None:
    """No file is written, nothing is printed, and no heavy library comes along."""
    code = (
        "import sys, lmtools; print(sorted({'pandas', 'voila', 'altair', 'sqlalchemy'} & set(sys.modules)))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=tmp_path, capture_output=True, text=True, check=True, timeout=60
    )
    assert (done.stdout, done.stderr) == ("[]\n", "")
    assert list(tmp_path.iterdir()) == []

"""Public names of lmtools that nothing of lmtools uses: dead, or used by tests alone.

A public name is a function, class or constant of a module, or a method of a class, without a leading
underscore. It is used when lmtools says it outside its own definition, a workbook or a template says it, or
it stands in `lmtools.__all__`. A method counts as used where anything has an attribute of that name (so a
dead one may hide behind a namesake); a name of a module only in its own, and where it is imported.
`HOOKS` are the methods that a library calls, or asks for, in a class of ours that extends one of its own.
"""

from __future__ import annotations

import ast
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

HOOKS = {
    "tornado": "compute_etag log_exception on_close on_finish on_message set_default_headers write_message "
    "handle_stream start_request headers_received data_received check_xsrf_cookie max_message_size",
    "jupyter_server": "auth_enabled get_user get_handlers subprotocol create_stream handle_incoming_message "
    "notify_connect notify_disconnect cull_kernel_if_idle remove_kernel start_watching_activity emit",
    "jupyter_client": "has_process launch_kernel start_restarter",
    "ipykernel": "init_control init_iopub send_multipart",
    "voila": "setup_template_dirs init_settings init_handlers",
    "ipywidgets": "set_state",
    "highspy": "enableCallbacks",
    "io": "writable",
}
_CALLED = frozenset(word for words in HOOKS.values() for word in words.split())
_KINDS_OF_METHOD = {"property", "cached_property", "classmethod", "staticmethod", "dataclass"}
_WRAPPERS = {"cache", "lru_cache", "contextmanager", "asynccontextmanager", "wraps", "total_ordering"}
_WORD = re.compile(r"[A-Za-z_]\w*")
_VERB = re.compile(r"\bbook\.(\w+)\(")
_TEMPLATE = re.compile(r"\{[{%].*?[%}]\}", re.DOTALL)
_FOUND_BY_FILE = "migrations/versions"  # Alembic looks in each of its files for the same few names


@dataclass(frozen=True)
class Name:
    """One public name: `lmtools/a.py` and `f`, or `Class.f`, and the lines that define it."""

    path: str
    name: str
    first: int
    last: int
    registered: bool = False

    @property
    def word(self) -> str:
        """The name itself, without its class."""
        return self.name.rpartition(".")[2]

    @property
    def module(self) -> str:
        """The module as it is imported."""
        return _dotted(self.path)

    @property
    def is_method(self) -> bool:
        """Whether it is said after a dot."""
        return "." in self.name

    def __str__(self) -> str:
        return f"{self.path}:{self.name}"


@dataclass
class Said:
    """Where one module says which names (by line), and from which modules it has imported them."""

    loads: dict[str, list[int]] = field(default_factory=lambda: defaultdict(list))
    attributes: dict[str, list[int]] = field(default_factory=lambda: defaultdict(list))
    qualified: dict[str, list[tuple[str, int]]] = field(default_factory=lambda: defaultdict(list))
    imported: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    called: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))

    def has_imported(self, name: Name) -> bool:
        """Whether it has the name from its own module, or from a package around that hands it on."""
        return any(f"{name.module}.".startswith(f"{origin}.") for origin in self.imported.get(name.word, ()))

    def has_module(self, name: Name, word: str) -> bool:
        """Whether `word` is the name's module here, or a package around it."""
        return any(f"{name.module}.".startswith(f"{one}.") for one in self.called.get(word, ()))


def unused(root: Path, modules: dict[str, ast.Module]) -> list[Name]:
    """The public names of `modules` (path from `root` to what was parsed) that nothing uses."""
    said = {path: _said(path, tree) for path, tree in modules.items()}
    words = _words_of_texts(root) | _exported(modules["lmtools/__init__.py"])
    names = (name for path, tree in modules.items() for name in _names(path, tree))
    candidates = (name for name in names if name.word not in words | _CALLED and not name.registered)
    return [name for name in candidates if not _is_used(name, said)]


def _is_used(name: Name, said: dict[str, Said]) -> bool:
    return any(
        path != name.path or not name.first <= line <= name.last
        for path, module in said.items()
        for line in _lines(name, module, is_own=path == name.path)
    )


def _lines(name: Name, module: Said, *, is_own: bool) -> Iterator[int]:
    if name.is_method:
        yield from module.attributes.get(name.word, ())
        return
    if is_own or module.has_imported(name):
        yield from module.loads.get(name.word, ())
    yield from (line for word, line in module.qualified.get(name.word, ()) if module.has_module(name, word))


def _names(path: str, tree: ast.Module) -> Iterator[Name]:
    if _FOUND_BY_FILE in path:
        return
    for node in tree.body:
        yield from (_name(path, word, node) for word in _defined(node) if not word.startswith("_"))
        if isinstance(node, ast.ClassDef):
            yield from (_name(path, f"{node.name}.{part.name}", part) for part in _methods(node))


def _methods(node: ast.ClassDef) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    for part in node.body:
        if isinstance(part, ast.FunctionDef | ast.AsyncFunctionDef) and not part.name.startswith("_"):
            yield part


def _name(path: str, name: str, node: ast.stmt) -> Name:
    marks = {_last(mark) for mark in getattr(node, "decorator_list", [])}
    # A command, or a default of a trait, is used by what decorates it.
    registered = bool(marks - _KINDS_OF_METHOD - _WRAPPERS)
    return Name(path, name, node.lineno, node.end_lineno or node.lineno, registered)


def _last(mark: ast.expr) -> str:
    mark = mark.func if isinstance(mark, ast.Call) else mark
    return mark.attr if isinstance(mark, ast.Attribute) else getattr(mark, "id", "")


def _defined(node: ast.stmt) -> Iterable[str]:
    match node:
        case ast.FunctionDef() | ast.AsyncFunctionDef() | ast.ClassDef():
            return [node.name]
        case ast.Assign():
            return [
                part.id for target in node.targets for part in ast.walk(target) if isinstance(part, ast.Name)
            ]
        case ast.AnnAssign(target=ast.Name(id=word)):
            return [word]
    return []


def _said(path: str, tree: ast.Module) -> Said:
    found = Said()
    for node in ast.walk(tree):
        match node:
            case ast.Name(ctx=ast.Load()):
                found.loads[node.id].append(node.lineno)
            case ast.Attribute(ctx=ast.Load()):
                found.attributes[node.attr].append(node.lineno)
                if isinstance(node.value, ast.Name):
                    found.qualified[node.attr].append((node.value.id, node.lineno))
            case ast.ImportFrom():
                _import(path, node, found)
    return found


def _import(path: str, node: ast.ImportFrom, found: Said) -> None:
    around = path.removesuffix(".py").split("/")[: -node.level] if node.level else []
    origin = ".".join([*around, *([node.module] if node.module else [])])
    for alias in node.names:
        found.imported[alias.name].add(origin)
        found.called[alias.asname or alias.name].add(f"{origin}.{alias.name}")
        if alias.asname and alias.asname != alias.name:
            found.loads[alias.name].append(node.lineno)


def _dotted(path: str) -> str:
    return path.removesuffix(".py").removesuffix("/__init__").replace("/", ".")


def _exported(tree: ast.Module) -> set[str]:
    (names,) = (
        node.value for node in tree.body if isinstance(node, ast.Assign) and "__all__" in _defined(node)
    )
    return set(ast.literal_eval(names))


def _words_of_texts(root: Path) -> set[str]:
    """The verbs of the workbooks, and every word inside the braces of a template."""
    verbs = {
        verb for path in root.glob("workbooks/*.ipynb") for verb in _VERB.findall(path.read_text("utf-8"))
    }
    templates = (
        path for ending in ("html", "j2") for path in root.glob(f"lmtools/serving/templates/**/*.{ending}")
    )
    braces = (part for path in templates for part in _TEMPLATE.findall(path.read_text("utf-8")))
    return verbs | {word for part in braces for word in _WORD.findall(part)}

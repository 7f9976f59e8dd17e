"""What Binder needs to show a shared workbook: the link to it, and the files it builds from.

The link is only put together here. Nothing is asked of the net.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, distribution
from urllib.parse import quote, urlsplit

from lmtools.errors import UsageError

HUB = "https://mybinder.org/v2"
NEWEST = "HEAD"
"""The newest commit of whatever the repository's own branch is called."""

_PART = re.compile(r"[A-Za-z0-9._-]+")
_BRANCH = re.compile(r"[A-Za-z0-9._/-]+")
_PROVIDERS = {"github.com": "gh", "gitlab.com": "gl"}
_SHORT = re.compile(r"git@([A-Za-z0-9.-]+):(.+)")

CONFIG = '''"""How jupyter-server-proxy starts lmtools on Binder: at <base>/lmtools/, with invented figures.

The container is one visitor's and is thrown away, so the facilitator key below guards nothing.
"""

import os
import sys

FOLDER = os.path.join(os.environ.get("REPO_DIR", os.getcwd()), "workbooks")

c = get_config()  # noqa: F821 - Jupyter gives config files this function

c.ServerProxy.servers = {
    "lmtools": {
        "command": [
            *(sys.executable, "-m", "lmtools.cli", "serve", FOLDER, "--demo"),
            *("--host", "127.0.0.1", "--port", "{port}"),
            *("--base-url", "{base_url}lmtools/", "--people", "4"),
        ],
        "environment": {
            "LMTOOLS_DEMO": "1",
            "LMTOOLS_OPEN_BROWSER": "0",
            "LMTOOLS_FACILITATOR_KEY": "demo-demo-demo",
        },
        "absolute_url": True,
        "timeout": 90,
        "new_browser_tab": False,
        "launcher_entry": {"title": "lmtools (demonstrasjon)"},
    }
}
'''

POST_BUILD = """#!/bin/bash
# Runs once when the image is built, in the root of the repository.
set -euo pipefail

# The proxy learns about lmtools where Jupyter looks for what it is told.
etc="${JUPYTER_CONFIG_DIR:-$(python -c 'import sys; print(sys.prefix)')/etc/jupyter}"
mkdir -p "$etc"
cp binder/jupyter_server_config.py "$etc/jupyter_server_config.py"

# Read the invented figures in now, so that the first visitor does not wait for it.
python -m lmtools.cli import data/*.csv data/*.json
"""

PYTHON = "python-3.11\n"


@dataclass(frozen=True)
class Repository:
    """Where a repository lies: Binder's name of the provider, the repository's there, and a branch."""

    provider: str
    place: str
    branch: str = NEWEST


def link_to(address: str, workbook: str, language: str = "nb") -> str:
    """The link that opens `workbook` from the repository at `address`, which must be public.

    Raises UsageError when `address` is not the address of a repository.
    """
    repository = read_address(address)
    page = quote(f"lmtools/bok/{language}/{workbook}", safe="")
    branch = quote(repository.branch, safe="")
    return f"{HUB}/{repository.provider}/{repository.place}/{branch}?urlpath={page}"


def read_address(address: str) -> Repository:
    """The repository that is meant. Raises UsageError, which never repeats a password."""
    short = _SHORT.fullmatch(address.strip())
    parts = urlsplit(f"https://{short[1]}/{short[2]}" if short else address.strip())
    path = parts.path.strip("/")
    if "@" in parts.netloc:
        raise UsageError(
            "Adressa inneholder et brukernavn eller et passord, og lenka ville vist det til alle. Skriv "
            "adressa uten."
        )
    where, _, branch = re.sub(r"/(?:-/)?tree/", "\0", path, count=1).partition("\0")
    names = where.removesuffix(".git").split("/")
    is_plain = parts.scheme in ("https", "http") and not parts.query and not parts.fragment
    if not is_plain or not _is_repository(parts.hostname, names, branch):
        raise UsageError(
            "Dette er ikke adressa til et kodelager. Skriv den slik: https://github.com/EIER/NAVN"
        )
    provider = _PROVIDERS.get(str(parts.hostname).removeprefix("www."), "git")
    if provider == "gh":
        return Repository(provider, "/".join(names), branch or NEWEST)
    place = "/".join(names) if provider == "gl" else f"{parts.scheme}://{parts.netloc}/{where}"
    return Repository(provider, quote(place, safe=""), branch or NEWEST)


def _is_repository(host: str | None, names: list[str], branch: str) -> bool:
    is_known = str(host).removeprefix("www.") in _PROVIDERS
    has_place = len(names) == 2 or (len(names) > 2 and host != "github.com")
    is_named = all(_PART.fullmatch(name) and name.strip(".") for name in names)
    return bool(host and "." in host and has_place and is_named and (is_known or not branch)) and (
        not branch or _BRANCH.fullmatch(branch) is not None
    )


def requirements(wheel: str) -> str:
    """What pip installs on Binder, from the root of the repository."""
    return f"-c constraints.txt\n./binder/{wheel}\n"


def constraints() -> str:
    """The versions of all that lmtools needs, as they are here; nothing else that is installed is told."""
    found: dict[str, str] = {}
    waiting = _needed("lmtools")
    while waiting:
        name = waiting.pop()
        if name in found:
            continue
        try:
            found[name] = distribution(name).version
        except PackageNotFoundError:
            continue  # what only another system needs
        waiting += _needed(name)
    return "".join(f"{name}=={version}\n" for name, version in sorted(found.items()) if "+" not in version)


def _needed(name: str) -> list[str]:
    """What a package asks for, by name; what only an extra or another system needs may be among it."""
    lines = [line for line in distribution(name).requires or () if "extra ==" not in line]
    return [found[0].lower() for line in lines if (found := _PART.match(line))]

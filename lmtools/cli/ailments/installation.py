"""What lmtools is made of and told: Python, libraries, its own files, the clock, the environment."""

from __future__ import annotations

import os
import re
import sys
import time
from collections.abc import Iterator
from difflib import get_close_matches
from importlib import metadata
from pathlib import Path

from lmtools.cli.ailments import Case, Finding
from lmtools.errors import N_
from lmtools.settings import LANGUAGES, NAMES

_PACKAGE = Path(__file__).parents[2]
_NEEDED = (
    "serving/templates/lmtools/index.html.j2",
    "serving/templates/pages/start.html",
    "survey/policy.toml",
    "store/migrations/env.py",
    "room/screening/names.txt",
    "text/locale/nn/LC_MESSAGES/lmtools.mo",
)
_AGAIN = N_("Installer lmtools på nytt.")
_NAME = re.compile(r"[A-Za-z0-9._-]+")
_SWITCHES = ("OPEN_BROWSER", "DEMO", "FORK")
_EITHER = ("0", "1", "true", "false", "yes", "no")


def python(case: Case) -> Iterator[Finding]:
    """Which it is; pip and run.py refuse one that is too old."""
    yield case.fine(N_("Python {version}."), version=".".join(map(str, sys.version_info[:3])))


def libraries(case: Case) -> Iterator[Finding]:
    """Whether all that lmtools needs is installed."""
    missing = ", ".join(sorted(name for name in _required() if not _is_installed(name)))
    if missing:
        yield case.wrong(N_("Det mangler biblioteker: {names}."), _AGAIN, names=missing)
    else:
        yield case.fine(N_("Bibliotekene er på plass."))


def _required() -> list[str]:
    try:
        lines = metadata.requires("lmtools") or []
    except metadata.PackageNotFoundError:  # run from a checkout
        return []
    needed = [line for line in lines if "extra ==" not in line]
    return [found[0] for found in map(_NAME.match, needed) if found]


def _is_installed(name: str) -> bool:
    try:
        metadata.distribution(name)
    except metadata.PackageNotFoundError:
        return False
    return True


def files(case: Case) -> Iterator[Finding]:
    """Whether what the pages are made of came along."""
    from lmtools.serving.assets import Assets

    assets = Assets("/")
    missing = [name for name in ("look.css", "page.js", "start.js") if not assets.has(name)]
    missing += [name for name in _NEEDED if not (_PACKAGE / name).is_file()]
    if missing:
        yield case.wrong(N_("Det mangler filer til sidene: {names}."), _AGAIN, names=", ".join(missing))
    else:
        yield case.fine(N_("Filene til sidene er på plass."))


def clock(case: Case) -> Iterator[Finding]:
    """A clock that is behind would delete nothing in time, and date every plan wrongly."""
    installed = (_PACKAGE / "__init__.py").stat().st_mtime
    if time.time() < installed - 24 * 3600:
        yield case.wrong(
            N_("Klokka på maskinen går feil: den viser {now}, og det er før lmtools ble installert."),
            N_("Still klokka. Den bestemmer når økter slettes, og datoene i planene."),
            now=time.strftime("%d.%m.%Y %H:%M"),
        )


def environment(case: Case) -> Iterator[Finding]:
    """Settings that are spelt in another way than ours, or mean something else than was thought."""
    for name in sorted(name for name in os.environ if name.startswith("LMTOOLS_")):
        short = name.removeprefix("LMTOOLS_")
        if short not in NAMES and not short.startswith("TEST_"):
            yield _unknown(case, name)
    value = os.environ.get("LMTOOLS_LANGUAGE", "")
    if value and value not in LANGUAGES:
        yield case.wrong(
            N_("LMTOOLS_LANGUAGE er «{value}», og det språket har vi ikke."),
            N_("Skriv nb, nn eller en. Nå blir det bokmål."),
            value=value,
        )
    for name in _SWITCHES:
        value = os.environ.get(f"LMTOOLS_{name}", "")
        if value and value not in _EITHER:
            yield case.wrong(
                N_("LMTOOLS_{name} er «{value}», og det forstår vi ikke."),
                N_("Skriv 1 eller 0."),
                name=name,
                value=value,
            )


def _unknown(case: Case, name: str) -> Finding:
    near = get_close_matches(name.removeprefix("LMTOOLS_"), NAMES, n=1, cutoff=0.7)
    if near:
        return case.wrong(
            N_("Vi kjenner ikke innstillingen {name}."),
            N_("Mente dere LMTOOLS_{near}?"),
            name=name,
            near=near[0],
        )
    return case.note(
        N_("Vi kjenner ikke innstillingen {name}."), N_("Den gjør ingenting, og kan tas bort."), name=name
    )

"""Write THIRD-PARTY.md: whose work the wheel carries, and under which licences.

    python docs/tools/third_party.py [--modules frontend/node_modules]

Which packages: those the build lists as `packages` in its manifest; without such a list, everything
that frontend/package.json depends on, which names too many rather than too few. Licence texts come from
the packages themselves. Some packages of Project Jupyter are published without one; theirs are kept in
docs/tools/licences/, copied from the projects.
"""

from __future__ import annotations

import argparse
import json
import re
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]
MANIFEST = ROOT / "lmtools/serving/static/dist/manifest.json"
KEPT = {
    "@jupyter-widgets/": "jupyter-widgets.txt",
    "@jupyterlab/": "jupyterlab.txt",
    "@lumino/": "lumino.txt",
}
INTRODUCTION = """# Det andre har laget

lmtools bærer med seg arbeid som andre har laget: stilark, skrift og kode som nettleseren kjører. Her står
navn, utgave, lisens og lisenstekst for alt sammen. Fila er laget av `docs/tools/third_party.py`.

Python-pakkene som lmtools bruker, følger ikke med, men installeres ved siden av med sine egne lisenser.
Tall fra Elevundersøkelsen følger heller ikke med. Den som viser slike tall, krediterer kilden: «Inneholder
data under norsk lisens for offentlige data (NLOD) tilgjengeliggjort av Utdanningsdirektoratet».
"""


@dataclass(frozen=True)
class Package:
    """One package: where it comes from and what its licence says (empty when it carries no text)."""

    name: str
    version: str
    licence: str
    home: str
    text: str


def dependencies(modules: Path, wanted: list[str]) -> list[str]:
    """The names in `wanted` and all that they depend on, as far as it is installed."""
    found: set[str] = set()
    waiting = list(wanted)
    while waiting:
        name = waiting.pop()
        about = modules / name / "package.json"
        if name not in found and about.is_file():
            found.add(name)
            waiting += json.loads(about.read_text(encoding="utf-8")).get("dependencies", {})
    return sorted(found)


def carried(modules: Path) -> list[str]:
    """The names of the packages in the built files."""
    manifest = json.loads(MANIFEST.read_text(encoding="utf-8")) if MANIFEST.is_file() else {}
    if "packages" in manifest:
        return sorted(manifest["packages"])
    about = json.loads((ROOT / "frontend/package.json").read_text(encoding="utf-8"))
    names = [n for n in dependencies(modules, list(about["dependencies"])) if not n.startswith("@types/")]
    return names


def read(modules: Path, name: str) -> Package:
    """Read what a package says about itself."""
    folder = modules / name
    about = json.loads((folder / "package.json").read_text(encoding="utf-8"))
    files = sorted(
        f for f in folder.iterdir() if re.match(r"(licen[cs]e|copying|ofl)", f.name, re.IGNORECASE)
    )
    text = files[0].read_text(encoding="utf-8") if files else _kept(name)
    home = about.get("homepage") or about.get("repository") or ""
    home = home.get("url", "") if isinstance(home, dict) else home
    home = re.sub(r"^git\+|\.git$|#readme$", "", re.sub(r"^(git\+)?(ssh://git@|git://)", "https://", home))
    if re.fullmatch(r"[\w.-]+/[\w.-]+", home):
        home = f"https://github.com/{home}"
    return Package(name, about["version"], about.get("license") or _guess(text), home, text.strip())


def _kept(name: str) -> str:
    for prefix, file in KEPT.items():
        if name.startswith(prefix):
            return (Path(__file__).parent / "licences" / file).read_text(encoding="utf-8")
    return ""


def _guess(text: str) -> str:
    return "MIT" if "Permission is hereby granted, free of charge" in text else "se teksten"


def document(packages: list[Package]) -> str:
    """The whole file: a table, then each licence text once with the packages it holds for."""
    lines = [INTRODUCTION, "| pakke | utgave | lisens | hjemmeside |", "|---|---|---|---|"]
    lines += [f"| {p.name} | {p.version} | {p.licence} | {p.home} |" for p in packages]
    groups: dict[str, list[Package]] = defaultdict(list)
    for package in packages:
        groups[" ".join(package.text.split())].append(package)
    lines += ["", "## Lisenstekster"]
    for key, group in groups.items():
        names = ", ".join(p.name for p in group)
        lines += ["", f"### {names}", ""]
        lines += ["```text", group[0].text, "```"] if key else [f"Lisens: {group[0].licence}."]
    return "\n".join(lines).replace("\r\n", "\n") + "\n"


def main() -> None:
    """Write the file."""
    parser = argparse.ArgumentParser(description="Write THIRD-PARTY.md.")
    parser.add_argument("--modules", type=Path, default=ROOT / "frontend/node_modules")
    parser.add_argument("--out", type=Path, default=ROOT / "THIRD-PARTY.md")
    choice = parser.parse_args()
    packages = [read(choice.modules, name) for name in carried(choice.modules)]
    choice.out.write_text(document(packages), encoding="utf-8")


if __name__ == "__main__":
    main()

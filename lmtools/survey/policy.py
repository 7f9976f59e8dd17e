"""The release policy: how few respondents a figure may have, and how large a file may be."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, fields
from importlib.resources import files
from pathlib import Path
from typing import Any

from lmtools.errors import N_, UsageError

_SWITCHES = {"insiders"}
_RANGES: dict[str, tuple[int, int | None]] = {"concentrated": (0, 2)}


@dataclass(frozen=True)
class Limits:
    """How large a file lmtools agrees to read."""

    megabytes: int
    json_megabytes: int
    columns: int
    rows: int
    xlsx_megabytes: int
    xlsx_unpacked_megabytes: int
    xlsx_ratio: int
    cells: int


@dataclass(frozen=True)
class Policy:
    """One preset in force, with the limits. See the comments in `policy.toml`."""

    preset: str
    minimum: int
    bullying_minimum: int
    smallest_share: int
    insiders: bool
    concentrated: int
    text_minimum: int
    limits: Limits


def load_policy(path: Path | None = None) -> Policy:
    """The policy in `path`, filled up from lmtools' own; lmtools' own alone when `path` is None.

    Raises `UsageError` when the file cannot be read, is not TOML, or sets something unknown or unsafe.
    """
    own = tomllib.loads(files("lmtools.survey").joinpath("policy.toml").read_text("utf-8"))
    theirs = _read(path) if path else {}
    where = str(path) if path else "policy.toml"
    presets = {**own["presets"], **_table(theirs, "presets", where)}
    preset = theirs.get("preset", own["preset"])
    if not isinstance(preset, str) or preset not in presets:
        raise UsageError(
            N_("{file}: forvalget må være ett av {known}."), file=where, known=", ".join(sorted(presets))
        )
    chosen = {**own["presets"]["strict"], **_table(presets, preset, where)}
    limits = {**own["limits"], **_table(theirs, "limits", where)}
    known = {f.name for f in fields(Limits)}
    for table, allowed in ((chosen, set(own["presets"]["strict"])), (limits, known)):
        _check(table, allowed, where)
    return Policy(preset=preset, limits=Limits(**limits), **chosen)


def _read(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text("utf-8"))
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(
            N_("Regelfila {file} kan ikke leses. Sjekk at den finnes."), file=str(path)
        ) from error
    except tomllib.TOMLDecodeError as error:
        raise UsageError(
            N_("Regelfila {file} er ikke gyldig TOML. Sammenlikn med policy.toml i lmtools."), file=str(path)
        ) from error


def _table(source: dict[str, Any], name: str, where: str) -> dict[str, Any]:
    found = source.get(name, {})
    if not isinstance(found, dict):
        raise UsageError(N_("{file}: «{name}» må være en tabell."), file=where, name=name)
    return found


def _check(table: dict[str, Any], allowed: set[str], where: str) -> None:
    for name, value in table.items():
        if name not in allowed:
            raise UsageError(
                N_("{file}: «{name}» er ukjent. Det som kan settes, er {known}."),
                file=where,
                name=name,
                known=", ".join(sorted(allowed)),
            )
        if name in _SWITCHES:
            if not isinstance(value, bool):
                raise UsageError(N_("{file}: «{name}» må være true eller false."), file=where, name=name)
            continue
        low, high = _RANGES.get(name, (1, None))
        whole = isinstance(value, int) and not isinstance(value, bool)
        if whole and low <= value and (high is None or value <= high):
            continue
        if high is None:
            raise UsageError(N_("{file}: «{name}» må være et helt tall fra 1."), file=where, name=name)
        raise UsageError(
            N_("{file}: «{name}» må være et helt tall fra {low} til {high}."),
            file=where,
            name=name,
            low=low,
            high=high,
        )

"""The release policy: how few respondents a figure may have, and how large a file may be."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, fields
from importlib.resources import files
from pathlib import Path

from lmtools.domain.jsonable import Json
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
    numbers = _checked(chosen, set(own["presets"]["strict"]), where)
    insiders = bool(numbers.pop("insiders"))
    checked = Limits(**_checked(limits, known, where))
    return Policy(preset=preset, limits=checked, insiders=insiders, **numbers)


def _read(path: Path) -> Json:
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


def _table(source: Json, name: str, where: str) -> Json:
    found = source.get(name, {})
    if not isinstance(found, dict):
        raise UsageError(N_("{file}: «{name}» må være en tabell."), file=where, name=name)
    return found


def _checked(table: Json, allowed: set[str], where: str) -> dict[str, int]:
    """The table, in which every name is allowed and every number in its range."""
    for name in table:
        if name not in allowed:
            raise UsageError(
                N_("{file}: «{name}» er ukjent. Det som kan settes, er {known}."),
                file=where,
                name=name,
                known=", ".join(sorted(allowed)),
            )
    return {name: _number(name, value, where) for name, value in table.items()}


def _number(name: str, value: object, where: str) -> int:
    if name in _SWITCHES:
        if isinstance(value, bool):
            return value
        raise UsageError(N_("{file}: «{name}» må være true eller false."), file=where, name=name)
    low, high = _RANGES.get(name, (1, None))
    if isinstance(value, int) and not isinstance(value, bool) and low <= value <= (high or value):
        return value
    if high is None:
        raise UsageError(N_("{file}: «{name}» må være et helt tall fra 1."), file=where, name=name)
    raise UsageError(
        N_("{file}: «{name}» må være et helt tall fra {low} til {high}."),
        file=where,
        name=name,
        low=low,
        high=high,
    )

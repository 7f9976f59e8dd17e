"""lmtools as a wheel, made of what is installed here: so a shared folder holds all that it needs of us."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterator
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from pathlib import Path

import lmtools
from lmtools.book.places import brought_folder, samples_folder
from lmtools.cli.zipped import zipped
from lmtools.errors import UsageError

_PACKAGE = Path(lmtools.__file__).parent
_LEFT_OUT = frozenset({"__pycache__", "_share"})
_TEXTS = ("METADATA", "entry_points.txt")
_WHEEL = "Wheel-Version: 1.0\nGenerator: lmtools\nRoot-Is-Purelib: true\nTag: py3-none-any\n"


def own_wheel() -> tuple[str, bytes]:
    """The name and the bytes of a wheel for pip. Raises UsageError where lmtools is not installed."""
    try:
        installed = distribution("lmtools")
    except PackageNotFoundError:
        raise UsageError(
            "lmtools er ikke installert her, så vi kan ikke legge den ved. Installer den med pip install ."
        ) from None
    stem = f"lmtools-{installed.version}"
    files = {**dict(_package()), **dict(_about(installed, f"{stem}.dist-info"))}
    record = f"{stem}.dist-info/RECORD"
    files[record] = _record(files, record)
    return f"{stem}-py3-none-any.whl", zipped(files)


def _package() -> Iterator[tuple[str, bytes]]:
    yield from _under(_PACKAGE, "lmtools")
    yield from _under(brought_folder(), "lmtools/_share/workbooks")
    yield from _under(samples_folder(), "lmtools/_share/samples")


def _under(folder: Path, name: str) -> Iterator[tuple[str, bytes]]:
    for path in sorted(folder.rglob("*")):
        inner = path.relative_to(folder)
        is_ours = not _LEFT_OUT & set(inner.parts) and not any(part.startswith(".") for part in inner.parts)
        if is_ours and path.is_file():
            yield f"{name}/{inner.as_posix()}", path.read_bytes()


def _about(installed: Distribution, folder: str) -> Iterator[tuple[str, bytes]]:
    for name in _TEXTS:
        yield f"{folder}/{name}", (installed.read_text(name) or "").encode()
    yield f"{folder}/WHEEL", _WHEEL.encode()
    for file in installed.files or ():
        if "licenses" in file.parts:
            yield f"{folder}/licenses/{file.name}", Path(str(file.locate())).read_bytes()


def _record(files: dict[str, bytes], own: str) -> bytes:
    lines = [f"{name},sha256={_digest(data)},{len(data)}" for name, data in files.items()]
    return "\n".join([*lines, f"{own},,", ""]).encode()


def _digest(data: bytes) -> str:
    return base64.urlsafe_b64encode(hashlib.sha256(data).digest()).rstrip(b"=").decode()

"""Files as a zip that is the same whenever it is made of the same."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Collection, Mapping

_ANY_DAY = (1980, 1, 1, 0, 0, 0)


def zipped(files: Mapping[str, bytes], *, runs: Collection[str] = ()) -> bytes:
    """`files`, by name, as the bytes of a zip; those in `runs` may be run when it is unpacked."""
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as file:
        for name, data in files.items():
            entry = zipfile.ZipInfo(name, _ANY_DAY)
            entry.external_attr = (0o100755 if name in runs else 0o100644) << 16
            file.writestr(entry, data, zipfile.ZIP_DEFLATED)
    return written.getvalue()

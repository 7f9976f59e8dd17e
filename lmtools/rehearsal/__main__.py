"""`python -m lmtools.rehearsal`: for the server's own button. A wish as JSON comes in, lines of JSON go out.

The key comes on stdin too, so that it stands neither among the machine's processes nor in an environment.
Each line is {"progress"}, and the last {"report"} or {"error", "busy"}.
"""

from __future__ import annotations

import asyncio
import json
import sys
from contextlib import suppress

from lmtools.domain.jsonable import Json
from lmtools.errors import LmtoolsError
from lmtools.rehearsal.progress import Progress
from lmtools.rehearsal.run import Busy, Wish, stoppable
from lmtools.text import Text


def main() -> int:
    """Rehearse as stdin wishes, at the lowest priority. 130 when it was stopped."""
    wish = Wish(**json.loads(sys.stdin.readline()))
    _give_way()
    try:
        report = asyncio.run(stoppable(wish, _tell))
    except LmtoolsError as error:
        _write({"error": Text(wish.language).error(error), "busy": isinstance(error, Busy)})
        return 1
    except (asyncio.CancelledError, KeyboardInterrupt):
        return 130
    _write({"report": report.as_json()})
    return 0


def _tell(progress: Progress) -> None:
    _write({"progress": progress.as_json()})


def _write(said: Json) -> None:
    sys.stdout.write(json.dumps(said, ensure_ascii=False) + "\n")
    sys.stdout.flush()


def _give_way() -> None:
    """Those who write for real come first."""
    import psutil

    idle = getattr(psutil, "IDLE_PRIORITY_CLASS", 19)
    with suppress(psutil.Error, OSError):
        psutil.Process().nice(idle)


if __name__ == "__main__":
    raise SystemExit(main())

"""haproxy in front of what is measured, with the configuration in deploy/ and nothing else."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from benchmarks.servers import ROOT, free_port

CONFIGURATION = ROOT / "deploy" / "haproxy.cfg"


@dataclass(frozen=True)
class Proxy:
    """A running haproxy. `url` ends with a slash."""

    url: str
    pid: int


@contextmanager
def proxy(folder: Path, ports: Mapping[str, int], *, by_session: bool = False) -> Iterator[Proxy]:
    """haproxy before the nodes at `ports`; raises SystemExit when it is not on this machine."""
    program = shutil.which("haproxy") or shutil.which("haproxy", path="/usr/sbin")
    if program is None:
        raise SystemExit("haproxy was not found on this machine.")
    port, file = free_port(), folder / "haproxy.cfg"
    file.write_text(configuration(CONFIGURATION.read_text(), port, ports, by_session=by_session))
    with (folder / "haproxy.log").open("w") as log:
        process = subprocess.Popen([program, "-db", "-f", str(file)], stdout=log, stderr=log)
    try:
        yield Proxy(f"http://127.0.0.1:{port}/", process.pid)
    finally:
        process.terminate()
        process.wait(30)


def configuration(text: str, port: int, ports: Mapping[str, int], *, by_session: bool) -> str:
    """`text` with the proxy at `port` and exactly the nodes at `ports`."""
    text = text.replace("#rooms ", "" if by_session else "# ").replace("bind :8080", f"bind 127.0.0.1:{port}")
    lines = []
    for line in text.splitlines():
        found = re.match(r"\s+server (\w+) \w+:8866 ", line)
        if found is None:
            lines.append(line)
        elif found[1] in ports:
            lines.append(line.replace(f"{found[1]}:8866", f"127.0.0.1:{ports[found[1]]}"))
    return "\n".join(lines) + "\n"

"""The files for one server agree with each other and with lmtools, and nginx and the shell read them."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest
import typer.main

from lmtools.cli.main import app
from lmtools.settings import Settings

DEPLOY = Path(__file__).parents[2] / "deploy"
SCRIPT = (DEPLOY / "small-server.sh").read_text()
SERVICE = (DEPLOY / "lmtools.service").read_text()
NGINX = (DEPLOY / "nginx.conf").read_text()


def test_the_script_is_one_that_the_shell_reads() -> None:
    subprocess.run(["sh", "-n", str(DEPLOY / "small-server.sh")], check=True)


def test_the_service_starts_lmtools_as_it_is_started() -> None:
    (start,) = re.findall(r"^ExecStart=(.*)$", SERVICE, re.MULTILINE)
    program, command, *options = start.split()
    assert Path(program).name == "lmtools"
    known = typer.main.get_command(app).commands[command].params
    given = {option for option in options if option.startswith("--")}
    assert given <= {option for parameter in known for option in parameter.opts}


def test_the_service_waits_longer_than_lmtools_takes_to_stop() -> None:
    from lmtools.serving.draining import GRACE_SECONDS

    (seconds,) = re.findall(r"^TimeoutStopSec=(\d+)$", SERVICE, re.MULTILINE)
    assert int(seconds) > GRACE_SECONDS


def test_the_script_changes_every_name_and_folder_that_the_files_hold() -> None:
    name = "lmtools.kommunen.no"
    assert f"name={name}" in SCRIPT
    for text in (SERVICE, NGINX):
        assert name in text
    for folder in re.findall(r"^(?:data|settings|program)=(\S+)$", SCRIPT, re.MULTILINE):
        assert folder in SERVICE


def test_nginx_sends_on_to_the_port_that_lmtools_listens_on_and_lets_a_websocket_through() -> None:
    assert f"server 127.0.0.1:{Settings().port};" in NGINX
    for setting in (
        "proxy_buffering off;",
        "proxy_set_header Upgrade $http_upgrade;",
        "proxy_set_header Connection $lmtools_connection;",
        "proxy_set_header Host $http_host;",
        "proxy_set_header X-Forwarded-Proto $scheme;",
    ):
        assert setting in NGINX


def test_nginx_understands_its_file(tmp_path: Path) -> None:
    nginx = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin")
    if nginx is None:
        pytest.skip("nginx is not on this machine")
    without_certificate = re.sub(
        r"^\s+ssl_certificate.*$|listen +\[::\].*$| ssl http2", "", NGINX, flags=re.MULTILINE
    )
    (tmp_path / "lmtools.conf").write_text(
        re.sub(r"listen (80|443)", r"listen 127.0.0.1:1\1", without_certificate)
    )
    temporary = "".join(
        f"{kind}_temp_path {tmp_path};" for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    main = tmp_path / "nginx.conf"
    main.write_text(
        f"pid {tmp_path}/pid; error_log stderr; events {{}} "
        f"http {{ {temporary} include {tmp_path}/lmtools.conf; }}"
    )
    done = subprocess.run([nginx, "-t", "-c", str(main)], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr

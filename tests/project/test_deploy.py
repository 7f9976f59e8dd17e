"""What the files in deploy/ ask of lmtools exists: settings, options, addresses, ports, and time enough."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
import typer.main
import yaml

from benchmarks.proxy import configuration
from lmtools.cli.main import app
from lmtools.serving.draining import GRACE_SECONDS
from lmtools.serving.routes import routes
from lmtools.settings import Settings

ROOT = Path(__file__).parents[2]
DEPLOY = ROOT / "deploy"
FILES = sorted(path for path in DEPLOY.iterdir() if path.is_file())
COMPOSE = yaml.safe_load((DEPLOY / "compose.yaml").read_text())
KUBERNETES = list(yaml.safe_load_all((DEPLOY / "kubernetes.yaml").read_text()))
SOURCE = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "lmtools").rglob("*.py"))
PROXY = (DEPLOY / "haproxy.cfg").read_text()
HAPROXY = shutil.which("haproxy") or shutil.which("haproxy", path="/usr/sbin")
USER = "10001"


def of_kind(kind: str) -> dict[str, Any]:
    """The only object of this kind."""
    (found,) = (each for each in KUBERNETES if each["kind"] == kind)
    return found


def pod() -> dict[str, Any]:
    return dict(of_kind("Deployment")["spec"]["template"]["spec"])


def container() -> dict[str, Any]:
    (found,) = pod()["containers"]
    return dict(found)


def serve_options() -> set[str]:
    command = typer.main.get_command(app)
    return {option for parameter in command.commands["serve"].params for option in parameter.opts}


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_every_setting_that_is_named_is_one_of_lmtools(file: Path) -> None:
    for name in set(re.findall(r"LMTOOLS_[A-Z_]+", file.read_text())):
        of_file = f'"{name.removesuffix("_FILE")}")'  # what may stand in a file is read by secret(…)
        assert f'"{name}"' in SOURCE if not name.endswith("_FILE") else of_file in SOURCE, name


@pytest.mark.parametrize("arguments", [COMPOSE["services"]["a"]["command"], container()["args"]])
def test_every_option_that_is_given_is_one_of_serve(arguments: list[str]) -> None:
    assert arguments[0] == "serve"
    assert {word for word in arguments if word.startswith("--")} <= serve_options()


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_every_address_that_is_asked_exists(file: Path) -> None:
    patterns = [re.compile(route[0]) for route in routes("/")[:-1]]
    for path in set(re.findall(r"/api/[a-z]+(?![a-z/])", file.read_text())):
        begins = any(pattern.pattern.startswith(f"{path}/") for pattern in patterns)
        assert begins or any(pattern.fullmatch(path) for pattern in patterns), path


def test_everybody_means_the_same_port() -> None:
    port = Settings().port
    assert container()["ports"] == [{"name": "http", "containerPort": port}]
    assert f"EXPOSE {port}" in (DEPLOY / "Containerfile").read_text()
    named = re.findall(r"^ +server (\w+) (\w+):(\d+) cookie (\w+)", PROXY, flags=re.MULTILINE)
    assert named == [(name, name, str(port), name) for name in ("a", "b")]
    assert {"a", "b"} <= set(COMPOSE["services"])


@pytest.mark.skipif(not HAPROXY, reason="haproxy is not installed, so it cannot say what it thinks.")
@pytest.mark.parametrize("by_session", [False, True])
def test_haproxy_understands_its_configuration_either_way(by_session: bool, tmp_path: Path) -> None:
    file = tmp_path / "haproxy.cfg"
    file.write_text(configuration(PROXY, 8080, {"a": 8866, "b": 8867}, by_session=by_session))
    told = subprocess.run([str(HAPROXY), "-c", "-f", str(file)], capture_output=True, text=True, check=False)
    assert told.returncode == 0, told.stderr
    assert ("balance hash" in re.sub("#.*", "", file.read_text())) == by_session


def test_a_node_is_given_more_time_than_it_takes_to_leave() -> None:
    node = COMPOSE["services"]["a"]
    grace = int(node["environment"]["LMTOOLS_GRACE"])
    assert grace == GRACE_SECONDS < int(node["stop_grace_period"].removesuffix("s"))
    settings = {entry["name"]: entry["value"] for entry in container()["env"]}
    waits = int(container()["lifecycle"]["preStop"]["exec"]["command"][1])
    assert int(settings["LMTOOLS_GRACE"]) + waits < pod()["terminationGracePeriodSeconds"]


def test_secrets_are_files_that_are_there() -> None:
    node = COMPOSE["services"]["a"]
    for name, value in node["environment"].items():
        if name.endswith("_FILE"):
            assert value.removeprefix("/run/secrets/") in node["secrets"]
    mounts = {mount["name"]: mount["mountPath"] for mount in container()["volumeMounts"]}
    for entry in container()["env"]:
        if entry["name"].endswith("_FILE"):
            assert entry["value"].removeprefix(f"{mounts['secrets']}/") in of_kind("Secret")["stringData"]


def test_a_pod_is_not_told_a_port_that_is_an_address() -> None:
    assert of_kind("Service")["metadata"]["name"] == "lmtools"  # whose link would be named LMTOOLS_PORT
    assert pod()["enableServiceLinks"] is False


def test_a_node_is_nobody_in_particular_and_changes_nothing_but_its_data() -> None:
    text = (DEPLOY / "Containerfile").read_text()
    assert f"USER {USER}:{USER}" in text
    assert str(pod()["securityContext"]["runAsUser"]) == USER
    assert container()["securityContext"]["readOnlyRootFilesystem"] is True
    assert COMPOSE["services"]["a"]["read_only"] is True
    written = {"/data", "/tmp"}
    assert {m["mountPath"] for m in container()["volumeMounts"] if not m.get("readOnly")} == written
    for name in re.findall(r"^COPY (?!--from)(.+) \S+$", text, flags=re.MULTILINE):
        assert all((ROOT / part).exists() for part in name.split()), name


def test_what_the_image_is_built_from_is_not_held_back() -> None:
    held_back = {
        line for line in (ROOT / ".dockerignore").read_text().splitlines() if line and line[0] != "#"
    }
    copied = re.findall(
        r"^COPY (?!--from)(.+) \S+$", (DEPLOY / "Containerfile").read_text(), flags=re.MULTILINE
    )
    assert held_back & {name for line in copied for name in line.split()} == set()

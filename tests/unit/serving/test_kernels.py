from __future__ import annotations

import sys
from pathlib import Path

import pytest

from lmtools.serving.app import transport
from lmtools.serving.kernels import (
    TooManyKernels,
    WorkbookKernels,
    kernel_environment,
    shared_environment,
)
from lmtools.settings import Settings
from tests.conftest import run_alone


def test_a_kernel_sees_neither_database_nor_keys() -> None:
    secrets = {
        "LMTOOLS_DATABASE": "postgresql://u:hemmelig@db/lm",
        "LMTOOLS_TEST_DATABASE": "x",
        "LMTOOLS_FACILITATOR_KEY": "x",
        "PGPASSWORD": "x",
        "DB_PASSWORD": "x",
        "AWS_SECRET_ACCESS_KEY": "x",
        "JUPYTERHUB_API_TOKEN": "x",
        "QUERY_STRING": "okt=482617",
        "VOILA_REQUEST_URL": "http://skole.lan/bok/nb/stasted?okt=482617",
        "HTTP_COOKIE": "lmtools_participant=x",
    }
    seen = kernel_environment({**secrets, "PATH": "/bin", "LANG": "nb"}, language="nn", shared={})
    assert seen == {"PATH": "/bin", "LANG": "nb", "LMTOOLS_SERVED": "1", "LMTOOLS_LANGUAGE": "nn"}


def test_what_the_server_shares_holds_no_database(tmp_path: Path) -> None:
    settings = Settings(data_dir=tmp_path, database="postgresql://u:hemmelig@db/lm")
    shared = shared_environment(settings, workbooks="/bok")
    assert "hemmelig" not in str(shared)
    assert shared["LMTOOLS_DATA"] == str(tmp_path)
    assert shared["LMTOOLS_WORKBOOKS"] == "/bok"
    assert "LMTOOLS_SCHOOL" not in shared


def test_a_full_house_starts_no_kernel(tmp_path: Path) -> None:
    manager = WorkbookKernels(max_kernels=0, connection_dir=str(tmp_path))
    with pytest.raises(TooManyKernels):
        run_alone(manager.start_kernel(path="nb", kernel_name="python3", env={}))


@pytest.mark.skipif(sys.platform != "linux", reason="sockets in a folder are used on Linux only")
def test_a_temporary_folder_with_a_long_name_makes_kernels_use_ports() -> None:
    assert transport("/tmp") == "ipc"
    assert transport("/var/folders/" + "x" * 60) == "tcp"

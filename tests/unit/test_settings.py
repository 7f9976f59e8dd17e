from __future__ import annotations

from pathlib import Path

import pytest

from lmtools.errors import UsageError
from lmtools.serving.draining import GRACE_SECONDS, grace_of
from lmtools.settings import Settings


def test_a_secret_may_stand_in_a_file(tmp_path: Path) -> None:
    file = tmp_path / "database"
    file.write_text("postgresql://lm:hemmelig@db/lmtools\n")
    settings = Settings.from_environment({"LMTOOLS_DATABASE_FILE": str(file)})
    assert settings.database == "postgresql://lm:hemmelig@db/lmtools"


def test_the_variable_itself_goes_before_the_file(tmp_path: Path) -> None:
    (tmp_path / "database").write_text("postgresql://a/b")
    environment = {
        "LMTOOLS_DATABASE": "postgresql://c/d",
        "LMTOOLS_DATABASE_FILE": str(tmp_path / "database"),
    }
    assert Settings.from_environment(environment).database == "postgresql://c/d"


def test_a_secret_that_cannot_be_read_says_which_file_and_what_to_check(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="LMTOOLS_DATABASE_FILE"):
        Settings.from_environment({"LMTOOLS_DATABASE_FILE": str(tmp_path / "missing")})


def test_only_a_node_that_others_can_stand_in_for_takes_time_to_leave() -> None:
    assert grace_of(Settings()) == 0
    assert grace_of(Settings(database="postgresql://a/b")) == GRACE_SECONDS
    told = Settings.from_environment({"LMTOOLS_GRACE": "7", "LMTOOLS_DATABASE": "postgresql://a/b"})
    assert grace_of(told) == 7


@pytest.mark.parametrize("text", ["snart", "-1", "3601", "1.5"])
def test_a_grace_that_is_no_number_of_seconds_is_refused(text: str) -> None:
    with pytest.raises(UsageError, match="hele sekunder"):
        Settings.from_environment({"LMTOOLS_GRACE": text})

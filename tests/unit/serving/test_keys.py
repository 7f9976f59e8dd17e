from __future__ import annotations

import stat
import sys
from pathlib import Path

import pytest

from lmtools.errors import UsageError
from lmtools.serving.keys import Keys, open_keys


def test_the_key_is_made_once_and_kept(tmp_path: Path) -> None:
    first = open_keys(tmp_path)
    assert open_keys(tmp_path) == first
    assert len(first.facilitator) == 19


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such modes")
def test_only_the_owner_can_read_the_secrets(tmp_path: Path) -> None:
    open_keys(tmp_path / "ny")
    for name in ("facilitator.key", "cookie.secret"):
        assert stat.S_IMODE((tmp_path / "ny" / name).stat().st_mode) == 0o600


def test_a_key_is_known_again_however_it_is_typed() -> None:
    keys = Keys("abcd-efgh-jkmn-pqrs", b"")
    assert keys.is_facilitator("abcd-efgh-jkmn-pqrs")
    assert keys.is_facilitator(" ABCD efgh jkmnpqrs ")
    assert not keys.is_facilitator("abcd-efgh-jkmn-pqrt")
    assert not keys.is_facilitator("")


def test_neither_secret_is_in_the_repr(tmp_path: Path) -> None:
    keys = open_keys(tmp_path)
    assert keys.facilitator not in repr(keys)
    assert keys.cookie.decode() not in repr(keys)


def test_a_given_key_must_be_long_enough(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="12"):
        open_keys(tmp_path, "kort-nokkel")
    assert open_keys(tmp_path, "lang-nok-nokkel").facilitator == "lang-nok-nokkel"


def test_servers_with_the_same_given_key_sign_alike_and_write_no_file(tmp_path: Path) -> None:
    one, other = open_keys(tmp_path / "a", "lang-nok-nokkel"), open_keys(tmp_path / "b", "lang-nok-nokkel")
    assert one.cookie == other.cookie
    assert not (tmp_path / "a").exists()

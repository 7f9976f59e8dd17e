"""What the server stands on: which of the school's limits reach the room."""

from __future__ import annotations

import pytest

from lmtools.errors import UsageError
from lmtools.room import RoomPolicy
from lmtools.serving.parts import open_room, room_policy
from lmtools.settings import Settings
from lmtools.survey.policy import load_policy


def test_how_many_a_text_may_be_tied_to_comes_from_the_schools_policy(tmp_path):
    own = tmp_path / "policy.toml"
    own.write_text('preset = "own"\n[presets.own]\nminimum = 20\ntext_minimum = 15\n', "utf-8")
    policy = room_policy(load_policy(own))
    assert (policy.minimum, policy.text_minimum) == (5, 15)


def test_without_a_word_of_the_school_five_may_be_counted_and_ten_tied_to_a_text():
    assert room_policy(load_policy()) == RoomPolicy()
    assert (RoomPolicy().minimum, RoomPolicy().text_minimum) == (5, 10)


def test_the_limit_for_pupils_answers_is_not_the_rooms(tmp_path):
    room = open_room(Settings(data_dir=tmp_path))
    assert room._policy.minimum == 5
    room.close()


def test_a_room_is_not_opened_on_a_policy_that_cannot_be_read(tmp_path):
    with pytest.raises(UsageError, match="Regelfila"):
        open_room(Settings(data_dir=tmp_path, policy_file=tmp_path / "borte.toml"))

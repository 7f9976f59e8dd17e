"""Who may read what somebody wrote, before it is anybody's to look up: by audience, status and group."""

from itertools import product

import pytest

from lmtools.domain.contributions import Audience, Commitment, Note, PointStatus
from lmtools.domain.session import Participant
from lmtools.room.revealing.sharing import is_read_by, is_told_to, told_to_all

WRITER = Participant("p1", "s", "", group=2, language="nb")


def commitment(audience=Audience.NOBODY, status=PointStatus.WAITING, group=None):
    return Commitment("c1", "s", "s1", "p1", "Hilse", audience, group, status)


@pytest.mark.parametrize(("audience", "status"), list(product(Audience, PointStatus)))
def test_everyone_reads_only_what_was_meant_for_everyone_and_was_let_through(audience, status):
    one = commitment(audience, status)
    is_told = (audience, status) == (Audience.PLENARY, PointStatus.SHOWN)
    assert told_to_all([one]) == ([one] if is_told else [])


@pytest.mark.parametrize("audience", Audience)
def test_a_group_reads_only_what_was_meant_for_the_group(audience):
    assert is_told_to(commitment(audience), WRITER, 2) == (audience == Audience.GROUP)


@pytest.mark.parametrize("shared", [True, False])
def test_a_group_reads_only_the_notes_that_were_shared(shared):
    assert is_read_by(Note("n1", "s", "s1", "p1", "Ro", shared=shared), WRITER, 2) == shared


@pytest.mark.parametrize(("stayed", "readers"), [(None, 2), (1, 1)])
def test_what_was_shared_is_read_where_it_was_shared_and_else_where_its_writer_sits(stayed, readers):
    note = Note("n1", "s", "s1", "p1", "Ro", shared=True, group=stayed)
    promise = commitment(Audience.GROUP, group=stayed)
    for group in (0, 1, 2, 3):
        assert is_read_by(note, WRITER, group) == (group == readers)
        assert is_told_to(promise, WRITER, group) == (group == readers)


def test_what_a_stranger_shared_is_read_by_no_group():
    note = Note("n1", "s", "s1", "p1", "Ro", shared=True)
    assert not any(is_read_by(note, None, group) for group in (0, 1, 2))
    assert not any(is_told_to(commitment(Audience.GROUP), None, group) for group in (0, 1, 2))

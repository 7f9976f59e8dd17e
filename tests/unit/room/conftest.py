"""What the tests of the room's parts share."""

from tests.sentences import told_whole

__all__ = ["told_whole"]

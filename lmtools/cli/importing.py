"""(in the making)"""


def import_files() -> None:
    """(in the making)"""

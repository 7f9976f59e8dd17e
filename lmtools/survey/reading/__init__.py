"""Readers of survey files: one module per format, chosen by what the file holds, never by its name.

Only `lmtools.survey` may import from here: what is read may be raw answers.
"""

from .detect import open_source
from .formats import read

__all__ = ["open_source", "read"]

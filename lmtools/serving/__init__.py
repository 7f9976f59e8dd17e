"""The server: Voilà for the workbooks, our own pages and the room around them."""

from lmtools.serving.addresses import Addresses
from lmtools.serving.options import ServeOptions

__all__ = ["Addresses", "ServeOptions"]

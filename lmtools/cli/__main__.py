"""`python -m lmtools.cli`."""

from lmtools.cli import main

main()

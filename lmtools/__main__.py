"""`python -m lmtools`: the command line, where no script of that name is on the path."""

from lmtools.cli import main

main()

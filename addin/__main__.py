"""`python -m jineng.addin` is the command `jineng`."""

from jineng.addin.cli import main

main()

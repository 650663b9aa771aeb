"""``python -m elman``: the command line."""

from elman.cli.main import main

main()

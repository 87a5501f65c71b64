"""`python -m jingwen` is the command `jingwen`."""

from jingwen.cli import main

main()

"""`python -m para_sync` is `para-sync`."""

from para_sync.commands import main

main(prog_name="para-sync")

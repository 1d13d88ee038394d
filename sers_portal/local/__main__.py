"""`python3 -m sers_portal.local <command>`; `make` is the usual way in."""

import sys

if sys.version_info < (3, 11):  # before any import below, which an older Python could not read
    sys.exit("SERS needs Python 3.11 or newer; this is Python %d.%d." % sys.version_info[:2])  # noqa: UP031

from sers_portal.local.commands import main

sys.exit(main(sys.argv[1:]))

"""`python3 -m sers_portal.local <command>`; `make` is the usual way in."""

import sys

if sys.version_info < (3, 11):  # noqa: UP036  (the first run may meet any Python; the imports below need 3.11)
    sys.exit("SERS needs Python 3.11 or newer; this is Python %d.%d." % sys.version_info[:2])  # noqa: UP031

try:
    from sers_portal.local.commands import main

    sys.exit(main(sys.argv[1:]))
except KeyboardInterrupt:  # before the commands listen for it themselves
    sys.exit(130)

"""The virtual environment: made once, filled from the hash-locked list, looked at again only when that list changes."""

import hashlib
import re
import shutil
import sys
from pathlib import Path

from sers_portal.local.places import LOCK_FILE, VENV, VENV_PYTHON, find_log
from sers_portal.local.programs import run_captured, run_logged
from sers_portal.local.trouble import Trouble, read_last_lines, say

STAMP = VENV / ".filled-from"
NETWORK_FAILURES = re.compile(
    r"NewConnectionError|NameResolutionError|ConnectTimeout|ReadTimeout|ProxyError|Connection refused"
    r"|Temporary failure in name resolution|Network is unreachable|No route to host"
)


def ensure_virtual_environment() -> None:
    """Make `.venv` and install the locked packages, unless its stamp says that this was done."""
    wanted = hashlib.sha256(LOCK_FILE.read_bytes()).hexdigest()
    if STAMP.exists() and STAMP.read_text() == wanted and _starts():
        return
    if not _starts():
        _make()
    say("Installing the Python packages (the first time: a minute or two) …")
    _install()
    STAMP.write_text(wanted)


def _starts() -> bool:
    """Whether its Python runs: a copied checkout or an upgraded system leaves one that does not."""
    try:
        return run_captured([VENV_PYTHON, "-c", ""]).returncode == 0
    except OSError:
        return False


def _make() -> None:
    say("Creating the virtual environment …")
    shutil.rmtree(VENV, ignore_errors=True)
    made = run_captured([sys.executable, "-m", "venv", VENV])
    if made.returncode != 0:
        raise Trouble(f"The virtual environment could not be made:\n{made.stdout}{made.stderr}")


def _install() -> None:
    log = find_log("pip")
    pip: list[str | Path] = [
        VENV_PYTHON,
        "-m",
        "pip",
        "--disable-pip-version-check",
        "install",
        "--require-hashes",
        "-r",
        LOCK_FILE,
    ]
    if run_logged(pip, log) == 0:
        return
    if NETWORK_FAILURES.search(log.read_text(errors="replace")):
        raise Trouble(
            "The first set-up downloads Python packages and cannot reach the package index: "
            f"connect this machine to the network and run make again (details: {log})."
        )
    raise Trouble(f"The Python packages could not be installed; see {log}:\n{read_last_lines(log)}")

"""Where things are: the checkout, its virtual environment, and the folder that keeps what belongs to this machine."""

import os
import sysconfig
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parents[2]
VENV = CHECKOUT / ".venv"
VENV_PYTHON = VENV / "bin" / "python"
LOCK_FILE = CHECKOUT / "requirements-dev.lock"


def find_state() -> Path:
    """`.local/` in the checkout, or the folder SERS_STATE names (tests keep to themselves that way)."""
    return Path(os.environ.get("SERS_STATE") or CHECKOUT / ".local").absolute()


def find_log(name: str) -> Path:
    """The log file of one process; its folder is made when missing."""
    folder = find_state() / "log"
    folder.mkdir(parents=True, exist_ok=True)
    return folder / f"{name}.log"


def find_site_packages() -> Path:
    """The folder of installed packages, whichever Python (3.11 or newer) the virtual environment was made with."""
    found = sorted(VENV.glob("lib/python3.*/site-packages"))
    return found[-1] if found else Path(sysconfig.get_paths()["purelib"])

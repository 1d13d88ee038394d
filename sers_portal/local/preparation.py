"""From a fresh checkout to a portal that can start: packages, servers, tables, translations, the demonstration."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from sers_portal.local.places import CHECKOUT, VENV_PYTHON, find_log
from sers_portal.local.programs import run_captured, run_logged
from sers_portal.local.system_packages import FOR_THE_PORTAL, Need, ensure_system_packages
from sers_portal.local.trouble import Trouble, read_last_lines
from sers_portal.local.turns import taking_turns
from sers_portal.local.virtual_environment import ensure_virtual_environment


def prepare_machine(needs: Sequence[Need] = FOR_THE_PORTAL) -> None:
    """System packages, virtual environment and compiled translations."""
    with taking_turns():
        ensure_system_packages(needs)
        ensure_virtual_environment()
        compile_translations()


def prepare_database(environment: Mapping[str, str]) -> None:
    """Tables up to date and the demonstration loaded; both do nothing when there is nothing to do."""
    with taking_turns():
        manage("prepare", environment=environment)


def manage(*arguments: str, environment: Mapping[str, str]) -> None:
    """Run one of Django's commands to its end; what it says goes to the log."""
    log = find_log(arguments[0])
    if run_logged([VENV_PYTHON, "manage.py", *arguments], log, environment) != 0:
        raise Trouble(f"`manage.py {arguments[0]}` failed; see {log}:\n{read_last_lines(log)}")


def compile_translations() -> None:
    """Compile each message catalogue that is newer than its compiled form."""
    for catalogue in CHECKOUT.glob("locale/*/LC_MESSAGES/*.po"):
        compiled = catalogue.with_suffix(".mo")
        if not compiled.exists() or compiled.stat().st_mtime < catalogue.stat().st_mtime:
            _compile(catalogue, compiled)


def _compile(catalogue: Path, compiled: Path) -> None:
    done = run_captured(["msgfmt", "--check-format", "-o", compiled, catalogue])
    if done.returncode != 0:
        raise Trouble(f"{catalogue.relative_to(CHECKOUT)} does not compile:\n{done.stderr}")

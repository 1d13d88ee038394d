"""From a fresh checkout to a portal that can start: packages, servers, tables, the demonstration."""

from collections.abc import Mapping, Sequence

from sers_portal.local.places import VENV_PYTHON, find_log
from sers_portal.local.programs import run_logged
from sers_portal.local.system_packages import FOR_THE_PORTAL, Need, ensure_system_packages
from sers_portal.local.trouble import Trouble, read_last_lines
from sers_portal.local.turns import taking_turns
from sers_portal.local.virtual_environment import ensure_virtual_environment


def prepare_machine(needs: Sequence[Need] = FOR_THE_PORTAL) -> None:
    """System packages and virtual environment. The catalogue is compiled by whatever starts first (`PortalConfig`)."""
    with taking_turns():
        ensure_system_packages(needs)
        ensure_virtual_environment()


def prepare_database(environment: Mapping[str, str]) -> None:
    """Tables up to date and the demonstration loaded; both do nothing when there is nothing to do."""
    with taking_turns():
        manage("prepare", environment=environment)


def manage(*arguments: str, environment: Mapping[str, str]) -> None:
    """Run one of Django's commands to its end; what it says goes to the log."""
    log = find_log(arguments[0])
    if run_logged([VENV_PYTHON, "manage.py", *arguments], log, environment) != 0:
        raise Trouble(f"`manage.py {arguments[0]}` failed; see {log}:\n{read_last_lines(log)}")

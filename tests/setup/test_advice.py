"""Whatever a first run may meet ends in one sentence that says what to do, and never in a traceback."""

import ast
import os
import socket
import subprocess
import sys
from functools import partial
from pathlib import Path

import pytest

from sers_portal.local import house, system_packages, virtual_environment
from sers_portal.local.places import CHECKOUT
from sers_portal.local.servers import read_given_environment
from sers_portal.local.system_packages import Need, ensure_system_packages, has_library
from sers_portal.local.trouble import Trouble

MISSING = (Need("libnowhere0", "PDF documents", partial(has_library, "libnowhere.so.0")),)


def run_local(*arguments: str, state: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    """The command as make gives it, with the standard library only and a folder of its own."""
    return subprocess.run(
        [sys.executable, "-S", "-m", "sers_portal.local", *arguments],
        cwd=CHECKOUT,
        env={**os.environ, "SERS_STATE": str(state), **environment},
        capture_output=True,
        text=True,
        timeout=30,
    )


def write_program(folder: Path, name: str, body: str) -> None:
    """A stand-in for a system program."""
    folder.mkdir(exist_ok=True)
    (folder / name).write_text(f"#!/bin/sh\n{body}\n")
    (folder / name).chmod(0o755)


def test_run_port_taken_names_another_port(tmp_path):
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]

        done = run_local("run", state=tmp_path, PORT=str(port))

    assert done.returncode == 1
    assert f"Port {port} is taken" in done.stderr
    assert f"PORT={port + 1} make run" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("port", ["http", "0", "70000"])
def test_run_port_not_a_port_is_refused(tmp_path, port):
    done = run_local("run", state=tmp_path, PORT=port)

    assert done.returncode == 1
    assert f"PORT is '{port}'" in done.stderr


def test_commands_need_no_installed_package(tmp_path):
    done = run_local("status", state=tmp_path)

    assert done.stdout == "PostgreSQL: stopped\nRedis: stopped\n"
    assert done.stderr == ""


def test_state_on_a_file_gives_one_sentence(tmp_path):
    (tmp_path / "file").touch()

    done = run_local("start", state=tmp_path / "file")

    assert done.returncode == 1
    assert str(tmp_path / "file") in done.stderr
    assert "Traceback" not in done.stderr


def test_python_too_old_gives_one_sentence():
    pretend = "import runpy, sys; sys.version_info = (3, 9, 2); runpy.run_module('sers_portal.local', run_name='__main__')"

    done = subprocess.run([sys.executable, "-c", pretend], cwd=CHECKOUT, capture_output=True, text=True)

    assert done.returncode == 1
    assert done.stderr == "SERS needs Python 3.11 or newer; this is Python 3.9.\n"


@pytest.mark.parametrize(
    "name", ["sers_portal/__init__.py", "sers_portal/local/__init__.py", "sers_portal/local/__main__.py"]
)
def test_python_too_old_can_read_what_refuses_it(name):
    ast.parse((CHECKOUT / name).read_text(), feature_version=(3, 7))


def test_packages_no_network_says_so(tmp_path, monkeypatch):
    lock = tmp_path / "requirements.lock"
    lock.write_text("sers-nowhere==1.0 --hash=sha256:" + "0" * 64 + "\n")
    monkeypatch.setenv("SERS_STATE", str(tmp_path))
    monkeypatch.setattr(virtual_environment, "LOCK_FILE", lock)
    for name, value in {
        "PIP_CONFIG_FILE": os.devnull,
        "PIP_INDEX_URL": "http://127.0.0.1:9/simple",
        "PIP_FIND_LINKS": "",
        "PIP_RETRIES": "1",
    }.items():
        monkeypatch.setenv(name, value)

    with pytest.raises(Trouble, match="connect this machine to the network and run make again"):
        virtual_environment._install()


def test_system_package_missing_without_root_names_the_command(tmp_path, monkeypatch):
    write_program(tmp_path, "apt-get", "exit 0")
    write_program(tmp_path, "sudo", "exit 1")
    monkeypatch.setenv("PATH", f"{tmp_path}:/usr/bin:/bin")
    monkeypatch.setattr(system_packages.os, "geteuid", lambda: 1000)

    with pytest.raises(Trouble) as refusal:
        ensure_system_packages(MISSING)

    assert str(refusal.value).endswith("\n    sudo apt-get install --no-install-recommends libnowhere0")
    assert "for PDF documents" in str(refusal.value)


def test_system_package_missing_as_root_is_installed(tmp_path, monkeypatch):
    write_program(tmp_path / "bin", "apt-get", f'echo "$@" >> {tmp_path}/calls')
    monkeypatch.setenv("PATH", f"{tmp_path / 'bin'}:/usr/bin:/bin")
    monkeypatch.setenv("SERS_STATE", str(tmp_path))
    monkeypatch.setattr(system_packages.os, "geteuid", lambda: 0)

    ensure_system_packages(MISSING)

    calls = (tmp_path / "calls").read_text().splitlines()
    assert calls == ["-y update", "-y install --no-install-recommends libnowhere0"]


def test_system_package_that_cannot_be_installed_shows_why(tmp_path, monkeypatch):
    write_program(tmp_path / "bin", "apt-get", "echo 'Temporary failure resolving'; exit 100")
    monkeypatch.setenv("PATH", f"{tmp_path / 'bin'}:/usr/bin:/bin")
    monkeypatch.setenv("SERS_STATE", str(tmp_path))
    monkeypatch.setattr(system_packages.os, "geteuid", lambda: 0)

    with pytest.raises(Trouble, match=r"is this machine on the network\?(.|\n)*Temporary failure resolving"):
        ensure_system_packages(MISSING)


def test_redis_without_wheel_takes_the_systems_and_says_so(tmp_path, monkeypatch, capsys):
    write_program(tmp_path, "redis-server", "exit 0")
    monkeypatch.setenv("PATH", str(tmp_path))
    without_wheel = house.House(tmp_path, tmp_path, house.Account())

    assert without_wheel.redis_server == tmp_path / "redis-server"
    assert "using the system's own" in capsys.readouterr().out


def test_given_servers_half_given_is_refused():
    with pytest.raises(Trouble, match="DATABASE_URL is set but REDIS_URL is not"):
        read_given_environment({"DATABASE_URL": "postgresql://db/sers"})


def test_given_servers_are_used_and_none_is_started(tmp_path):
    given = {"DATABASE_URL": "postgresql://db/sers", "REDIS_URL": "redis://cache/0"}

    done = run_local("env", state=tmp_path, **given)

    assert done.stdout == "export DATABASE_URL='postgresql://db/sers'\nexport REDIS_URL='redis://cache/0'\n"

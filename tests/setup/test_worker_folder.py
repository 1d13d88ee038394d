"""What a killed worker left in its temporary folder is gone when another starts, and what a living one holds stays."""

import os
import subprocess
import sys
import tempfile

import pytest

from sers_portal.worker_folder import PREFIX, use_own_folder


@pytest.fixture(autouse=True)
def _temporary_files(tmp_path, monkeypatch):
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))


def a_folder_of(process: int, above):
    left = above / f"{PREFIX}{process}" / "weasyprint-fonts"
    left.mkdir(parents=True)
    return left


def test_a_worker_begins_with_an_empty_folder_of_its_own(tmp_path):
    ended = subprocess.Popen([sys.executable, "-c", ""])
    ended.wait()
    of_a_killed_one, of_the_same_number = a_folder_of(ended.pid, tmp_path), a_folder_of(os.getpid(), tmp_path)
    of_a_living_one = a_folder_of(os.getppid(), tmp_path)

    own = use_own_folder()

    assert not of_a_killed_one.exists()
    assert not of_the_same_number.exists()
    assert of_a_living_one.exists()
    assert tempfile.mkdtemp().startswith(str(own))

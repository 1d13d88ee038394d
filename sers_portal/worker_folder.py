"""A worker's own temporary folder: whatever a killed worker left in its folder goes when the next one starts."""

import os
import shutil
import tempfile
from pathlib import Path

from celery.signals import worker_init

PREFIX = "sers-worker-"


@worker_init.connect
def use_own_folder(**_signal: object) -> Path:
    """Before a worker's processes are forked, which inherit it. WeasyPrint keeps fonts there while it draws."""
    above = Path(tempfile.gettempdir())
    for left in above.glob(f"{PREFIX}*"):
        if not _is_alive(left.name.removeprefix(PREFIX)):
            shutil.rmtree(left, ignore_errors=True)
    own = above / f"{PREFIX}{os.getpid()}"
    own.mkdir(mode=0o700)
    tempfile.tempdir = str(own)
    return own


def _is_alive(number: str) -> bool:
    """Whether another worker may still use the folder of this process number."""
    if not number.isdecimal() or int(number) == os.getpid():
        # In a container each start has the same number: what lies there is of the one before.
        return False
    try:
        os.kill(int(number), 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True

"""Letters brought to the print shop by SFTP: laid out here as for fetching, then uploaded, the manifest last.

Each file goes up under a temporary name and is renamed when it is whole. A batch cut off half-way is gone on with: what
lies there whole is left, and the print shop begins only when it sees the manifest.
"""

import stat
from base64 import decodebytes
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path, PurePosixPath

from django.conf import settings
from django.utils.translation import gettext as _
from paramiko import (
    AuthenticationException,
    BadHostKeyException,
    PKey,
    RejectPolicy,
    SFTPClient,
    SSHClient,
    SSHException,
    UnknownKeyType,
)

from notices.letters import NotHandedOver, spool
from notices.models import Letter, LetterBatch

SECONDS_TO_WAIT = 30
SSH_PORT = 22


def hand_over(batch: LetterBatch, letters: Sequence[Letter]) -> str:
    """Bring a batch to the print shop; the path of its manifest. Raises `NotHandedOver`."""
    folder = spool.lay_out(batch, letters)
    with _connected() as print_shop:
        _upload(print_shop, folder, PurePosixPath(settings.PRINT_SHOP["folder"]) / folder.name)
    return f"{folder.name}/{spool.MANIFEST}"


def host_key(line: str) -> PKey:
    """The key of a line such as ssh-keyscan prints, without the host: `ssh-ed25519 AAAA…`. ValueError if none."""
    try:
        kind, encoded = line.split()[:2]
        return PKey.from_type_string(kind, decodebytes(encoded.encode()))
    except (SSHException, UnknownKeyType, ValueError, IndexError) as error:
        raise ValueError("this is not a host key") from error


def _upload(print_shop: SFTPClient, folder: Path, there: PurePosixPath) -> None:
    present = _sizes(print_shop, there)
    files = sorted(folder.iterdir(), key=lambda file: (file.name == spool.MANIFEST, file.name))
    for file in files:
        if present.get(file.name) != file.stat().st_size:
            _bring(print_shop, file, there, is_there=file.name in present)


def _bring(print_shop: SFTPClient, file: Path, there: PurePosixPath, *, is_there: bool) -> None:
    temporary, final = str(there / f".{file.name}.part"), str(there / file.name)
    print_shop.put(str(file), temporary, confirm=True)
    if is_there:  # not every server renames over a file; without the manifest nobody reads here yet
        print_shop.remove(final)
    print_shop.rename(temporary, final)


def _sizes(print_shop: SFTPClient, there: PurePosixPath) -> dict[str, int]:
    """What lies whole in the batch's folder there, which is made when missing."""
    if there.name not in print_shop.listdir(str(there.parent)):
        print_shop.mkdir(str(there))
    entries = print_shop.listdir_attr(str(there))
    return {entry.filename: entry.st_size or 0 for entry in entries if stat.S_ISREG(entry.st_mode or 0)}


@contextmanager
def _connected() -> Iterator[SFTPClient]:
    with SSHClient() as client:
        try:
            _connect(client)
            with client.open_sftp() as print_shop:
                channel = print_shop.get_channel()
                if channel is not None:
                    channel.settimeout(SECONDS_TO_WAIT)
                yield print_shop
        except BadHostKeyException as error:
            raise NotHandedOver(
                _(
                    "The server that answered for the print shop is not the one it was: its key differs from "
                    "PRINT_SHOP_HOST_KEY. Nothing was sent. Ask the print shop by telephone before you change it."
                )
            ) from error
        except AuthenticationException as error:
            raise NotHandedOver(
                _("The print shop's server refused our key. Ask the print shop whether it still knows it.")
            ) from error
        except (OSError, SSHException, EOFError) as error:
            raise NotHandedOver(
                _(
                    "The connection to the print shop failed. It is tried again; the letters are kept meanwhile."
                )
            ) from error


def _connect(client: SSHClient) -> None:
    shop = settings.PRINT_SHOP
    name = shop["host"] if shop["port"] == SSH_PORT else f"[{shop['host']}]:{shop['port']}"
    pinned = host_key(shop["host_key"])
    client.get_host_keys().add(name, pinned.get_name(), pinned)
    client.set_missing_host_key_policy(RejectPolicy())
    client.connect(
        shop["host"],
        port=shop["port"],
        username=shop["user"],
        pkey=PKey.from_path(shop["key_file"]),
        allow_agent=False,
        look_for_keys=False,
        timeout=SECONDS_TO_WAIT,
        banner_timeout=SECONDS_TO_WAIT,
        auth_timeout=SECONDS_TO_WAIT,
    )

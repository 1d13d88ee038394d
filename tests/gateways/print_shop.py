"""The print shop: a real SFTP server on a port of its own, over a folder of the test's."""

import os
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import paramiko
from paramiko import SFTPAttributes, SFTPHandle, SFTPServer, SFTPServerInterface, Transport


@dataclass
class PrintShop:
    """The folder, the keys, and after how many uploads the line breaks."""

    root: Path
    host_key: paramiko.PKey
    our_key: paramiko.PKey
    port: int = 0
    uploads: list[str] = field(default_factory=list)
    renames: list[str] = field(default_factory=list)
    breaks_after: int = -1
    transports: list[Transport] = field(default_factory=list)

    def files(self) -> list[str]:
        """Everything that lies there."""
        found = [path for path in self.root.rglob("*") if path.is_file()]
        return sorted(str(path.relative_to(self.root)) for path in found)


class Door(paramiko.ServerInterface):
    """Lets in who has our key."""

    def __init__(self, shop: PrintShop) -> None:
        self.shop = shop

    def check_auth_publickey(self, username: str, key: paramiko.PKey) -> int:
        is_ours = username == "sers" and key == self.shop.our_key
        return paramiko.AUTH_SUCCESSFUL if is_ours else paramiko.AUTH_FAILED

    def check_channel_request(self, kind: str, chanid: int) -> int:
        return paramiko.OPEN_SUCCEEDED

    def get_allowed_auths(self, username: str) -> str:
        return "publickey"


class Open(SFTPHandle):
    """A file being written; the line breaks in the midst of the one that is one too many."""

    def __init__(self, shop: PrintShop, path: Path) -> None:
        super().__init__()
        self.shop, self.writefile = shop, path.open("wb")

    def write(self, offset: int, data: bytes) -> int:
        if len(self.shop.uploads) - 1 == self.shop.breaks_after:
            self.writefile.write(data[: len(data) // 2])
            self.writefile.flush()
            self.shop.transports[-1].close()
            return paramiko.SFTP_FAILURE
        return super().write(offset, data)


class Files(SFTPServerInterface):
    """The folder, as SFTP shows it. As on many servers, renaming over a file is refused."""

    def __init__(self, server: paramiko.ServerInterface, shop: PrintShop) -> None:
        super().__init__(server)
        self.shop = shop

    def _path(self, path: str) -> Path:
        return self.shop.root / path.lstrip("/")

    def list_folder(self, path: str) -> list[SFTPAttributes] | int:
        entries = self._path(path).iterdir()
        return [SFTPAttributes.from_stat(entry.stat(), entry.name) for entry in entries]

    def stat(self, path: str) -> SFTPAttributes | int:
        found = self._path(path)
        return SFTPAttributes.from_stat(found.stat()) if found.exists() else paramiko.SFTP_NO_SUCH_FILE

    def mkdir(self, path: str, attr: SFTPAttributes) -> int:
        self._path(path).mkdir()
        return paramiko.SFTP_OK

    def open(self, path: str, flags: int, attr: SFTPAttributes) -> Open | int:
        if not flags & os.O_WRONLY:
            return paramiko.SFTP_PERMISSION_DENIED
        self.shop.uploads.append(Path(path).name)
        return Open(self.shop, self._path(path))

    def remove(self, path: str) -> int:
        self._path(path).unlink()
        return paramiko.SFTP_OK

    def rename(self, oldpath: str, newpath: str) -> int:
        if self._path(newpath).exists():
            return paramiko.SFTP_FAILURE
        self._path(oldpath).rename(self._path(newpath))
        self.shop.renames.append(Path(newpath).name)
        return paramiko.SFTP_OK


@contextmanager
def a_print_shop(root: Path) -> Iterator[PrintShop]:
    """The server, running."""
    shop = PrintShop(root, paramiko.ECDSAKey.generate(), paramiko.ECDSAKey.generate())
    listener = socket.create_server(("127.0.0.1", 0))
    shop.port = listener.getsockname()[1]
    thread = threading.Thread(target=_serve, args=(listener, shop))
    thread.start()
    try:
        yield shop
    finally:
        listener.shutdown(socket.SHUT_RDWR)
        listener.close()
        thread.join()
        for transport in shop.transports:
            transport.close()
            transport.join()


def _serve(listener: socket.socket, shop: PrintShop) -> None:
    while True:
        try:
            connection, _address = listener.accept()
        except OSError:
            return
        transport = Transport(connection)
        shop.transports.append(transport)
        transport.add_server_key(shop.host_key)
        transport.set_subsystem_handler("sftp", SFTPServer, Files, shop)
        try:
            transport.start_server(server=Door(shop), event=threading.Event())
        except (paramiko.SSHException, EOFError):
            continue

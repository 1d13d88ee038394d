"""Payroll: files taken in, rows rejected or waiting, what they change against the cap."""

from benefits.services.payroll.awaiting import take_up_awaiting
from benefits.services.payroll.file_format import FileRefused
from benefits.services.payroll.importing import import_file, import_received, receive, refuse_size

__all__ = ["FileRefused", "import_file", "import_received", "receive", "refuse_size", "take_up_awaiting"]

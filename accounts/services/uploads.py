"""Files sent in: looked into before they are kept, scanned where a scanner is configured, shown to nobody unchecked.

`receive` is the door. What a reader would see as another kind of file than it says, as a bomb, or as locked, is
refused in words; what is kept can wait for its virus scan without being lost.
"""

import re
import subprocess  # the file is judged in a process of its own: see upload_inspection
import sys
import unicodedata
import uuid
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path, PurePosixPath
from typing import Protocol

from django.conf import settings
from django.db import transaction
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts import clamav, upload_inspection
from accounts.models import Person, Upload
from notices.documents import storage
from sers_portal.base import clock, jobs
from sers_portal.base.audit import SYSTEM, Actor, record

MOST_BYTES = 10 * 1024 * 1024
LONGEST_NAME = 120
SECONDS_TO_JUDGE = 20
SCAN = "scan-upload"
MOST_SCAN_TRIES = 24
EXTENSIONS = {"application/pdf": "pdf", "image/jpeg": "jpg", "image/png": "png"}
State = Upload.State

REFUSALS: dict[str, Promise] = {
    "empty": gettext_lazy("“%(name)s” is empty. Choose the file again, or take the picture again."),
    "too_large": gettext_lazy(
        "“%(name)s” is larger than 10 MB. Save it smaller, or send its pages one by one."
    ),
    "kind": gettext_lazy(
        "“%(name)s” is not a PDF, JPEG or PNG file, whatever its name says. Save it as one of these, or take a picture of the page."
    ),
    "damaged": gettext_lazy(
        "“%(name)s” cannot be opened; it may be damaged. Save it again and try once more."
    ),
    "encrypted": gettext_lazy(
        "“%(name)s” is locked with a password, so we could not read it. Save it without a password and send it again."
    ),
    "bomb": gettext_lazy(
        "“%(name)s” would become far too large when opened. Save it anew with fewer or smaller pages."
    ),
    "pages": gettext_lazy("“%(name)s” has more than 300 pages. Send only the pages that are needed."),
    "active": gettext_lazy(
        "“%(name)s” holds a program or another file inside. Print it to a new PDF, or take a picture of it, and send that."
    ),
}


class UploadRefused(Exception):
    """The file is not taken; the message is the sentence for whoever sent it."""


class NotHeld(Exception):
    """The file is not held for staff; the message says so."""


class IncomingFile(Protocol):
    """A file as forms hand it over."""

    @property
    def name(self) -> str | None: ...

    @property
    def size(self) -> int | None: ...

    def read(self, size: int = ..., /) -> bytes: ...

    def seek(self, offset: int, /) -> object: ...


@dataclass(frozen=True)
class Inspected:
    """A file that was looked into and is sound."""

    name: str
    content: bytes
    content_type: str


def inspect(file: IncomingFile) -> Inspected:
    """Look into a file. Raises `UploadRefused`."""
    name = clean_name(file.name or "")
    if file.size is not None and file.size > MOST_BYTES:
        raise _refusal("too_large", name)
    file.seek(0)
    content = file.read(MOST_BYTES + 1)
    if not content:
        raise _refusal("empty", name)
    if len(content) > MOST_BYTES:
        raise _refusal("too_large", name)
    verdict, _space, content_type = _judge(content).partition(" ")
    if verdict != "ok":
        raise _refusal(verdict, name)
    return Inspected(_with_extension(name, content_type), content, content_type)


def receive(*, file: IncomingFile | Inspected, person: Person | None, by: Actor) -> Upload:
    """Keep a file for a person (None: for somebody SERS keeps no record of). Raises `UploadRefused`."""
    sound = file if isinstance(file, Inspected) else inspect(file)
    upload = Upload(person=person, name=sound.name, received_by=by.id, received_by_name=by.name)
    with transaction.atomic():
        upload.document = storage.keep(
            sound.content,
            # Not the upload's own id: the name on the disk is told nowhere.
            id=uuid.uuid4(),
            kind="upload",
            title=sound.name,
            extension=EXTENSIONS[sound.content_type],
            content_type=sound.content_type,
        )
        upload.state = State.WAITING if settings.CLAMAV_ADDRESS else State.NOT_SCANNED
        upload.save(force_insert=True)
        record(
            by=by,
            verb="sent in a file",
            subject=upload,
            person=person.public_id if person else None,
            size=len(sound.content),
            sha256=upload.document.sha256,
        )
        if upload.state == State.WAITING:
            _ask_for_scan(upload, after=jobs.NOW)
    return upload


def release(*, upload: Upload, reason: str, by: Actor) -> Upload:
    """A member of staff decides to open a file that no scanner has checked. Raises `NotHeld`."""
    with transaction.atomic():
        held = Upload.objects.select_for_update(of=("self",)).get(pk=upload.pk)
        if held.state not in (State.NOT_SCANNED, State.WAITING):
            raise NotHeld(_("This file is not held any more."))
        held.state, held.release_reason = State.RELEASED, reason
        held.released_by, held.released_by_name = by.id, by.name
        held.save()
        record(by=by, verb="released an unscanned file", subject=held, person=_person_of(held), reason=reason)
    return held


def read(upload: Upload) -> bytes:
    """The bytes of a file. Who may have them is the caller's to check. OSError, `storage.DamagedDocument`."""
    return storage.read(upload.document)


def clean_name(name: str) -> str:
    """The file's name as it may be shown: no path, no signs that hide or turn the writing, nothing of markup."""
    last = PurePosixPath(unicodedata.normalize("NFKC", name).replace("\\", "/")).name
    kept = "".join(sign if sign.isalnum() or sign in " -_.()" else "_" for sign in last)
    shown = re.sub(r"[_ ]{2,}", "_", kept).strip(" ._")
    return shown[:LONGEST_NAME] or "file"


@jobs.handler(SCAN)
def scan(*, upload: str) -> None:
    """Have one file scanned. A scanner that does not answer leaves it held for staff, and is asked again."""
    held = Upload.objects.select_for_update(of=("self",)).select_related("document").get(pk=upload)
    if held.state not in (State.WAITING, State.NOT_SCANNED):
        return
    held.scan_tries += 1
    try:
        virus = clamav.scan(read(held), address=settings.CLAMAV_ADDRESS)
    except clamav.NoAnswer:
        held.state = State.NOT_SCANNED
        held.save()
        if held.scan_tries < MOST_SCAN_TRIES:
            _ask_for_scan(held, after=timedelta(hours=1))
        return
    held.state, held.found = (State.INFECTED, virus[:LONGEST_NAME]) if virus else (State.CLEAN, "")
    held.scanned_at = clock.now()
    held.save()
    record(by=SYSTEM, verb=f"scanned a file: {held.state}", subject=held, person=_person_of(held))


def _ask_for_scan(upload: Upload, *, after: timedelta) -> None:
    key = f"{SCAN}:{upload.pk}:{upload.scan_tries}"
    jobs.add(SCAN, {key: {"upload": str(upload.pk)}}, after=after)


def _judge(content: bytes) -> str:
    try:
        judged = subprocess.run(  # noqa: S603  our own program, its words fixed
            [sys.executable, "-I", upload_inspection.__file__],
            input=content,
            capture_output=True,
            timeout=SECONDS_TO_JUDGE,
        )
    except subprocess.TimeoutExpired:
        return "bomb"
    said = judged.stdout.decode().strip()
    # A process that ran out of memory or time says nothing.
    return said or "bomb"


def _refusal(key: str, name: str) -> UploadRefused:
    return UploadRefused(REFUSALS[key] % {"name": name})


def _with_extension(name: str, content_type: str) -> str:
    # What a file is called never says another kind than what it is.
    extension = EXTENSIONS[content_type]
    stem = Path(name).stem[: LONGEST_NAME - 5] or "file"
    return f"{stem}.{extension}"


def _person_of(upload: Upload) -> uuid.UUID | None:
    return upload.person.public_id if upload.person else None

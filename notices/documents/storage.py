"""Where documents lie: written whole or not at all, known by their hash."""

import hashlib
import os
from pathlib import Path
from typing import Any, NamedTuple
from uuid import UUID

from django.conf import settings

from notices import check_codes
from notices.models import Document


class LaidOut(NamedTuple):
    """What a document was laid out from: its template and its words as JSON; none where it holds a code."""

    template: str
    words: Any
    holds_code: bool = False


def keep(
    content: bytes,
    *,
    id: UUID,
    kind: str,
    title: str,
    extension: str = "pdf",
    content_type: str = "application/pdf",
    language: str = "en",
    laid_out: LaidOut | None = None,
) -> Document:
    """Keep a file and its row. The name follows from the id: doing it again after a crash leaves one file."""
    document = write_file(
        content,
        id=id,
        kind=kind,
        title=title,
        extension=extension,
        content_type=content_type,
        language=language,
        laid_out=laid_out,
    )
    document.save(force_insert=True)
    return document


def write_file(
    content: bytes,
    *,
    id: UUID,
    kind: str,
    title: str,
    extension: str = "pdf",
    content_type: str = "application/pdf",
    language: str = "en",
    laid_out: LaidOut | None = None,
) -> Document:
    """The file on disk and its row not yet saved: whoever writes many saves the rows together."""
    path = f"{kind}/{id.hex[:2]}/{id.hex}.{extension}"
    write_whole(Path(settings.DOCUMENTS_DIR) / path, content)
    made_from = laid_out or LaidOut("", None)
    return Document(
        id=id,
        kind=kind,
        title=title,
        language=language,
        content_type=content_type,
        path=path,
        sha256=hashlib.sha256(content).hexdigest(),
        size=len(content),
        check_index=check_codes.index_of_id(id),
        template=made_from.template,
        content=made_from.words,
        holds_code=made_from.holds_code,
    )


def read(document: Document) -> bytes:
    """The bytes of a document. Raises `DamagedDocument` when they are not the ones that were kept."""
    content = (Path(settings.DOCUMENTS_DIR) / document.path).read_bytes()
    if hashlib.sha256(content).hexdigest() != document.sha256:
        raise DamagedDocument(f"document {document.pk} is not the one that was kept")
    return content


class DamagedDocument(Exception):
    """A file changed after it was kept."""


def write_whole(path: Path, content: bytes) -> None:
    """Write under a temporary name, fsync, rename: whoever looks sees the whole file or none."""
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_name(f".{path.name}.part")
    with temporary.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    temporary.replace(path)

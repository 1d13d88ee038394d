"""The chain over the logs: each sealed row's digest covers the row and the digest before it.

Whoever changes, removes or slips in a sealed row without the key breaks the chain at that row, and `verify` names it.
The key lies outside the database (AUDIT_SEAL_KEY).
"""

import hmac
import logging
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import islice

from django.conf import settings
from django.db import connection, transaction

from sers_portal.base import clock
from sers_portal.base.models import Seal

logger = logging.getLogger(__name__)

FIRST = bytes(32)
BATCH = 2_000
# The chain is made by one hand at a time: an advisory lock of this number.
LOCK = 7_371_735
# What a seal covers, spelled out: the whole row, with the transaction that ties who did it to what was changed.
# A column added later must not come into the middle of a chain: it begins a log of its own name here.
_COLUMNS = {
    "audit": (
        "base_auditevent",
        "id, {at}, by, by_name, verb, subject_type, subject_id, person, detail, transaction",
    ),
    "access": ("base_accessevent", "id, {at}, by, by_name, person, page, purpose, was_refused"),
    "changes": ("base_rowchange", "id, {at}, transaction, role, table_name, row_id, before, after"),
}
_AT = "extract(epoch FROM at)"


@dataclass(frozen=True)
class Broken:
    """The first place where the logs are not what was sealed."""

    log: str
    row_id: int
    what: str

    def __str__(self) -> str:
        return f"{self.log}, row {self.row_id}: {self.what}"


@dataclass(frozen=True)
class ChainState:
    """How long the chain is, how many rows wait to be sealed, and its last digest in hexadecimal."""

    rows: int
    waiting: int
    end: str


def state() -> ChainState:
    """Where the chain stands. Note the end outside the database: whoever cuts it off cannot cut the note."""
    last = Seal.objects.order_by("-id").values_list("digest", flat=True).first()
    waiting = sum(1 for _ in _unsealed())
    return ChainState(Seal.objects.count(), waiting, bytes(last or FIRST).hex())


def end() -> tuple[datetime | None, str]:
    """When the newest seal was made, and the chain's last digest: quick, where `state` reads the logs."""
    last = Seal.objects.order_by("-id").values_list("sealed_at", "digest").first()
    return (last[0], bytes(last[1]).hex()) if last else (None, FIRST.hex())


def seal_new() -> int:
    """Seal every row of the logs that is not sealed yet; how many. Running it twice at once does no harm."""
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
        last = Seal.objects.order_by("-id").values_list("digest", flat=True).first()
        digest, count, now = bytes(last) if last else FIRST, 0, clock.now()
        unsealed = _unsealed()
        while rows := list(islice(unsealed, BATCH)):
            seals = []
            for log, row_id, content in rows:
                digest = _link(digest, log, content)
                seals.append(Seal(log=log, row_id=row_id, digest=digest, sealed_at=now))
            Seal.objects.bulk_create(seals)
            count += len(seals)
    logger.info("logs sealed", extra={"rows": count, "chain_end": digest.hex()})
    return count


def verify() -> Broken | None:
    """Walk the chain from its beginning; the first broken row, or None when everything is as it was sealed."""
    digest = FIRST
    for log, row_id, sealed, content in _sealed():
        if content is None:
            return Broken(log, row_id, "the row is gone")
        digest = _link(digest, log, content)
        if not hmac.compare_digest(digest, bytes(sealed)):
            return Broken(log, row_id, "the row, or its seal, is not what was sealed")
    return None


def _link(before: bytes, log: str, content: str) -> bytes:
    key = settings.AUDIT_SEAL_KEY.encode()
    return hmac.digest(key, before + log.encode() + b"\0" + content.encode(), "sha256")


def _unsealed() -> Iterator[tuple[str, int, str]]:
    """The rows without a seal, in the order of the logs and their numbers.

    A row committed late has a lower number than sealed ones: it is found all the same, and sealed after them.
    """
    for log, (table, columns) in _COLUMNS.items():
        said = columns.format(at=_AT)
        yield from (
            (log, row_id, content)
            for row_id, content in _read(
                f"SELECT id, jsonb_build_array({said})::text FROM {table} "  # noqa: S608  (our own names)
                "WHERE NOT EXISTS (SELECT FROM base_seal WHERE log = %s AND row_id = "
                f"{table}.id) ORDER BY id",
                [log],
            )
        )


def _sealed() -> Iterator[tuple[str, int, bytes, str | None]]:
    contents = " ".join(
        f"WHEN '{log}' THEN (SELECT jsonb_build_array({columns.format(at=_AT)})::text "  # noqa: S608
        f"FROM {table} WHERE {table}.id = seal.row_id)"
        for log, (table, columns) in _COLUMNS.items()
    )
    yield from _read(
        f"SELECT log, row_id, digest, CASE log {contents} END FROM base_seal AS seal ORDER BY seal.id",  # noqa: S608
        [],
    )


def _read(statement: str, parameters: list[str]) -> Iterator[tuple]:  # type: ignore[type-arg]
    """Rows in batches through a cursor of the server: logs are longer than memory."""
    with transaction.atomic(), connection.chunked_cursor() as cursor:
        cursor.execute(statement, parameters)
        while rows := cursor.fetchmany(BATCH):
            yield from rows

"""Is a restored database the one that was backed up? Every question with its answer in a sentence."""

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass

from django.db import connection
from django.db.models import Max

from accounts.models import Person
from notices.documents import storage
from notices.models import Document
from sers_portal.backups import inventory
from sers_portal.backups.inventory import Inventory
from sers_portal.backups.taking import BATCH, documents_folder, is_there
from sers_portal.base import rotation, seals
from sers_portal.base.models import AuditEvent, RowChange
from sers_portal.base.sealing import TamperedToken

SAMPLE = 200
NAMED = 5
# PostgreSQL's numbers of transactions count to 2^32, and then the epoch goes up.
EPOCH_BITS = 32


@dataclass(frozen=True)
class Finding:
    """An answer: what was looked at, what was seen, and whether it is as it should be."""

    what: str
    seen: str
    is_right: bool


def look(written_down: Inventory, *, sample: int = SAMPLE) -> Iterator[Finding]:
    """Compare the database in use with what was written down of it. `sample` tokens of each kind and documents are read."""
    now = inventory.take(at=written_down.taken_at)
    yield _rows(written_down, now)
    yield Finding(
        "triggers",
        f"{now.triggers} keep the history or refuse change, {written_down.triggers} in the backup",
        now.triggers == written_down.triggers,
    )
    yield _chain(written_down, now)
    yield _sealed(sample)
    yield _found_by_number(sample)
    yield from _documents(sample)
    yield _transactions()


def _rows(written_down: Inventory, now: Inventory) -> Finding:
    tables = sorted({*written_down.tables, *now.tables})
    differing = [
        f"{name}: {now.tables.get(name, 0):,} instead of {written_down.tables.get(name, 0):,}"
        for name in tables
        if now.tables.get(name) != written_down.tables.get(name)
    ]
    seen = f"{now.rows:,} in {len(now.tables)} tables, {written_down.rows:,} in the backup"
    return Finding("rows", "; ".join([seen, *differing[:NAMED]]), not differing)


def _chain(written_down: Inventory, now: Inventory) -> Finding:
    broken = seals.verify()
    if broken is not None:
        words = f"broken at {broken}; if the first row is named, AUDIT_SEAL_KEY is not the one of the backup"
        return Finding("audit chain", words, False)
    is_same = (now.chain_rows, now.chain_end) == (written_down.chain_rows, written_down.chain_end)
    ending = "as in the backup" if is_same else f"but in the backup with {written_down.chain_end}"
    seen = f"{now.chain_rows:,} rows are as they were sealed; it ends with {now.chain_end}, {ending}"
    return Finding("audit chain", seen, is_same)


def _sealed(sample: int) -> Finding:
    opened, closed = 0, []
    places = rotation.places()
    for place in places:
        # In any order, so that each rehearsal reads others.
        for row in place.model._default_manager.order_by("?")[:sample]:
            if not place.keys_in(getattr(row, place.column)):
                continue
            try:
                place.reseal(row)
            except TamperedToken as error:
                closed.append(f"{place.name} of row {row.pk}: {error}")
            else:
                opened += 1
    seen = f"{opened:,} opened of {len(places)} kinds"
    return Finding("sealed values", "; ".join([seen, *closed[:NAMED]]), not closed)


def _found_by_number(sample: int) -> Finding:
    found, lost = 0, 0
    for person in Person.objects.exclude(ssn_token="").order_by("?")[:sample]:
        # What does not open is named among the sealed values.
        with suppress(TamperedToken):
            is_found = person.ssn_index == Person.ssn.index_of(person.ssn)
            found, lost = found + is_found, lost + (not is_found)
    seen = f"{found:,} of {found + lost:,} people are found by their Social Security number"
    return Finding("look-up", seen if not lost else f"{seen}: BLIND_INDEX_KEY is another", not lost)


def _documents(sample: int) -> Iterator[Finding]:
    missing = [
        document.path
        for document in Document.objects.only("path", "size").iterator(chunk_size=BATCH)
        if not is_there(documents_folder() / document.path, document.size)
    ]
    seen = f"{Document.objects.count() - len(missing):,} of {Document.objects.count():,} files are in their place"
    yield Finding("documents", "; ".join([seen, *missing[:NAMED]]), not missing)
    read = [document for document in Document.objects.order_by("?")[:sample] if document.path not in missing]
    changed = [document.path for document in read if not _is_whole(document)]
    hashes = f"{len(read) - len(changed):,} of {len(read):,} read have the SHA-256 of their row"
    yield Finding("hashes", "; ".join([hashes, *changed[:NAMED]]), not changed)


def _is_whole(document: Document) -> bool:
    try:
        storage.read(document)
    except (OSError, storage.DamagedDocument):
        return False
    return True


def _transactions() -> Finding:
    """History and audit are tied by numbers of transactions, which a new server counts from its beginning."""
    ends = [
        model.objects.aggregate(last=Max("transaction"))["last"] or 0 for model in (AuditEvent, RowChange)
    ]
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_current_xact_id()::text::bigint")
        mine = int(cursor.fetchone()[0])
    is_past = mine >= max(ends)
    seen = f"this server counts from {mine:,}, the history ends at {max(ends):,}"
    if not is_past:
        seen += (
            ": new changes would be taken for old ones. Before anybody signs in stop PostgreSQL, run "
            f"pg_resetwal --epoch={(max(ends) >> EPOCH_BITS) + 1} on its data folder, and start it again"
        )
    return Finding("transactions", seen, is_past)

"""Letter batches: every letter in exactly one, whole or not there at all."""

import csv
import hashlib
import uuid
from datetime import date
from io import StringIO
from pathlib import Path

import pytest
from django.conf import settings as django_settings
from django.core.management import CommandError, call_command

from notices.documents import storage
from notices.documents.storage import DamagedDocument
from notices.models import Letter, LetterBatch
from notices.services import batches
from notices.services.batches import NotThisBatch
from notices.services.letters import queue_letter
from sers_portal.base.audit import SYSTEM

pytestmark = pytest.mark.django_db
TODAY = date(2026, 2, 9)


def queue(count: int = 1) -> list[Letter]:
    """So many letters, each with a PDF of its own."""
    found = []
    for number in range(count):
        pdf = f"%PDF-1.7 {number}".encode()
        document = storage.keep(pdf, id=uuid.uuid4(), kind="statement", title="Statement")
        found.append(
            queue_letter(
                key=f"statement:{uuid.uuid4()}",
                kind="statement",
                recipient=f"Ada Nowak {number}",
                address_lines=["12 Elm Street", "Springfield, IL 62701"],
                document=document,
            )
        )
    return found


def make() -> list[LetterBatch]:
    return batches.make_batches(on=TODAY, by=SYSTEM)


def spooled() -> list[str]:
    spool = Path(django_settings.SPOOL_DIR)
    return sorted(str(path.relative_to(spool)) for path in spool.rglob("*") if path.is_file())


def manifest(batch: LetterBatch) -> list[dict[str, str]]:
    text = (Path(django_settings.SPOOL_DIR) / batch.manifest_path).read_text()
    return list(csv.DictReader(StringIO(text)))


def test_a_batch_holds_each_letter_s_pdf_and_a_manifest():
    letters = queue(3)

    (batch,) = make()

    folder = f"2026-02-09-{batch.pk}"
    assert spooled() == sorted(
        [f"{folder}/{letter.pk}.pdf" for letter in letters] + [f"{folder}/manifest.csv"]
    )
    assert set(Letter.objects.values_list("state", "batch")) == {("batched", batch.pk)}


def test_the_manifest_tells_address_file_and_hash_and_no_figures():
    (letter,) = queue()

    (batch,) = make()

    pdf = (Path(django_settings.SPOOL_DIR) / batch.manifest_path).parent / f"{letter.pk}.pdf"
    assert manifest(batch) == [
        {
            "file": f"{letter.pk}.pdf",
            "recipient": "Ada Nowak 0",
            "address_1": "12 Elm Street",
            "address_2": "Springfield, IL 62701",
            "address_3": "",
            "address_4": "",
            "bytes": str(pdf.stat().st_size),
            "sha256": hashlib.sha256(pdf.read_bytes()).hexdigest(),
        }
    ]


def test_a_second_call_makes_no_second_batch():
    queue()
    make()

    assert make() == []
    assert LetterBatch.objects.count() == 1


def test_a_large_day_becomes_several_batches(monkeypatch):
    monkeypatch.setattr(batches, "LETTERS_A_BATCH", 2)
    queue(5)

    made = make()

    assert [batch.letters.count() for batch in made] == [2, 2, 1]


def test_a_batch_begun_by_one_who_was_killed_is_finished_before_a_new_one():
    begun_letters = queue(2)
    begun = batches.collect(on=date(2026, 2, 6))
    half = Path(django_settings.SPOOL_DIR) / f".2026-02-06-{begun.pk}.part"
    half.mkdir(parents=True)
    (half / "left-over.pdf").write_bytes(b"half a fil")
    queue(1)

    made = make()

    assert made[0] == begun
    assert [row["file"] for row in manifest(made[0])] == [f"{letter.pk}.pdf" for letter in begun_letters]
    assert len(spooled()) == 5
    assert not half.exists()


def test_a_batch_laid_out_by_one_who_was_killed_before_the_commit_is_taken_as_it_is(monkeypatch):
    queue(2)
    batch = batches.collect(on=TODAY)

    def die(**_):
        raise KeyboardInterrupt

    with monkeypatch.context() as killed:
        killed.setattr("notices.services.batches.audit.record", die)
        with pytest.raises(KeyboardInterrupt):
            batches.finish(batch=batch, by=SYSTEM)
    before = spooled()

    make()

    batch.refresh_from_db()
    assert batch.handed_over_at is not None
    assert spooled() == before


def test_a_damaged_document_stops_the_batch_and_loses_no_letter():
    letter = queue()[0]
    path = Path(django_settings.DOCUMENTS_DIR) / letter.document.path
    path.write_bytes(b"%PDF-1.7 changed")

    with pytest.raises(DamagedDocument):
        make()

    assert LetterBatch.objects.get().handed_over_at is None
    assert [name for name in spooled() if "manifest" in name] == []


def test_a_mailed_batch_is_noted_once():
    queue(2)
    (batch,) = make()

    count = batches.mark_mailed(batch=batch, on=TODAY, by=SYSTEM)

    assert count == 2
    assert set(Letter.objects.values_list("state", "mailed_on")) == {("mailed", TODAY)}
    with pytest.raises(NotThisBatch, match="marked as mailed already"):
        batches.mark_mailed(batch=batch, on=TODAY, by=SYSTEM)


def test_a_batch_that_was_not_handed_over_cannot_be_mailed():
    queue()
    batch = batches.collect(on=TODAY)

    with pytest.raises(NotThisBatch, match="not handed over yet"):
        batches.mark_mailed(batch=batch, on=TODAY, by=SYSTEM)


def test_a_cancelled_letter_is_in_no_batch():
    queue()
    Letter.objects.update(state="cancelled")

    assert make() == []


def test_the_command_tells_what_it_made_and_notes_the_mailing():
    queue(2)
    out = StringIO()

    call_command("mail_batch", stdout=out)
    call_command("mail_batch", stdout=out)
    batch = LetterBatch.objects.get()
    call_command("mail_batch", mailed=batch.pk, stdout=out)

    said = out.getvalue()
    assert "2 letters" in said
    assert "No letters are waiting." in said
    assert f"2 letters of batch {batch.pk}" in said


def test_the_command_names_a_batch_that_does_not_exist():
    with pytest.raises(CommandError, match="There is no batch 7"):
        call_command("mail_batch", mailed=7)

"""Letter batches: the day's letters for the print shop, each in exactly one batch, whatever is killed when.

First the letters are taken into a batch, in one transaction. Then the batch is handed over by the way of the settings
(`notices.letters`); handing over twice comes to the same as once. A batch that was not finished is finished by the
next call before a new one is made.
"""

from collections.abc import Iterator
from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from notices.letters import way
from notices.models import Letter, LetterBatch
from sers_portal.base import audit, clock
from sers_portal.base.audit import Actor

# A few seconds of work, and a tray of the print shop; a large day becomes several batches.
LETTERS_A_BATCH = 2000


class NotThisBatch(Exception):
    """The batch is not at the place of its way that the step needs; the message says so."""


def make_batches(*, on: date, by: Actor) -> list[LetterBatch]:
    """Finish what was begun, then batch every queued letter. Returns the batches handed over now.

    Raises `notices.letters.NotHandedOver` when the print shop cannot take them now; the next call goes on from there.
    """
    return [*finish_begun(by=by), *_make_batches(on, by)]


def finish_begun(*, by: Actor) -> list[LetterBatch]:
    """Hand over what was begun and not finished. Returns the batches handed over now."""
    begun = LetterBatch.objects.filter(handed_over_at=None).order_by("pk")
    return [finished for batch in begun if (finished := finish(batch=batch, by=by)) is not None]


def _make_batches(on: date, by: Actor) -> Iterator[LetterBatch]:
    while (batch := collect(on=on)) is not None:
        if (finished := finish(batch=batch, by=by)) is not None:
            yield finished


def collect(*, on: date) -> LetterBatch | None:
    """Take queued letters, oldest first, into a new batch. None when there are none."""
    with transaction.atomic():
        queued = Letter.objects.filter(state=Letter.State.QUEUED).order_by("created_at", "pk")
        letters = list(
            queued.select_for_update(skip_locked=True).values_list("pk", flat=True)[:LETTERS_A_BATCH]
        )
        if not letters:
            return None
        batch = LetterBatch.objects.create(on=on)
        Letter.objects.filter(pk__in=letters).update(state=Letter.State.BATCHED, batch=batch)
    return batch


def finish(*, batch: LetterBatch, by: Actor) -> LetterBatch | None:
    """Hand a batch over to the print shop. None when somebody else did, or is doing so."""
    with transaction.atomic():
        held = LetterBatch.objects.select_for_update(skip_locked=True)
        held_batch = held.filter(pk=batch.pk, handed_over_at=None).first()
        if held_batch is None:
            return None
        letters = list(held_batch.letters.select_related("document").order_by("created_at", "pk"))
        held_batch.manifest_path = way().hand_over(held_batch, letters)
        held_batch.handed_over_at = clock.now()
        held_batch.save(update_fields=["manifest_path", "handed_over_at"])
        audit.record(by=by, verb="handed over a letter batch", subject=held_batch, letters=len(letters))
    return held_batch


def mark_mailed(*, batch: LetterBatch, on: date, by: Actor) -> int:
    """The print shop has mailed a batch. `NotThisBatch` before it was handed over. Returns how many letters."""
    with transaction.atomic():
        held = LetterBatch.objects.select_for_update().get(pk=batch.pk)
        if held.handed_over_at is None:
            raise NotThisBatch(
                _("This batch was not handed over yet. The portal tries again every ten minutes.")
            )
        letters = held.letters.filter(state=Letter.State.BATCHED)
        count = letters.update(state=Letter.State.MAILED, mailed_on=on)
        if count == 0:
            raise NotThisBatch(_("The letters of this batch are marked as mailed already."))
        audit.record(by=by, verb="marked a letter batch as mailed", subject=held, letters=count, on=str(on))
    return count

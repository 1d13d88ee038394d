"""What follows from a death before and after it is certain: payments held, and what was paid too long, owed back."""

import uuid
from decimal import Decimal

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from accounts.models import Person
from benefits.models.annuity import Payment
from benefits.models.claim import Claim
from benefits.models.write_off import MayBeWrittenOff, written_off_by_two_people
from sers_portal.base.fields import MoneyField, at_least, dollars


class PaymentHold(models.Model):
    """Somebody told SERS that a payee died: nothing is paid to the person until two people have judged it.

    Either the death is recorded (`confirmed`), or the report was false, and two people release the payments.
    """

    class State(models.TextChoices):
        HELD = "held", _("payments held")
        CONFIRMED = "confirmed", _("the death is on record")
        RELEASED = "released", _("released: the report was wrong")

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    person = models.ForeignKey(Person, on_delete=models.RESTRICT, related_name="payment_holds")
    # The report or application that told of the death.
    claim = models.ForeignKey(Claim, on_delete=models.RESTRICT, related_name="payment_holds")
    # As it was told; nobody has proven it yet.
    said_died_on = models.DateField(null=True)
    state = models.CharField(max_length=9, choices=State.choices, default=State.HELD)
    held_at = models.DateTimeField(db_default=Now())
    held_by_name = models.CharField(max_length=200)
    release_reason = models.CharField(max_length=200, blank=True)
    release_proposed_by = models.UUIDField(null=True)
    release_proposed_by_name = models.CharField(max_length=200, blank=True)
    released_by = models.UUIDField(null=True)
    released_by_name = models.CharField(max_length=200, blank=True)
    closed_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-held_at"]
        permissions = [
            ("propose_release_paymenthold", "Can propose to release payments held after a report of a death"),
            (
                "approve_release_paymenthold",
                "Can release held payments that somebody else proposed to release",
            ),
        ]
        constraints = [
            models.UniqueConstraint(fields=["claim", "person"], name="one_hold_a_claim_and_person"),
            models.CheckConstraint(
                name="hold_released_by_a_second_person",
                condition=Q(state="released", released_by__isnull=False, release_proposed_by__isnull=False)
                & ~Q(released_by=F("release_proposed_by"))
                & ~Q(release_reason="")
                | (~Q(state="released") & Q(released_by=None)),
            ),
            models.CheckConstraint(
                name="closed_hold_has_its_time",
                condition=Q(state="held", closed_at=None) | (~Q(state="held") & Q(closed_at__isnull=False)),
            ),
        ]
        indexes = [
            models.Index(fields=["person"], condition=Q(state="held"), name="payments_held"),
        ]

    def __str__(self) -> str:
        return f"payments to {self.person} held"


class Receivable(MayBeWrittenOff):
    """A payment for a month after the payee's death: what reached the account is owed back to SERS.

    Tax and premiums taken from it are settled with those who had them, not with the estate.
    """

    class State(models.TextChoices):
        OPEN = "open", _("owed to SERS")
        SETTLED = "settled", _("came back")
        WRITTEN_OFF = "written_off", _("written off")

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    payment = models.OneToOneField(Payment, on_delete=models.RESTRICT, related_name="receivable")
    # The claim whose approval put the death on record; empty where the payment was made after that.
    claim = models.ForeignKey(Claim, null=True, on_delete=models.RESTRICT, related_name="receivables")
    amount = MoneyField()
    recovered = MoneyField(default=0)
    state = models.CharField(max_length=11, choices=State.choices, default=State.OPEN)
    found_at = models.DateTimeField(db_default=Now())

    class Meta:
        ordering = ["state", "found_at"]
        permissions = [
            ("record_receivablereceipt", "Can record money that came back after a death"),
            ("write_off_receivable", "Can write off what somebody else proposed to write off"),
        ]
        constraints = [
            at_least("receivable_is_not_negative", amount=0, recovered=0),
            models.CheckConstraint(
                name="never_more_recovered_than_owed", condition=Q(recovered__lte=F("amount"))
            ),
            models.CheckConstraint(
                name="settled_receivable_is_recovered",
                condition=Q(state="settled", recovered=F("amount"), written_off=0)
                | Q(state="open", recovered__lt=F("amount"), written_off=0)
                | Q(state="written_off", recovered__lt=F("amount"), written_off=F("amount") - F("recovered")),
            ),
            written_off_by_two_people("receivable_written_off_by_two_people"),
        ]

    @property
    def left(self) -> Decimal:
        """What has not come back, in dollars, written off or not."""
        missing: Decimal = self.amount - self.recovered
        return missing

    def __str__(self) -> str:
        return f"{dollars(self.amount)} owed for {date_format(self.payment.month, 'YEAR_MONTH_FORMAT')}"


class ReceivableReceipt(models.Model):
    """Money that came back for a payment made after a death. Append-only."""

    receivable = models.ForeignKey(Receivable, on_delete=models.RESTRICT, related_name="receipts")
    on = models.DateField()
    amount = MoneyField()
    # The number of the check or of the bank's return: the same one is not booked twice.
    number = models.CharField(max_length=60)
    recorded_at = models.DateTimeField(db_default=Now())
    recorded_by = models.UUIDField()
    recorded_by_name = models.CharField(max_length=200)

    class Meta:
        ordering = ["receivable", "on", "id"]
        constraints = [
            models.UniqueConstraint(fields=["receivable", "number"], name="one_receivable_receipt_a_number"),
            models.CheckConstraint(name="receivable_receipt_is_something", condition=Q(amount__gt=0)),
        ]

    def __str__(self) -> str:
        return f"{dollars(self.amount)} on {date_format(self.on)}"

import uuid
from decimal import Decimal

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from benefits.models import (
    Annuity,
    AnnuitySuspension,
    Claim,
    MayBeWrittenOff,
    Member,
    PaymentDeduction,
    written_off_by_two_people,
)
from sers_portal.base.fields import MoneyField, at_least, dollars
from sers_portal.base.spoken_times import say_day


class Repayment(MayBeWrittenOff):
    """What somebody pays back, in one sum or instalments: an annuity, a refund, or an overpayment.

    The debt is fixed when it is agreed: what was received, and the interest to the day on which the last of it is to
    be paid. The database lets nobody pay more than the debt.
    """

    class Kind(models.TextChoices):
        RECOMPUTATION = "recomputation", _("the annuity received, for a new computation")
        SURVIVOR_REFUND = "survivor_refund", _("the refund of survivor contributions")
        OVERPAYMENT = "overpayment", _("annuity paid while it should have been suspended")

    class State(models.TextChoices):
        AGREED = "agreed", _("being paid")
        COMPLETED = "completed", _("paid in full")
        FAILED = "failed", _("not completed in time")
        REFUNDED = "refunded", _("not completed, and given back")
        WRITTEN_OFF = "written_off", _("written off")

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    member = models.ForeignKey(Member, on_delete=models.RESTRICT, related_name="repayments")
    annuity = models.ForeignKey(Annuity, null=True, on_delete=models.RESTRICT, related_name="repayments")
    kind = models.CharField(max_length=15, choices=Kind.choices)
    # The suspension during which too much was paid; and the deduction, where it is kept back from the annuity.
    suspension = models.ForeignKey(
        AnnuitySuspension, null=True, on_delete=models.RESTRICT, related_name="repayments"
    )
    deduction = models.OneToOneField(
        PaymentDeduction, null=True, on_delete=models.RESTRICT, related_name="repayment"
    )
    state = models.CharField(max_length=11, choices=State.choices, default=State.AGREED)
    principal = MoneyField()
    interest = MoneyField()
    debt = models.GeneratedField(
        expression=F("principal") + F("interest"), output_field=MoneyField(), db_persist=True
    )
    paid = MoneyField(default=0)
    agreed_on = models.DateField()
    # The day of the last instalment, to which interest was figured.
    repaid_by = models.DateField()
    deadline = models.DateField(null=True)
    law_edition = models.CharField(max_length=64)
    worksheet = models.JSONField()
    # The claim that follows: the recomputed benefit, or the restored survivor benefit.
    claim = models.OneToOneField(Claim, null=True, on_delete=models.RESTRICT, related_name="repayment")
    closed_at = models.DateTimeField(null=True)
    agreed_by = models.UUIDField(null=True)
    agreed_by_name = models.CharField(max_length=200)

    class Meta:
        ordering = ["-agreed_on", "-id"]
        permissions = [
            ("work_repayment", "Can agree repayments and record what was paid"),
            ("write_off_repayment", "Can write off a debt that somebody else proposed to write off"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["member", "kind"], condition=Q(state="agreed"), name="one_running_repayment_a_kind"
            ),
            models.CheckConstraint(
                name="never_more_paid_than_owed", condition=Q(paid__lte=F("principal") + F("interest"))
            ),
            models.CheckConstraint(
                name="completed_repayment_is_paid",
                condition=~Q(state="completed") | Q(paid=F("principal") + F("interest")),
            ),
            # What somebody chose to repay is given up instead; only what was paid too much is a debt.
            models.CheckConstraint(
                name="written_off_is_the_rest_of_an_overpayment",
                condition=Q(state="written_off", kind="overpayment", written_off__gt=0)
                & Q(written_off=F("principal") + F("interest") - F("paid"))
                | (~Q(state="written_off") & Q(written_off=0)),
            ),
            written_off_by_two_people("repayment_written_off_by_two_people"),
            models.CheckConstraint(
                name="only_an_overpayment_is_withheld",
                condition=Q(kind="overpayment") | Q(suspension=None, deduction=None),
            ),
            models.CheckConstraint(
                name="repayment_ends_by_its_deadline",
                condition=Q(deadline=None) | Q(repaid_by__lte=F("deadline")),
            ),
            at_least("repayment_is_not_negative", principal=0, interest=0, paid=0),
        ]

    def __str__(self) -> str:
        return f"{self.member}: {self.get_kind_display()}"

    @property
    def left(self) -> Decimal:
        """What is still owed, in dollars."""
        owed: Decimal = self.principal + self.interest - self.paid
        return owed

    @property
    def is_withheld(self) -> bool:
        """Whether it is kept back from the annuity; not any more where the deduction was withdrawn or ended."""
        return self.deduction is not None and self.deduction.closed_at is None


class Instalment(models.Model):
    """A part of a debt and the day on which it is due. Append-only; the parts sum to the debt, to the cent."""

    repayment = models.ForeignKey(Repayment, on_delete=models.RESTRICT, related_name="instalments")
    number = models.PositiveSmallIntegerField()
    due_on = models.DateField()
    amount = MoneyField()

    class Meta:
        ordering = ["repayment", "number"]
        constraints = [
            models.UniqueConstraint(fields=["repayment", "number"], name="one_instalment_a_number"),
            at_least("instalment_is_something", amount=Decimal("0.01")),
        ]

    def __str__(self) -> str:
        return f"{self.number}: {dollars(self.amount)} on {say_day(self.due_on)}"


class RepaymentReceipt(models.Model):
    """Money that came in for a debt, or that was given back (`is_refund`). Append-only."""

    repayment = models.ForeignKey(Repayment, on_delete=models.RESTRICT, related_name="receipts")
    on = models.DateField()
    amount = MoneyField()
    is_refund = models.BooleanField(default=False)
    # The number of the check or of the deposit: the same one is not booked twice.
    number = models.CharField(max_length=60)
    recorded_at = models.DateTimeField()
    recorded_by = models.UUIDField(null=True)
    recorded_by_name = models.CharField(max_length=200)

    class Meta:
        ordering = ["repayment", "on", "id"]
        constraints = [
            models.UniqueConstraint(fields=["repayment", "number"], name="one_receipt_a_number"),
            at_least("receipt_is_something", amount=Decimal("0.01")),
        ]

    def __str__(self) -> str:
        return f"{dollars(self.amount)} on {say_day(self.on)}"


class MissedInstalment(models.Model):
    """An instalment that was not there days after it was due: told once, and listed for staff. Append-only.

    It is made good as soon as all that was due with it has come in, whichever way.
    """

    instalment = models.OneToOneField(Instalment, on_delete=models.RESTRICT, related_name="missed")
    found_on = models.DateField()
    # All that was due through this instalment, and what of that was missing on the day it was found.
    due_by_then = MoneyField()
    missing = MoneyField()

    class Meta:
        ordering = ["-found_on", "-id"]
        constraints = [at_least("missed_instalment_is_something", missing=Decimal("0.01"))]

    def __str__(self) -> str:
        return f"{self.instalment}: {self.missing} missing"

from decimal import Decimal

from django.db import models
from django.db.models import F, Q
from django.utils.formats import date_format

from benefits.models.annuity import AnnuityAmount, Payment
from benefits.models.payment_run import PlannedIncrease
from benefits.models.two_people import EnteredAndApproved
from sers_portal.base.fields import MoneyField, at_least, dollars


class IncreaseDecision(EnteredAndApproved):
    """What people decided where a January run left an increase to them: entered by one person, approved by another.

    A suspended annuity, an amount that the rules do not give: law.md 8 sends its increase to a person.
    """

    planned = models.OneToOneField(PlannedIncrease, on_delete=models.RESTRICT, related_name="decision")
    from_on = models.DateField()
    monthly = MoneyField()
    reason = models.CharField(max_length=200)
    amount = models.OneToOneField(AnnuityAmount, null=True, on_delete=models.RESTRICT, related_name="decided")

    class Meta:
        ordering = ["-entered_at"]
        permissions = [("approve_increasedecision", "Can approve an increase entered by somebody else")]
        constraints = [
            models.CheckConstraint(name="decided_increase_from_a_first", condition=Q(from_on__day=1)),
            models.CheckConstraint(
                name="increase_decided_by_two_people",
                condition=Q(approved_by=None, amount=None)
                | Q(approved_by__isnull=False, amount__isnull=False) & ~Q(approved_by=F("entered_by")),
            ),
            at_least("decided_increase_is_not_negative", monthly=0),
        ]

    def __str__(self) -> str:
        return f"{dollars(self.monthly)} a month from {date_format(self.from_on)}"


class IncreaseDifference(models.Model):
    """What a month lacks that was paid before its increase was decided: written down with the approval, paid once.

    The next run plans it, as it plans months left out; it waits until a run has paid it.
    """

    decision = models.ForeignKey(IncreaseDecision, on_delete=models.RESTRICT, related_name="differences")
    # The month's payment, made at the amount of before.
    payment = models.ForeignKey(Payment, on_delete=models.RESTRICT, related_name="differences")
    amount = MoneyField()
    paid_by = models.OneToOneField(Payment, null=True, on_delete=models.RESTRICT, related_name="makes_good")

    class Meta:
        ordering = ["decision", "payment__month"]
        constraints = [
            models.UniqueConstraint(
                fields=["decision", "payment"], name="one_difference_a_month_and_increase"
            ),
            at_least("difference_is_something", amount=Decimal("0.01")),
        ]

    def __str__(self) -> str:
        return f"{dollars(self.amount)} for {date_format(self.payment.month, 'YEAR_MONTH_FORMAT')}"

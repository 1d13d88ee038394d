import uuid

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from accounts.models import Person
from benefits.models.claim import Claim
from benefits.models.member import Member
from sers_portal.base.fields import MoneyField, at_least


class LumpSum(models.Model):
    """A single amount to one payee: a refund, or a beneficiary's share of a death benefit, gross to net.

    What goes straight to another plan is `rolled_over`; tax is withheld from the taxable part of the rest.
    """

    class Kind(models.TextChoices):
        REFUND = "refund", _("refund of contributions")
        SURVIVOR_REFUND = "survivor_refund", _("refund of survivor contributions")
        ALTERNATIVE_EXCESS = "alternative_excess", _("refund of alternative contributions")
        DEATH = "death", _("lump-sum death benefit")

    class State(models.TextChoices):
        WAITING = "waiting", _("waiting for the next payment")
        PAID = "paid", _("paid")
        CANCELLED = "cancelled", _("cancelled")

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    claim = models.ForeignKey(Claim, on_delete=models.RESTRICT, related_name="lump_sums")
    member = models.ForeignKey(Member, on_delete=models.RESTRICT, related_name="lump_sums")
    # Empty for a beneficiary of whom SERS keeps no record yet: named as on the member's form.
    payee = models.ForeignKey(Person, null=True, on_delete=models.RESTRICT, related_name="lump_sums")
    payee_name = models.CharField(max_length=160)
    relationship = models.CharField(max_length=60, blank=True)
    # The share of the whole, where several are paid.
    percent = models.DecimalField(max_digits=5, decimal_places=2, default=100)
    kind = models.CharField(max_length=18, choices=Kind.choices)
    gross = MoneyField()
    taxable = MoneyField()
    rolled_over = MoneyField(default=0)
    rollover_to = models.CharField(max_length=200, blank=True)
    federal_tax = MoneyField(default=0)
    net = MoneyField()
    state = models.CharField(max_length=9, choices=State.choices, default=State.WAITING)
    paid_on = models.DateField(null=True)
    recorded_at = models.DateTimeField(db_default=Now(), editable=False)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                name="lump_sum_net_is_gross_less_the_rest",
                condition=Q(net=F("gross") - F("rolled_over") - F("federal_tax")),
            ),
            at_least("lump_sum_is_not_negative", gross=0, taxable=0, rolled_over=0, federal_tax=0, net=0),
            models.CheckConstraint(
                name="taxable_part_within_the_lump_sum",
                condition=Q(taxable__lte=F("gross"), rolled_over__lte=F("gross")),
            ),
            models.CheckConstraint(
                name="rollover_says_where_to", condition=Q(rolled_over=0) | ~Q(rollover_to="")
            ),
            models.CheckConstraint(
                name="paid_lump_sum_has_its_day",
                condition=Q(state="paid", paid_on__isnull=False) | (~Q(state="paid") & Q(paid_on=None)),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} to {self.payee_name}"

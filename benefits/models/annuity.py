import uuid

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from accounts.models import Person
from benefits.models.member import Member
from benefits.models.vocabulary import Coverage, Formula
from sers_portal.base.fields import MoneyField, at_least, dollars


class Annuity(models.Model):
    """A monthly benefit in payment: whose service earned it, who is paid, and the figures it was granted on."""

    class Kind(models.TextChoices):
        RETIREMENT = "retirement", _("retirement annuity")
        SURVIVOR = "survivor", _("survivor annuity")
        OCCUPATIONAL_DEATH = "occupational_death", _("occupational death annuity")

    class State(models.TextChoices):
        IN_PAYMENT = "in_payment", _("in payment")
        SUSPENDED = "suspended", _("suspended")
        ENDED = "ended", _("ended")

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    member = models.ForeignKey(Member, on_delete=models.RESTRICT, related_name="annuities")
    payee = models.ForeignKey(Person, on_delete=models.RESTRICT, related_name="annuities")
    kind = models.CharField(max_length=18, choices=Kind.choices)
    state = models.CharField(max_length=10, choices=State.choices, default=State.IN_PAYMENT)
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)
    formula = models.CharField(max_length=11, choices=Formula.choices)
    coverage = models.CharField(max_length=10, choices=Coverage.choices)
    service_months = models.DecimalField(max_digits=6, decimal_places=2)
    final_average_compensation = MoneyField()
    # The amount granted at the start; increases of Tier 2 are figured on it for ever.
    original_monthly = MoneyField()
    reduction_percent = models.DecimalField(max_digits=5, decimal_places=2, default=0)
    offset_removal = models.BooleanField(default=False)
    status_at_death = models.CharField(
        max_length=8,
        blank=True,
        choices=[("retired", "retired"), ("active", "active"), ("inactive", "inactive")],
    )
    # Contributions and interest on the account when the annuity began (for the death benefit after retirement).
    contributions_at_start = MoneyField(default=0)
    recorded_at = models.DateTimeField(db_default=Now(), editable=False)

    class Meta:
        ordering = ["starts_on"]
        verbose_name_plural = "annuities"
        constraints = [
            models.UniqueConstraint(
                fields=["member"],
                condition=Q(kind="retirement") & ~Q(state="ended"),
                name="one_open_retirement_annuity_a_member",
            ),
            # Two applications for one death: the same survivor is not paid twice.
            models.UniqueConstraint(
                fields=["member", "payee", "kind"],
                condition=~Q(state="ended"),
                name="one_open_benefit_of_a_kind_a_payee",
            ),
            models.CheckConstraint(name="annuity_starts_on_a_first", condition=Q(starts_on__day=1)),
            models.CheckConstraint(
                name="ended_annuity_has_its_end",
                condition=Q(state="ended", ends_on__isnull=False) | (~Q(state="ended") & Q(ends_on=None)),
            ),
            models.CheckConstraint(
                name="survivors_know_the_status_at_death",
                condition=Q(kind="retirement", status_at_death="")
                | (~Q(kind="retirement") & ~Q(status_at_death="")),
            ),
            at_least("annuity_is_not_negative", original_monthly=0, service_months=0),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} of {self.payee}"


class AnnuityAmount(models.Model):
    """What an annuity pays a month from a day on: the grant, each January's increase, an offset. Append-only."""

    class Reason(models.TextChoices):
        GRANT = "grant", _("granted")
        INCREASE = "increase", _("automatic annual increase")
        OFFSET = "offset", _("Social Security offset")

    annuity = models.ForeignKey(Annuity, on_delete=models.RESTRICT, related_name="amounts")
    from_on = models.DateField()
    monthly = MoneyField()
    reason = models.CharField(max_length=8, choices=Reason.choices)
    recorded_at = models.DateTimeField(db_default=Now(), editable=False)

    class Meta:
        ordering = ["from_on"]
        constraints = [
            models.UniqueConstraint(fields=["annuity", "from_on"], name="one_amount_a_day"),
            models.CheckConstraint(name="amount_from_a_first", condition=Q(from_on__day=1)),
            at_least("amount_is_not_negative", monthly=0),
        ]

    def __str__(self) -> str:
        return f"{dollars(self.monthly)} from {date_format(self.from_on)}"


# The deductions a payment may carry, each a column, so that the database itself proves gross to net.
DEDUCTIONS = {
    "federal_tax": gettext_noop("federal income tax"),
    "health_insurance": gettext_noop("health insurance"),
    "dental_insurance": gettext_noop("dental insurance"),
    "vision_insurance": gettext_noop("vision insurance"),
    "life_insurance": gettext_noop("life insurance"),
    "other_deduction": gettext_noop("other deduction"),
}


class Payments(models.QuerySet["Payment"]):
    """Payments, and which of them count."""

    def standing(self) -> "Payments":
        """Without those that came back, with two people's word, and have not been paid again: nobody has that money."""
        return self.exclude(returns__state="approved")


class Payment(models.Model):
    """A month's payment of an annuity, gross to net with each deduction, as it was paid."""

    class Method(models.TextChoices):
        DIRECT_DEPOSIT = "direct_deposit", _("direct deposit")
        CHECK = "check", _("mailed check")

    annuity = models.ForeignKey(Annuity, on_delete=models.RESTRICT, related_name="payments")
    month = models.DateField()
    paid_on = models.DateField()
    gross = MoneyField()
    federal_tax = MoneyField(default=0)
    health_insurance = MoneyField(default=0)
    dental_insurance = MoneyField(default=0)
    vision_insurance = MoneyField(default=0)
    life_insurance = MoneyField(default=0)
    other_deduction = MoneyField(default=0)
    other_deduction_reason = models.CharField(max_length=60, blank=True)
    net = MoneyField()
    method = models.CharField(max_length=14, choices=Method.choices)
    # What a month lacked that was paid before its increase was decided: it stands beside the month's own payment.
    is_difference = models.BooleanField(default=False, db_default=False)

    objects = Payments.as_manager()

    class Meta:
        ordering = ["-month"]
        constraints = [
            models.UniqueConstraint(
                fields=["annuity", "month"], condition=Q(is_difference=False), name="one_payment_a_month"
            ),
            models.CheckConstraint(name="payment_month_is_its_first_day", condition=Q(month__day=1)),
            models.CheckConstraint(
                name="net_is_gross_less_deductions",
                condition=Q(
                    net=F("gross")
                    - F("federal_tax")
                    - F("health_insurance")
                    - F("dental_insurance")
                    - F("vision_insurance")
                    - F("life_insurance")
                    - F("other_deduction")
                ),
            ),
            at_least("payment_is_not_negative", net=0, **dict.fromkeys(DEDUCTIONS, 0)),
            models.CheckConstraint(
                name="other_deduction_has_its_reason",
                condition=Q(other_deduction=0) | ~Q(other_deduction_reason=""),
            ),
        ]

    def __str__(self) -> str:
        return f"{date_format(self.month, 'YEAR_MONTH_FORMAT')}: {dollars(self.net)}"

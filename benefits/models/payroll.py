import uuid

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now

from benefits.models.member import Employer, Member
from benefits.models.vocabulary import Coverage, Formula, PayBasis
from notices.models import Document
from sers_portal.base.fields import MoneyField, at_least
from sers_portal.base.spoken_times import say_day


class PayrollFile(models.Model):
    """A payroll file as it came: kept whole, known by its hash, imported at most once."""

    class State(models.TextChoices):
        RECEIVED = "received", "received, not yet imported"
        IMPORTED = "imported", "imported"
        REFUSED = "refused", "refused whole"

    name = models.CharField(max_length=200)
    sha256 = models.CharField(max_length=64, unique=True)
    document = models.OneToOneField(Document, on_delete=models.RESTRICT, related_name="+")
    state = models.CharField(max_length=8, choices=State.choices, default=State.RECEIVED)
    refusal = models.TextField(blank=True)
    rows = models.PositiveIntegerField(default=0)
    accepted = models.PositiveIntegerField(default=0)
    rejected = models.PositiveIntegerField(default=0)
    awaiting_law = models.PositiveIntegerField(default=0)
    earnings = MoneyField(max_digits=16, default=0)
    contributions = MoneyField(max_digits=16, default=0)
    received_by = models.UUIDField(null=True)
    received_by_name = models.CharField(max_length=200)
    received_at = models.DateTimeField(db_default=Now(), editable=False)
    imported_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-received_at"]
        constraints = [
            models.CheckConstraint(
                name="imported_file_accounts_for_every_row",
                condition=~Q(state="imported") | Q(rows=F("accepted") + F("rejected") + F("awaiting_law")),
            ),
        ]

    def __str__(self) -> str:
        return self.name


class PayRecord(models.Model):
    """One month's pay at one employer, with the contributions made from it. Append-only.

    A correction is a new record that names the one it replaces; the database refuses UPDATE and DELETE.
    Its `id` is the number that the payroll file's `corrects` column means.
    """

    member = models.ForeignKey(Member, on_delete=models.RESTRICT, related_name="pay_records")
    employer = models.ForeignKey(Employer, on_delete=models.RESTRICT, related_name="+")
    month = models.DateField()
    paid_on = models.DateField()
    pay_basis = models.CharField(max_length=8, choices=PayBasis.choices)
    # Calendar days, work days or hours, by the pay basis.
    units = models.DecimalField(max_digits=6, decimal_places=2)
    earnings = MoneyField()
    formula = models.CharField(max_length=11, choices=Formula.choices)
    coverage = models.CharField(max_length=10, choices=Coverage.choices)
    pensionable = MoneyField()
    retirement_contribution = MoneyField()
    survivor_contribution = MoneyField()
    contribution = models.GeneratedField(
        expression=F("retirement_contribution") + F("survivor_contribution"),
        output_field=MoneyField(),
        db_persist=True,
    )
    picked_up = MoneyField(default=0)
    corrects = models.OneToOneField(
        "self", null=True, blank=True, on_delete=models.RESTRICT, related_name="corrected_by"
    )
    payroll_file = models.ForeignKey(
        PayrollFile, on_delete=models.RESTRICT, related_name="pay_records", null=True
    )
    recorded_at = models.DateTimeField(db_default=Now(), editable=False)

    class Meta:
        ordering = ["-month", "employer_id"]
        constraints = [
            models.UniqueConstraint(
                fields=["member", "employer", "month"],
                condition=Q(corrects=None),
                name="one_original_record_a_month_and_employer",
            ),
            models.CheckConstraint(name="month_is_its_first_day", condition=Q(month__day=1)),
            at_least("pay_is_not_negative", earnings=0, units=0, pensionable=0, picked_up=0),
            at_least("contributions_are_not_negative", retirement_contribution=0, survivor_contribution=0),
            models.CheckConstraint(
                name="pensionable_within_earnings", condition=Q(pensionable__lte=F("earnings"))
            ),
            models.CheckConstraint(
                name="picked_up_within_contribution",
                condition=Q(picked_up__lte=F("retirement_contribution") + F("survivor_contribution")),
            ),
            models.CheckConstraint(name="pay_basis_is_known", condition=Q(pay_basis__in=PayBasis.values)),
        ]

    def __str__(self) -> str:
        return f"record {self.pk}: {self.month:%Y-%m} {self.earnings}"


class HeldRow(models.Model):
    """A row of a payroll file that did not become a pay record: rejected with its reason, or awaiting law.

    Nothing of a file is lost: the row is kept as it came, exportable and importable again. A reject is settled when
    its pay has come with a later file, or when somebody says why nothing is left to do.
    """

    class State(models.TextChoices):
        REJECTED = "rejected", "rejected"
        AWAITING_LAW = "awaiting_law", "awaiting law"
        TAKEN_UP = "taken_up", "taken up later"
        SETTLED = "settled", "settled"

    OPEN_STATES = (State.REJECTED, State.AWAITING_LAW)

    payroll_file = models.ForeignKey(PayrollFile, on_delete=models.RESTRICT, related_name="held_rows")
    # The line in the file, the header being line 1.
    line = models.PositiveIntegerField()
    text = models.TextField()
    state = models.CharField(max_length=12, choices=State.choices)
    reason = models.CharField(max_length=60)
    # What the reason's sentence needs: the expected amount, the other record's number.
    detail = models.JSONField(default=dict)
    taken_up_at = models.DateTimeField(null=True)
    # With a database default: rows come in by COPY, which names only what a new row has.
    settled_because = models.CharField(max_length=200, blank=True, db_default="")
    settled_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["payroll_file", "line"]
        constraints = [
            models.UniqueConstraint(fields=["payroll_file", "line"], name="one_held_row_a_line"),
            models.CheckConstraint(
                name="taken_up_row_has_its_time",
                condition=Q(state="taken_up", taken_up_at__isnull=False)
                | (~Q(state="taken_up") & Q(taken_up_at=None)),
            ),
            models.CheckConstraint(
                name="settled_row_has_its_reason_and_time",
                condition=(Q(state="settled", settled_at__isnull=False) & ~Q(settled_because=""))
                | (~Q(state="settled") & Q(settled_at=None, settled_because="")),
            ),
        ]

    def __str__(self) -> str:
        return f"line {self.line}: {self.reason}"


class CapEffect(models.Model):
    """A record that a later-arriving row moved against the Tier 2 cap: what was recorded, and what it should be."""

    payroll_file = models.ForeignKey(PayrollFile, on_delete=models.RESTRICT, related_name="cap_effects")
    pay_record = models.ForeignKey(PayRecord, on_delete=models.RESTRICT, related_name="+")
    pensionable_recorded = MoneyField()
    pensionable_now = MoneyField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["payroll_file", "pay_record"], name="one_effect_a_file_and_record"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.pay_record}: {self.pensionable_recorded} → {self.pensionable_now}"


class AccountEntry(models.Model):
    """Contributions that did not come by payroll: balances from before, purchases, refunds, repayments.

    Amounts are signed: a refund takes away. Append-only.
    """

    class Kind(models.TextChoices):
        OPENING_BALANCE = "opening_balance", "balance carried over"
        PURCHASE = "purchase", "service purchased"
        REFUND = "refund", "refund"
        REPAYMENT = "repayment", "refund repaid"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    member = models.ForeignKey(Member, on_delete=models.RESTRICT, related_name="account_entries")
    kind = models.CharField(max_length=16, choices=Kind.choices)
    on = models.DateField()
    retirement = MoneyField(default=0)
    survivor = MoneyField(default=0)
    # Interest credited before the balance was carried over.
    interest = MoneyField(default=0)
    note = models.CharField(max_length=200, blank=True)
    recorded_at = models.DateTimeField(db_default=Now(), editable=False)

    class Meta:
        ordering = ["on"]
        verbose_name_plural = "account entries"
        constraints = [
            models.UniqueConstraint(
                fields=["member"], condition=Q(kind="opening_balance"), name="one_opening_balance_a_member"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} on {say_day(self.on)}"


class ServiceGrant(models.Model):
    """Service credit that did not come by payroll: from before these records, purchased, military, reciprocal."""

    class Kind(models.TextChoices):
        PRIOR = "prior", "service before these records"
        PURCHASED = "purchased", "service purchased"
        MILITARY = "military", "military service"
        RECIPROCAL = "reciprocal", "service in a reciprocal system"

    member = models.ForeignKey(Member, on_delete=models.RESTRICT, related_name="service_grants")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    # Months of credit, in quarters.
    months = models.DecimalField(max_digits=6, decimal_places=2)
    formula = models.CharField(max_length=11, choices=Formula.choices, default=Formula.REGULAR)
    from_month = models.DateField(null=True, blank=True)
    note = models.CharField(max_length=200, blank=True)
    granted_on = models.DateField()

    class Meta:
        ordering = ["granted_on"]
        constraints = [at_least("granted_service_is_not_negative", months=0)]

    def __str__(self) -> str:
        return f"{self.months} months, {self.get_kind_display()}"

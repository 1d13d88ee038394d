"""A month's payments as planned, approved by a second person, and booked; increases, deductions and returns beside them."""

import uuid
from decimal import Decimal

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from accounts.models import Person
from benefits.models.annuity import DEDUCTIONS, Annuity, AnnuityAmount, Payment
from benefits.models.bank import BankAccount
from benefits.models.lump_sum import LumpSum
from benefits.models.two_people import EnteredAndApproved, by_two_people
from sers_portal.base.fields import MoneyField, at_least, dollars


class PaymentRun(models.Model):
    """The payments of one month: planned by one person, approved by another, booked on their day."""

    class State(models.TextChoices):
        PLANNED = "planned", _("planned")
        APPROVED = "approved", _("approved")
        BOOKED = "booked", _("booked")
        DISCARDED = "discarded", _("discarded")

    month = models.DateField()
    paid_on = models.DateField()
    state = models.CharField(max_length=9, choices=State.choices, default=State.PLANNED)
    # True while it is planned or approved, else empty: two open runs would plan the same money twice.
    is_open = models.BooleanField(null=True, default=True, unique=True, editable=False)
    # The year whose withholding tables are used: the year of payment, or by decision the last one held.
    tax_year = models.PositiveSmallIntegerField()
    law_edition = models.CharField(max_length=64)
    planned_by = models.UUIDField()
    planned_by_name = models.CharField(max_length=200)
    planned_at = models.DateTimeField(db_default=Now())
    approved_by = models.UUIDField(null=True)
    approved_by_name = models.CharField(max_length=200, blank=True)
    approved_at = models.DateTimeField(null=True)
    booked_at = models.DateTimeField(null=True)
    # SHA-256 of the payment file as first written: a later copy must be the same.
    file_hash = models.CharField(max_length=64, blank=True)

    class Meta:
        ordering = ["-month"]
        permissions = [
            ("approve_paymentrun", "Can approve a payment run planned by somebody else"),
            ("download_paymentrun", "Can take the payment file, with account numbers, to the Comptroller"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["month"], condition=~Q(state="discarded"), name="one_payment_run_a_month"
            ),
            models.CheckConstraint(name="payment_run_of_a_first", condition=Q(month__day=1)),
            by_two_people("payment_run_approved_by_a_second_person", first="planned_by"),
            models.CheckConstraint(
                name="payment_run_beyond_planning_is_approved",
                condition=Q(
                    state__in=["approved", "booked"], approved_by__isnull=False, approved_at__isnull=False
                )
                | Q(state__in=["planned", "discarded"], approved_by=None, approved_at=None),
            ),
            models.CheckConstraint(
                name="open_payment_run_is_marked",
                condition=Q(state__in=["planned", "approved"], is_open=True)
                | Q(state__in=["booked", "discarded"], is_open=None),
            ),
        ]

    def __str__(self) -> str:
        return f"payments of {date_format(self.month, 'YEAR_MONTH_FORMAT')}"


class PaymentReturn(EnteredAndApproved):
    """A payment that came back, or should not have gone out: entered by one person, approved by another.

    It is either paid again with the next run, or stays with SERS.
    """

    class State(models.TextChoices):
        WAITING = "waiting", _("waits for a second person")
        APPROVED = "approved", _("approved")
        REISSUED = "reissued", _("paid again")
        WITHDRAWN = "withdrawn", _("withdrawn")

    class Remedy(models.TextChoices):
        REISSUE = "reissue", _("pay it again with the next run")
        KEEP = "keep", _("do not pay it again")

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    payment = models.ForeignKey(Payment, on_delete=models.RESTRICT, related_name="returns")
    # When and how it had gone out: as first paid, or as the last reissue that comes back as well.
    sent_on = models.DateField()
    sent_by_method = models.CharField(max_length=14, choices=Payment.Method.choices)
    returned_on = models.DateField()
    reason = models.CharField(max_length=200)
    remedy = models.CharField(max_length=7, choices=Remedy.choices)
    state = models.CharField(max_length=9, choices=State.choices, default=State.WAITING)
    approved_at = models.DateTimeField(null=True)
    reissued_on = models.DateField(null=True)
    reissued_by_method = models.CharField(max_length=14, choices=Payment.Method.choices, blank=True)

    class Meta:
        ordering = ["-entered_at"]
        permissions = [
            ("approve_paymentreturn", "Can approve the return of a payment entered by somebody else")
        ]
        constraints = [
            # A reissue that comes back as well gets a new row: one at a time.
            models.UniqueConstraint(
                fields=["payment"],
                condition=Q(state__in=["waiting", "approved"]),
                name="one_open_return_a_payment",
            ),
            models.UniqueConstraint(
                fields=["payment"],
                condition=Q(remedy="keep") & ~Q(state="withdrawn"),
                name="one_payment_is_kept_once",
            ),
            by_two_people("return_approved_by_a_second_person"),
            models.CheckConstraint(
                name="return_beyond_waiting_is_approved",
                condition=Q(state__in=["approved", "reissued"], approved_by__isnull=False)
                | Q(state__in=["waiting", "withdrawn"], approved_by=None),
            ),
            models.CheckConstraint(
                name="reissue_has_its_day",
                condition=Q(state="reissued", remedy="reissue", reissued_on__isnull=False)
                | (~Q(state="reissued") & Q(reissued_on=None)),
            ),
        ]

    def __str__(self) -> str:
        return f"return of the payment of {self.payment}"

    def may_go_to(self, account: BankAccount) -> bool:
        """Whether the account is newer than what came back: to the same one it would go in vain once more."""
        return account.from_on > self.sent_on


class PaymentDeduction(EnteredAndApproved):
    """A sum taken from each month's payment, such as a repayment: entered by one person, approved by another.

    One with a `total` pays off a debt: no payment falls below zero for it, and the database lets it take no more.
    Where it is withdrawn or ended, the debt is still owed: whoever keeps it goes on from there.
    """

    annuity = models.ForeignKey(Annuity, on_delete=models.RESTRICT, related_name="deductions")
    monthly = MoneyField()
    total = MoneyField(null=True, blank=True)
    # What booked payments have given so far (`DeductionTaken`).
    taken = MoneyField(default=0)
    reason = models.CharField(max_length=60)
    from_month = models.DateField()
    # The first day of the last month; empty while it goes on.
    until_month = models.DateField(null=True, blank=True)
    # Taken from no payment any more: withdrawn before its approval by one person, ended after it by two.
    end_proposed_by = models.UUIDField(null=True)
    end_proposed_by_name = models.CharField(max_length=200, blank=True, db_default="")
    closed_by = models.UUIDField(null=True)
    closed_by_name = models.CharField(max_length=200, blank=True, db_default="")
    closed_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["from_month"]
        permissions = [("approve_paymentdeduction", "Can approve a deduction entered by somebody else")]
        constraints = [
            models.CheckConstraint(name="deduction_takes_something", condition=Q(monthly__gt=0)),
            models.CheckConstraint(
                name="deduction_takes_no_more_than_its_total",
                condition=Q(taken__gte=0) & (Q(total=None) | Q(taken__lte=F("total"))),
            ),
            models.CheckConstraint(
                name="deduction_of_whole_months",
                condition=Q(from_month__day=1)
                & (Q(until_month=None) | Q(until_month__day=1, until_month__gte=F("from_month"))),
            ),
            by_two_people("deduction_approved_by_a_second_person"),
            models.CheckConstraint(
                name="deduction_in_force_is_ended_by_two_people",
                condition=Q(closed_at=None, closed_by=None)
                | Q(closed_at__isnull=False, closed_by__isnull=False, approved_by=None)
                | Q(closed_at__isnull=False, closed_by__isnull=False, end_proposed_by__isnull=False)
                & ~Q(closed_by=F("end_proposed_by")),
            ),
        ]

    def __str__(self) -> str:
        return f"{dollars(self.monthly)} a month: {self.reason}"


class DeductionTaken(models.Model):
    """What one booked payment gave for a deduction: once for each payment. Append-only."""

    deduction = models.ForeignKey(PaymentDeduction, on_delete=models.RESTRICT, related_name="parts_taken")
    payment = models.ForeignKey(Payment, on_delete=models.RESTRICT, related_name="deductions_taken")
    amount = MoneyField()

    class Meta:
        ordering = ["id"]
        verbose_name_plural = "deductions taken"
        constraints = [
            models.UniqueConstraint(
                fields=["deduction", "payment"], name="a_deduction_takes_once_of_a_payment"
            ),
            at_least("deduction_took_something", amount=Decimal("0.01")),
        ]

    def __str__(self) -> str:
        return f"{dollars(self.amount)} of the payment of {self.payment}"


class PlannedPayment(models.Model):
    """One payment of a run: a month of an annuity, the rest of one that an increase raised later, a lump sum, or a
    returned payment paid again.

    What is `left_out_because` of something is not paid by the run, and comes again with the next.
    """

    class Trouble(models.TextChoices):
        """What somebody should look at."""

        NO_BANK_ACCOUNT = "no_bank_account", _("No bank account: a check is mailed")
        CAME_BACK = "came_back", _("A deposit to the bank account came back: a check is mailed")
        FIRST_PAYMENT = "first_payment", _("First payment: a check is mailed")
        NO_ADDRESS = "no_address", _("No address to mail a check to")
        DECEASED = "deceased", _("The payee has died")
        DEATH_REPORTED = "death_reported", _("A death was reported: payments are held")
        DORMANT = "dormant", _("Letters come back, and nobody signed in for a year")
        NO_LAW = "no_law", _("The law has no figure for the withholding")
        NEGATIVE = "negative", _("Deductions are higher than the payment")
        CHANGED = "changed", _("The amount changed by more than a tenth")
        BACK_PAY = "back_pay", _("A month that was not paid before")
        PRORATED = "prorated", _("Part of the month is suspended")
        SHORT = "short", _("Less is taken for a debt than agreed: the payment has no more")
        DIFFERENCE = "difference", _("The rest of a month paid before its increase was decided")
        NO_RECORD = "no_record", _("The payee has no record: name and address are on the claim")

    run = models.ForeignKey(PaymentRun, on_delete=models.RESTRICT, related_name="rows")
    annuity = models.ForeignKey(Annuity, null=True, on_delete=models.RESTRICT, related_name="+")
    month = models.DateField(null=True)
    lump_sum = models.ForeignKey(LumpSum, null=True, on_delete=models.RESTRICT, related_name="+")
    returned = models.ForeignKey(PaymentReturn, null=True, on_delete=models.RESTRICT, related_name="+")
    difference = models.ForeignKey(
        "benefits.IncreaseDifference", null=True, on_delete=models.RESTRICT, related_name="planned"
    )
    payee = models.ForeignKey(Person, null=True, on_delete=models.RESTRICT, related_name="+")
    payee_name = models.CharField(max_length=180)
    # The amount of a whole month, of which `gross` is the part that is payable.
    monthly = MoneyField()
    gross = MoneyField()
    federal_tax = MoneyField(default=0)
    health_insurance = MoneyField(default=0)
    dental_insurance = MoneyField(default=0)
    vision_insurance = MoneyField(default=0)
    life_insurance = MoneyField(default=0)
    other_deduction = MoneyField(default=0)
    other_deduction_reason = models.CharField(max_length=60, blank=True)
    # What `other_deduction` is made of: dollars by the number of the `PaymentDeduction`.
    withheld = models.JSONField(default=dict)
    rolled_over = MoneyField(default=0)
    net = MoneyField()
    method = models.CharField(max_length=14, choices=Payment.Method.choices)
    bank_account = models.ForeignKey(BankAccount, null=True, on_delete=models.RESTRICT, related_name="+")
    exceptions = ArrayField(models.CharField(max_length=15, choices=Trouble.choices), default=list)
    left_out_because = models.CharField(max_length=300, blank=True)
    # Who last left it out or took it in by hand: they do not approve the run.
    decided_by = models.UUIDField(null=True)
    payment = models.OneToOneField(Payment, null=True, on_delete=models.RESTRICT, related_name="planned")
    booked_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["payee_name", "month"]
        indexes = [models.Index(fields=["run", "booked_at"])]
        constraints = [
            models.CheckConstraint(
                name="planned_payment_has_one_subject",
                condition=Q(
                    annuity__isnull=False, month__isnull=False, lump_sum=None, returned=None, difference=None
                )
                | Q(annuity=None, month=None, lump_sum__isnull=False, returned=None, difference=None)
                | Q(annuity=None, month=None, lump_sum=None, returned__isnull=False, difference=None)
                | Q(
                    annuity=None, month__isnull=False, lump_sum=None, returned=None, difference__isnull=False
                ),
            ),
            models.UniqueConstraint(fields=["run", "annuity", "month"], name="one_planned_payment_a_month"),
            models.UniqueConstraint(fields=["run", "lump_sum"], name="one_planned_payment_a_lump_sum"),
            models.UniqueConstraint(fields=["run", "returned"], name="one_planned_payment_a_return"),
            models.UniqueConstraint(fields=["run", "difference"], name="one_planned_payment_a_difference"),
            models.CheckConstraint(
                name="planned_net_is_gross_less_deductions",
                condition=Q(
                    net=F("gross")
                    - F("federal_tax")
                    - F("health_insurance")
                    - F("dental_insurance")
                    - F("vision_insurance")
                    - F("life_insurance")
                    - F("other_deduction")
                    - F("rolled_over")
                ),
            ),
            at_least(
                "planned_payment_is_not_negative", gross=0, rolled_over=0, **dict.fromkeys(DEDUCTIONS, 0)
            ),
            models.CheckConstraint(
                name="negative_payment_is_left_out", condition=Q(net__gte=0) | ~Q(left_out_because="")
            ),
            models.CheckConstraint(
                name="left_out_payment_is_not_booked", condition=Q(left_out_because="") | Q(booked_at=None)
            ),
            models.CheckConstraint(
                name="deposit_has_its_account",
                condition=Q(method="check", bank_account=None)
                | Q(method="direct_deposit", bank_account__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.payee_name}: {dollars(self.net)}"

    @property
    def exceptions_in_words(self) -> list[str]:
        """What somebody should look at, as staff read it."""
        return [str(self.Trouble(name).label) for name in self.exceptions]


class PlannedIncrease(models.Model):
    """What an annuity gets from a January 1 and why, as a January run planned it; or why it gets nothing."""

    run = models.ForeignKey(PaymentRun, on_delete=models.RESTRICT, related_name="increases")
    annuity = models.ForeignKey(Annuity, on_delete=models.RESTRICT, related_name="+")
    from_on = models.DateField()
    before = MoneyField()
    monthly = MoneyField()
    worksheet = models.JSONField(default=list)
    # Why the rules gave none, where they should have.
    refusal = models.CharField(max_length=300, blank=True)
    amount = models.OneToOneField(AnnuityAmount, null=True, on_delete=models.RESTRICT, related_name="planned")

    class Meta:
        ordering = ["annuity"]
        constraints = [
            models.UniqueConstraint(fields=["run", "annuity"], name="one_planned_increase_an_annuity"),
            models.CheckConstraint(
                name="increase_does_not_lower",
                condition=Q(monthly__gte=F("before")) & (Q(refusal="") | Q(monthly=F("before"), amount=None)),
            ),
        ]

    def __str__(self) -> str:
        return f"{dollars(self.before)} → {dollars(self.monthly)} from {date_format(self.from_on)}"

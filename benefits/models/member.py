from datetime import date

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Func, Q, Value
from django.db.models.functions import Now

from accounts.models import Person
from benefits.models.vocabulary import Coverage, Formula, PayBasis, Tier
from sers_portal.base.fields import MoneyField
from sers_portal.base.spoken_times import say_day

# Whoever first joined SERS or a reciprocal system after this day is Tier 2 (40 ILCS 5/1-160).
LAST_DAY_OF_TIER_1 = date(2010, 12, 31)


class Member(models.Model):
    """A person's membership in the plan: the tier it began in, and how their work is pensioned today."""

    person = models.OneToOneField(Person, on_delete=models.RESTRICT, related_name="member")
    tier = models.PositiveSmallIntegerField(choices=Tier.choices)
    formula = models.CharField(max_length=11, choices=Formula.choices)
    coverage = models.CharField(max_length=10, choices=Coverage.choices)
    # First membership in SERS or any reciprocal system: it alone decides the tier.
    first_membership_on = models.DateField()
    # One of the police groups whose alternative formula opens at 55 in Tier 2.
    is_police = models.BooleanField(default=False)
    recorded_at = models.DateTimeField(db_default=Now(), editable=False)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="tier_follows_first_membership",
                condition=Q(tier=1, first_membership_on__lte=LAST_DAY_OF_TIER_1)
                | Q(tier=2, first_membership_on__gt=LAST_DAY_OF_TIER_1),
            ),
            models.CheckConstraint(name="formula_is_known", condition=Q(formula__in=Formula.values)),
            models.CheckConstraint(name="coverage_is_known", condition=Q(coverage__in=Coverage.values)),
        ]

    def __str__(self) -> str:
        return f"{self.person} ({self.person.member_id})"


class Employer(models.Model):
    """A State agency, as payroll files name it."""

    code = models.CharField(max_length=20, unique=True)
    name = models.CharField(max_length=120)

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class Int8Range(Func):
    """A range of one number: lets an exclusion constraint compare ids without the btree_gist extension."""

    function = "int8range"
    output_field = models.TextField()


class DateRange(Func):
    function = "daterange"
    output_field = models.TextField()


def only_this(column: str) -> Int8Range:
    """The range that holds just this column's number."""
    return Int8Range(F(column), F(column), Value("[]"))


def from_until(from_column: str, until_column: str) -> DateRange:
    """The days from the first through the last, open while the last is unknown."""
    return DateRange(F(from_column), F(until_column), Value("[]"))


class Employment(models.Model):
    """A spell of work for one employer. Being hired makes one a member (seed 002)."""

    member = models.ForeignKey(Member, on_delete=models.RESTRICT, related_name="employments")
    employer = models.ForeignKey(Employer, on_delete=models.RESTRICT, related_name="+")
    position = models.CharField(max_length=120, blank=True)
    formula = models.CharField(max_length=11, choices=Formula.choices)
    coverage = models.CharField(max_length=10, choices=Coverage.choices)
    pay_basis = models.CharField(max_length=8, choices=PayBasis.choices, default=PayBasis.MONTHLY)
    is_full_time = models.BooleanField(default=True)
    # A retiree back for 75 working days or fewer a year: no contributions, no service.
    is_temporary_retiree = models.BooleanField(default=False)
    # The rate of pay on record, in dollars a month; hourly and daily rates are entered as the law converts them.
    monthly_rate = MoneyField(null=True, blank=True)
    hired_on = models.DateField()
    left_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["-hired_on"]
        constraints = [
            models.CheckConstraint(
                name="left_after_hired", condition=Q(left_on=None) | Q(left_on__gte=F("hired_on"))
            ),
            ExclusionConstraint(
                name="no_overlapping_employment_with_an_employer",
                expressions=[
                    (only_this("member_id"), RangeOperators.OVERLAPS),
                    (only_this("employer_id"), RangeOperators.OVERLAPS),
                    (from_until("hired_on", "left_on"), RangeOperators.OVERLAPS),
                ],
            ),
        ]

    def __str__(self) -> str:
        return f"{self.member} at {self.employer} from {say_day(self.hired_on)}"

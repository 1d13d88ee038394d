from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from benefits.models import Employer, Member
from notices.models import Document
from reemployment.models.notice import ReturnNotice
from sers_portal.base.spoken_times import say_day


class DayFile(models.Model):
    """A file of days as an employer sent it: kept whole, known by its hash, imported once by the workers."""

    class State(models.TextChoices):
        RECEIVED = "received", _("received")
        IMPORTED = "imported", _("imported")

    name = models.CharField(max_length=200)
    sha256 = models.CharField(max_length=64, unique=True)
    document = models.OneToOneField(Document, on_delete=models.RESTRICT, related_name="+")
    state = models.CharField(max_length=8, choices=State.choices, default=State.RECEIVED)
    rows = models.PositiveIntegerField()
    accepted = models.PositiveIntegerField(default=0)
    rejected = models.PositiveIntegerField(default=0)
    received_by = models.UUIDField(null=True)
    received_by_name = models.CharField(max_length=200)
    received_at = models.DateTimeField(db_default=Now(), editable=False)

    class Meta:
        ordering = ["-received_at"]
        constraints = [
            models.CheckConstraint(
                name="day_file_accounts_for_every_row",
                condition=Q(state="received", accepted=0, rejected=0)
                | Q(state="imported", rows=F("accepted") + F("rejected")),
            ),
        ]

    def __str__(self) -> str:
        return self.name


class RejectedDayRow(models.Model):
    """A row of a file that did not become a day: kept as it came, with the reason."""

    file = models.ForeignKey(DayFile, on_delete=models.RESTRICT, related_name="rejected_rows")
    # The line in the file, the header being line 1.
    line = models.PositiveIntegerField()
    text = models.TextField()
    reason = models.CharField(max_length=60)

    class Meta:
        ordering = ["file", "line"]
        constraints = [models.UniqueConstraint(fields=["file", "line"], name="one_rejected_row_a_line")]

    def __str__(self) -> str:
        return f"line {self.line}: {self.reason}"


class WorkedDay(models.Model):
    """A day as the retiree or an employer tells it. Append-only: a correction is a new row that names the old one.

    In force is the row that no other corrects; `is_worked` says whether it holds the day worked or not. The database
    admits one original a day, side and job, and one correction of each row: no day is told twice.
    """

    class Source(models.TextChoices):
        RETIREE = "retiree", _("reported by the retiree")
        EMPLOYER = "employer", _("reported by the employer")

    member = models.ForeignKey(Member, on_delete=models.RESTRICT, related_name="worked_days")
    employer = models.ForeignKey(Employer, on_delete=models.RESTRICT, related_name="+")
    source = models.CharField(max_length=8, choices=Source.choices)
    on = models.DateField()
    is_worked = models.BooleanField(default=True)
    corrects = models.OneToOneField(
        "self", null=True, blank=True, on_delete=models.RESTRICT, related_name="corrected_by"
    )
    notice = models.ForeignKey(ReturnNotice, null=True, on_delete=models.RESTRICT, related_name="days")
    file = models.ForeignKey(DayFile, null=True, on_delete=models.RESTRICT, related_name="days")
    recorded_at = models.DateTimeField(db_default=Now(), editable=False)
    recorded_by = models.UUIDField(null=True)
    recorded_by_name = models.CharField(max_length=200)

    class Meta:
        ordering = ["on", "id"]
        indexes = [models.Index(fields=["member", "on"])]
        constraints = [
            models.UniqueConstraint(
                fields=["member", "employer", "source", "on"],
                condition=Q(corrects=None),
                name="one_original_day_a_side_and_job",
            ),
            models.CheckConstraint(
                name="only_a_correction_takes_a_day_back",
                condition=Q(is_worked=True) | Q(corrects__isnull=False),
            ),
            models.CheckConstraint(
                name="employers_days_come_by_file", condition=~Q(source="employer") | Q(file__isnull=False)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.member}: {say_day(self.on)}"


class WorkPlan(models.Model):
    """The days a retiree thinks of working, in one calendar year. A plan counts for nothing but warnings."""

    member = models.ForeignKey(Member, on_delete=models.RESTRICT, related_name="work_plans")
    year = models.PositiveSmallIntegerField()
    days = ArrayField(models.DateField(), default=list)
    saved_at = models.DateTimeField()

    class Meta:
        ordering = ["-year"]
        constraints = [models.UniqueConstraint(fields=["member", "year"], name="one_work_plan_a_year")]

    def __str__(self) -> str:
        return f"plan of {self.member} for {self.year}"


class DayWarning(models.Model):
    """A warning that was due: each is given once in a calendar year. Append-only."""

    class Kind(models.TextChoices):
        DAYS_50 = "days_50", _("50 days")
        DAYS_65 = "days_65", _("65 days")
        DAYS_70 = "days_70", _("70 days")
        DAYS_75 = "days_75", _("75 days")
        PLAN = "plan", _("the plan goes past the limit")

    member = models.ForeignKey(Member, on_delete=models.RESTRICT, related_name="day_warnings")
    year = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=7, choices=Kind.choices)
    # Of several that come due at once only the last is told.
    is_told = models.BooleanField()
    days_counted = models.PositiveSmallIntegerField()
    due_at = models.DateTimeField()

    class Meta:
        ordering = ["-due_at"]
        constraints = [
            models.UniqueConstraint(fields=["member", "year", "kind"], name="one_day_warning_a_kind_and_year")
        ]

    def __str__(self) -> str:
        return f"{self.member}: {self.kind} in {self.year}"

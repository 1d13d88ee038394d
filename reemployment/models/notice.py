import uuid

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from benefits.models import Annuity, AnnuitySuspension, Employer, Member
from sers_portal.base.spoken_times import say_day


class WorkKind(models.TextChoices):
    """What sort of work a retiree does; the names are those of the rules, part-time reciprocal work apart."""

    TEMPORARY = "temporary", _("Temporary work for the State of Illinois, 75 days a year or fewer")
    PERMANENT = "permanent", _("A permanent job with the State of Illinois")
    CONTRACT = "contract_same_employer", _("Contract work for the State agency I retired from")
    RECIPROCAL_FULL_TIME = "reciprocal_full_time", _("Full-time work for another Illinois public employer")
    RECIPROCAL_PART_TIME = "reciprocal_part_time", _("Part-time work for another Illinois public employer")
    RECIPROCAL_SUSPENSION = (
        "reciprocal_suspension",
        _("Another Illinois public retirement system suspends my pension because I work"),
    )
    PRIVATE = "private", _("Work for a private employer, another state or the federal government")


# Their days are the State's, and are counted.
STATE_KINDS = (WorkKind.TEMPORARY, WorkKind.PERMANENT)


class ReturnNotice(models.Model):
    """A retiree tells SERS of work: what kind, for whom, from when. Kept with the day on which it was given."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    reference = models.CharField(max_length=12, unique=True)
    member = models.ForeignKey(Member, on_delete=models.RESTRICT, related_name="return_notices")
    kind = models.CharField(max_length=24, choices=WorkKind.choices)
    # A State agency as payroll names it; empty for every other employer.
    employer = models.ForeignKey(Employer, null=True, blank=True, on_delete=models.RESTRICT, related_name="+")
    employer_name = models.CharField(max_length=120)
    starts_on = models.DateField()
    # How many days a year are expected; asked where days are counted.
    expected_days = models.PositiveSmallIntegerField(null=True, blank=True)
    # Another reciprocal system that pays this person too: it must be told as well.
    other_system = models.CharField(max_length=120, blank=True)
    is_of_2002_incentive = models.BooleanField(default=False)
    noticed_at = models.DateTimeField()
    # The day of the notice in Springfield, which counts for "at once".
    noticed_on = models.DateField()
    noticed_by = models.UUIDField(null=True)
    noticed_by_name = models.CharField(max_length=200)
    ended_on = models.DateField(null=True, blank=True)
    end_noticed_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-starts_on", "-id"]
        constraints = [
            models.CheckConstraint(name="return_kind_is_known", condition=Q(kind__in=WorkKind.values)),
            models.CheckConstraint(
                name="return_ends_after_it_starts",
                condition=Q(ended_on=None) | Q(ended_on__gte=F("starts_on")),
            ),
            models.CheckConstraint(
                name="state_work_names_its_agency",
                condition=~Q(kind__in=["temporary", "permanent"]) | Q(employer__isnull=False),
            ),
            models.CheckConstraint(
                name="suspending_system_is_named",
                condition=~Q(kind="reciprocal_suspension") | ~Q(other_system=""),
            ),
            models.UniqueConstraint(
                fields=["member", "kind", "employer_name", "starts_on"], name="a_return_is_noticed_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.reference}: {self.employer_name} from {say_day(self.starts_on)}"

    @property
    def counts_days(self) -> bool:
        """Whether its days are counted against the limit."""
        return self.kind in STATE_KINDS

    @property
    def is_late(self) -> bool:
        """Whether the notice came after the first day of work."""
        return self.noticed_on > self.starts_on


class SuspensionCase(models.Model):
    """The rules say that an annuity is to be suspended; two people look at it before it is.

    The suspension itself is a row of the plan's own (`AnnuitySuspension`), proposed by the first person here and
    approved by the second.
    """

    class State(models.TextChoices):
        OPEN = "open", _("opened by the rules")
        DISMISSED = "dismissed", _("dismissed")
        PROPOSED = "proposed", _("waits for a second person")
        CONFIRMED = "confirmed", _("suspended")

    class Cause(models.TextChoices):
        DAY_TOO_MANY = "day_too_many", _("worked more days in a calendar year than the law allows")
        PERMANENT = "permanent", _("permanent work for the State")
        CONTRACT = "contract_same_employer", _("contract work for the agency retired from")
        RECIPROCAL = "reciprocal_full_time", _("full-time work for a reciprocal employer")
        RECIPROCAL_SUSPENSION = "reciprocal_suspension", _("suspended by a reciprocal system retired from")

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    annuity = models.ForeignKey(Annuity, on_delete=models.RESTRICT, related_name="suspension_cases")
    cause = models.CharField(max_length=24, choices=Cause.choices)
    notice = models.ForeignKey(ReturnNotice, null=True, on_delete=models.RESTRICT, related_name="cases")
    suspend_on = models.DateField()
    # What the rules said: the edition of the law, and the worksheet's lines.
    law_edition = models.CharField(max_length=64)
    worksheet = models.JSONField()
    state = models.CharField(max_length=9, choices=State.choices, default=State.OPEN)
    suspension = models.OneToOneField(
        AnnuitySuspension, null=True, on_delete=models.RESTRICT, related_name="reemployment_case"
    )
    opened_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True)
    decided_by = models.UUIDField(null=True)
    decided_by_name = models.CharField(max_length=200, blank=True)
    decision_reason = models.CharField(max_length=500, blank=True)

    class Meta:
        ordering = ["-opened_at"]
        permissions = [
            ("decide_suspensioncase", "Can propose and approve suspensions for work after retirement")
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["annuity"],
                condition=Q(state__in=["open", "proposed"]),
                name="one_undecided_suspension_case_an_annuity",
            ),
            models.CheckConstraint(
                name="proposed_case_has_its_suspension",
                condition=Q(state__in=["open", "dismissed"]) | Q(suspension__isnull=False),
            ),
            models.CheckConstraint(
                name="dismissed_case_has_its_reason", condition=~Q(state="dismissed") | ~Q(decision_reason="")
            ),
        ]

    def __str__(self) -> str:
        return f"{self.annuity}: {self.get_cause_display()}"

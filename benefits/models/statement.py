import uuid

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from accounts.models import Person
from benefits.models.member import Member
from benefits.models.two_people import by_two_people
from notices.models import Document


class StatementRun(models.Model):
    """A February's statements about one calendar year: planned, rendered, looked at, released by a second person."""

    class State(models.TextChoices):
        PLANNED = "planned", "planned"
        RENDERING = "rendering", "rendering"
        STOPPED = "stopped", "stopped"
        RELEASED = "released", "released"
        DISCARDED = "discarded", "discarded"

    year = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=10, choices=State.choices, default=State.PLANNED)
    template_version = models.CharField(max_length=20)
    law_edition = models.CharField(max_length=64)
    # How often work was handed out: each time its jobs have keys of their own.
    round = models.PositiveSmallIntegerField(default=0)
    planned_by = models.UUIDField()
    planned_by_name = models.CharField(max_length=200)
    planned_at = models.DateTimeField(db_default=Now())
    released_by = models.UUIDField(null=True)
    released_by_name = models.CharField(max_length=200, blank=True)
    released_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-year"]
        permissions = [("release_statementrun", "Can release a statement run planned by somebody else")]
        constraints = [
            models.UniqueConstraint(
                fields=["year"], condition=~Q(state="discarded"), name="one_run_a_year_that_counts"
            ),
            by_two_people("run_released_by_a_second_person", first="planned_by", second="released_by"),
            models.CheckConstraint(
                name="released_run_has_its_releaser",
                condition=Q(state="released", released_by__isnull=False, released_at__isnull=False)
                | (~Q(state="released") & Q(released_by=None, released_at=None)),
            ),
        ]

    def __str__(self) -> str:
        return f"statements for {self.year}"


class Statement(models.Model):
    """One person's statement for a year, frozen: `content` is everything that is printed, `document` its PDF.

    One person may have several: a survivor who is also a member gets one for each.
    """

    class Kind(models.TextChoices):
        ACTIVE = "active", _("benefit statement (at work)")
        INACTIVE = "inactive", _("benefit statement (left State service)")
        ANNUITANT = "annuitant", _("statement of account (retired)")
        SURVIVOR = "survivor", _("statement of account (survivor)")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    run = models.ForeignKey(StatementRun, on_delete=models.RESTRICT, related_name="statements")
    person = models.ForeignKey(Person, on_delete=models.RESTRICT, related_name="statements")
    # Whose service the statement is about: the person's own, or that of the member they survive.
    member = models.ForeignKey(Member, on_delete=models.RESTRICT, related_name="+")
    kind = models.CharField(max_length=9, choices=Kind.choices)
    # Frozen by the job that renders; empty until then.
    content = models.JSONField(null=True)
    law_edition = models.CharField(max_length=64, blank=True)
    template_version = models.CharField(max_length=20, blank=True)
    frozen_at = models.DateTimeField(null=True)
    document = models.OneToOneField(Document, null=True, on_delete=models.RESTRICT, related_name="+")
    # Why staff left this one out of the release: it could not be made, and the others should not wait for it.
    set_aside_because = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="only_a_missing_statement_is_set_aside",
                condition=Q(set_aside_because="") | Q(document=None),
            ),
            models.UniqueConstraint(
                fields=["run", "person", "member"], name="one_statement_a_run_and_membership"
            ),
            models.CheckConstraint(
                name="rendered_statement_was_frozen",
                condition=Q(document=None) | Q(content__isnull=False, frozen_at__isnull=False),
            ),
        ]
        indexes = [models.Index(fields=["person", "run"])]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} of {self.person_id} for run {self.run_id}"

import json
import uuid
from collections.abc import Mapping
from typing import Any

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Person, Upload
from benefits.models.member import Member
from sers_portal.base.sealing import Sealed
from sers_portal.base.spoken_times import say_day


class ClaimState(models.TextChoices):
    DRAFT = "draft", _("not sent in yet")
    RECEIVED = "received", _("received")
    DOCUMENTS_REQUESTED = "documents_requested", _("waiting for documents")
    IN_REVIEW = "in_review", _("in review")
    CALCULATED = "calculated", _("calculated")
    AWAITING_SECOND_APPROVAL = "awaiting_second_approval", _("waiting for a second approval")
    APPROVED = "approved", _("approved")
    DENIED = "denied", _("denied")
    WITHDRAWN = "withdrawn", _("withdrawn")
    IN_PAYMENT = "in_payment", _("in payment")


# Every move a claim may make. The database holds the same table and refuses all others (migration 0007).
MOVES: dict[str, tuple[str, ...]] = {
    "draft": ("received", "withdrawn"),
    "received": ("documents_requested", "in_review", "withdrawn"),
    "documents_requested": ("in_review", "denied", "withdrawn"),
    "in_review": ("documents_requested", "calculated", "awaiting_second_approval", "denied", "withdrawn"),
    "calculated": ("documents_requested", "in_review", "awaiting_second_approval", "denied", "withdrawn"),
    "awaiting_second_approval": ("in_review", "approved", "withdrawn"),
    "approved": ("in_payment",),
    "denied": ("in_review",),
    "withdrawn": (),
    "in_payment": (),
}
# Somebody has work to do on these.
OPEN_STATES = (
    ClaimState.RECEIVED,
    ClaimState.DOCUMENTS_REQUESTED,
    ClaimState.IN_REVIEW,
    ClaimState.CALCULATED,
    ClaimState.AWAITING_SECOND_APPROVAL,
)


def _all_or_none(name: str, *columns: str) -> models.CheckConstraint:
    none = Q(**{f"{column}__isnull": True for column in columns})
    all_ = Q(**{f"{column}__isnull": False for column in columns})
    return models.CheckConstraint(name=name, condition=none | all_)


class Claim(models.Model):
    """Something asked of SERS that people decide: an application, a correction, a report, with its whole way.

    What a kind of claim needs and does is in `benefits.claim_kinds`. Whoever calculated a claim, or sent it on to
    the second approval, or opened it, never gives that approval: the database refuses.
    """

    State = ClaimState

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    # As people type and say it: R-7K3M-92QX. No secret.
    reference = models.CharField(max_length=12, unique=True)
    kind = models.CharField(max_length=30)
    # Who claims; empty for somebody of whom SERS keeps no record (then `contact` says how to reach them).
    person = models.ForeignKey(
        Person, null=True, blank=True, on_delete=models.RESTRICT, related_name="claims"
    )
    # Whose service it is about; empty where it is about no service (a survivor's new name).
    member = models.ForeignKey(
        Member, null=True, blank=True, on_delete=models.RESTRICT, related_name="claims"
    )
    contact_token = models.TextField(blank=True, editable=False)
    answers_token = models.TextField(blank=True, editable=False)
    state = models.CharField(max_length=24, choices=ClaimState.choices, default=ClaimState.DRAFT)
    state_since = models.DateTimeField()
    opened_at = models.DateTimeField()
    opened_by = models.UUIDField(null=True)
    opened_by_name = models.CharField(max_length=200)
    draft_until = models.DateField(null=True)
    received_at = models.DateTimeField(null=True)
    due_on = models.DateField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True)
    assigned_to = models.UUIDField(null=True)
    assigned_to_name = models.CharField(max_length=200, blank=True)
    assigned_at = models.DateTimeField(null=True)
    calculation = models.OneToOneField(
        "ClaimCalculation", null=True, on_delete=models.RESTRICT, related_name="current_of"
    )
    calculated_by = models.UUIDField(null=True)
    calculated_by_name = models.CharField(max_length=200, blank=True)
    first_approved_by = models.UUIDField(null=True)
    first_approved_by_name = models.CharField(max_length=200, blank=True)
    first_approved_at = models.DateTimeField(null=True)
    approved_by = models.UUIDField(null=True)
    approved_by_name = models.CharField(max_length=200, blank=True)
    approved_at = models.DateTimeField(null=True)

    # Both JSON. Answers are sealed whatever their kind: most hold birth dates, names or accounts.
    contact = Sealed()
    answers = Sealed()

    class Meta:
        ordering = ["due_on", "id"]
        permissions = [
            ("work_claim", "Can take a claim, ask for documents, calculate and send it on"),
            ("assign_claim", "Can give claims to others"),
            ("approve_claim", "Can give a claim the second approval"),
        ]
        constraints = [
            models.CheckConstraint(
                name="claim_reference_is_typable",
                condition=Q(reference__regex=r"^[A-Z]-[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}$"),
            ),
            models.CheckConstraint(name="claim_kind_is_a_word", condition=Q(kind__regex=r"^[a-z_]+$")),
            models.CheckConstraint(
                name="claimant_can_be_reached", condition=Q(person__isnull=False) | ~Q(contact_token="")
            ),
            models.CheckConstraint(
                name="draft_has_its_last_day",
                condition=~Q(state="draft") | Q(draft_until__isnull=False, received_at=None),
            ),
            models.CheckConstraint(
                name="claim_sent_in_has_its_day",
                condition=Q(state__in=["draft", "withdrawn"])
                | Q(received_at__isnull=False, due_on__isnull=False),
            ),
            _all_or_none("assigned_claim_has_its_time", "assigned_to", "assigned_at"),
            _all_or_none("calculated_claim_has_its_maker", "calculation", "calculated_by"),
            models.CheckConstraint(
                name="claim_called_calculated_is_calculated",
                condition=~Q(state="calculated") | Q(calculation__isnull=False),
            ),
            models.CheckConstraint(
                name="claim_awaiting_second_approval_has_the_first",
                condition=~Q(state__in=["awaiting_second_approval", "approved", "in_payment"])
                | Q(first_approved_by__isnull=False, first_approved_at__isnull=False),
            ),
            models.CheckConstraint(
                name="approved_claim_has_its_approver",
                condition=Q(
                    state__in=["approved", "in_payment"],
                    approved_by__isnull=False,
                    approved_at__isnull=False,
                )
                | (~Q(state__in=["approved", "in_payment"]) & Q(approved_by=None, approved_at=None)),
            ),
            models.CheckConstraint(
                name="claim_approved_by_a_second_person",
                condition=Q(approved_by=None)
                | (
                    Q(first_approved_by__isnull=False)
                    & ~Q(approved_by=F("first_approved_by"))
                    & (Q(calculated_by=None) | ~Q(approved_by=F("calculated_by")))
                    & (Q(opened_by=None) | ~Q(approved_by=F("opened_by")))
                ),
            ),
            # Two tabs, two sendings: of these kinds a person has one at a time.
            models.UniqueConstraint(
                fields=["person", "kind"],
                condition=Q(state__in=OPEN_STATES, kind__in=["retirement", "refund", "name_change"]),
                name="one_open_claim_of_these_kinds_a_person",
            ),
            models.CheckConstraint(
                name="closed_claim_has_its_time",
                condition=~Q(state__in=["denied", "withdrawn", "in_payment"]) | Q(closed_at__isnull=False),
            ),
        ]
        indexes = [
            models.Index(fields=["state", "kind", "due_on"]),
            models.Index(fields=["assigned_to", "state"]),
            models.Index(fields=["kind", "-closed_at"], name="claims_closed_of_a_kind"),
            # The desk's list, in its order: all of them, and those of a state.
            models.Index(fields=["due_on", "id"], name="claims_by_due"),
            models.Index(fields=["state", "due_on", "id"], name="claims_of_a_state_by_due"),
        ]

    def __str__(self) -> str:
        return self.reference

    @property
    def sealed_owner(self) -> str:
        return str(self.public_id)

    @property
    def answer_data(self) -> dict[str, Any]:
        """The answers as they were given: question by its key."""
        return dict(json.loads(self.answers)) if self.answers_token else {}

    @answer_data.setter
    def answer_data(self, answers: Mapping[str, Any]) -> None:
        self.answers = json.dumps(dict(answers)) if answers else ""

    @property
    def contact_data(self) -> dict[str, Any]:
        """How a claimant without a record can be reached: name, address_lines, phone, email."""
        return dict(json.loads(self.contact)) if self.contact_token else {}

    @contact_data.setter
    def contact_data(self, contact: Mapping[str, Any]) -> None:
        self.contact = json.dumps(dict(contact)) if contact else ""

    @property
    def claimant_name(self) -> str:
        """Who claims, by name."""
        return self.person.full_name if self.person else str(self.contact_data.get("name", ""))

    @property
    def is_open(self) -> bool:
        """Whether somebody still has work to do on it."""
        return self.state in OPEN_STATES


class ClaimCalculation(models.Model):
    """A figure as it was calculated once: facts, worksheet and edition of the law, frozen. Append-only.

    `entered` holds what staff entered instead (an override, or what the rules do not cover), with reason and source;
    `computed` stays beside it. `figures` are those that count.
    """

    claim = models.ForeignKey(Claim, on_delete=models.RESTRICT, related_name="calculations")
    made_at = models.DateTimeField()
    made_by = models.UUIDField()
    made_by_name = models.CharField(max_length=200)
    law_edition = models.CharField(max_length=64)
    facts = models.JSONField()
    worksheet = models.JSONField(default=list)
    computed = models.JSONField(null=True)
    # Why the rules stopped, for all figures or for one of them: key, params as a worksheet keeps them, and whether a
    # figure of the law is missing.
    refusal = models.JSONField(null=True)
    entered = models.JSONField(null=True)
    entered_reason = models.CharField(max_length=500, blank=True)
    entered_source = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                name="calculation_has_a_figure",
                condition=Q(computed__isnull=False) | Q(entered__isnull=False),
            ),
            models.CheckConstraint(
                name="entered_figure_has_reason_and_source",
                condition=Q(entered=None) | (~Q(entered_reason="") & ~Q(entered_source="")),
            ),
            models.CheckConstraint(
                name="rules_answer_or_say_why_not",
                condition=Q(computed__isnull=False, refusal=None)
                | Q(refusal__isnull=False, entered__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"calculation {self.pk}"

    @property
    def figures(self) -> dict[str, Any]:
        """The figures that count, by name, as plain texts."""
        counts: dict[str, Any] = self.entered if self.entered is not None else self.computed or {}
        return counts

    @property
    def is_entered(self) -> bool:
        """Whether staff entered the figures that count."""
        return self.entered is not None


class ClaimEvent(models.Model):
    """One step of a claim, in order: moves with their reason, notes, who holds it, papers. Append-only."""

    class Kind(models.TextChoices):
        MOVED = "moved", _("moved")
        NOTE = "note", _("note")
        ASSIGNED = "assigned", _("assigned")
        CALCULATED = "calculated", _("calculated")
        FILE = "file", _("file added")
        REQUESTED = "requested", _("document asked for")
        ANSWERED = "answered", _("request answered")
        TOLD = "told", _("claimant told")
        IDENTIFIED = "identified", _("claimant identified")

    claim = models.ForeignKey(Claim, on_delete=models.RESTRICT, related_name="events")
    at = models.DateTimeField()
    kind = models.CharField(max_length=10, choices=Kind.choices)
    from_state = models.CharField(max_length=24, blank=True, choices=ClaimState.choices)
    to_state = models.CharField(max_length=24, blank=True, choices=ClaimState.choices)
    words = models.TextField(blank=True)
    # Whether the claimant sees it.
    is_shared = models.BooleanField(default=False)
    by = models.UUIDField(null=True)
    by_name = models.CharField(max_length=200)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                name="claim_moves_as_the_table_allows",
                condition=~Q(kind="moved")
                | Q(from_state="", to_state__in=["draft", "received"])
                | Q(
                    *(Q(from_state=before, to_state__in=after) for before, after in MOVES.items() if after),
                    _connector=Q.OR,
                ),
            ),
            models.CheckConstraint(
                name="claim_note_says_something", condition=~Q(kind="note") | ~Q(words="")
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {say_day(self.at)}"


class ClaimRequest(models.Model):
    """A document or an answer asked of the claimant. It is met by a file, an answer, or set aside by staff."""

    class State(models.TextChoices):
        OPEN = "open", _("waiting for you")
        ANSWERED = "answered", _("sent in")
        CANCELLED = "cancelled", _("no longer needed")

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    claim = models.ForeignKey(Claim, on_delete=models.RESTRICT, related_name="requests")
    title = models.CharField(max_length=120)
    words = models.TextField(blank=True)
    due_on = models.DateField()
    state = models.CharField(max_length=9, choices=State.choices, default=State.OPEN)
    answer = models.TextField(blank=True)
    asked_at = models.DateTimeField()
    asked_by = models.UUIDField(null=True)
    asked_by_name = models.CharField(max_length=200)
    closed_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                name="closed_request_has_its_time",
                condition=Q(state="open", closed_at=None) | (~Q(state="open") & Q(closed_at__isnull=False)),
            ),
        ]

    def __str__(self) -> str:
        return self.title


class ClaimFile(models.Model):
    """A file that belongs to a claim, and the request it meets, if any."""

    claim = models.ForeignKey(Claim, on_delete=models.RESTRICT, related_name="files")
    upload = models.OneToOneField(Upload, on_delete=models.RESTRICT, related_name="+")
    request = models.ForeignKey(ClaimRequest, null=True, on_delete=models.RESTRICT, related_name="files")
    description = models.CharField(max_length=120, blank=True)
    added_at = models.DateTimeField()
    added_by = models.UUIDField(null=True)
    added_by_name = models.CharField(max_length=200)

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return self.description or str(self.upload)


class ClaimLetter(models.Model):
    """A letter that the claim sent: so that claim and letter find each other, and no letter goes twice."""

    claim = models.ForeignKey(Claim, on_delete=models.RESTRICT, related_name="letters")
    kind = models.CharField(max_length=30)
    document = models.OneToOneField("notices.Document", on_delete=models.RESTRICT, related_name="+")
    made_at = models.DateTimeField()

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return self.kind

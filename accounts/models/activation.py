"""Activation-code letters: who asked for one, what became of that, and the code that a letter carries."""

import uuid
from datetime import date, timedelta

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models.address import Address
from accounts.models.person import Person
from accounts.models.user import User
from notices.models import Letter
from sers_portal.base.sealing import Sealed
from sers_portal.base.spoken_times import say_day, say_moment


class LetterRequest(models.Model):
    """Somebody asked for a letter. What they typed is sealed, and wiped when a worker has decided."""

    class State(models.TextChoices):
        WAITING = "waiting", _("waiting")
        NO_MATCH = "no_match", _("no such member")
        TOO_SOON = "too_soon", _("too soon after the last")
        HELD = "held", _("held for staff")
        ISSUED = "issued", _("letter written")
        REFUSED = "refused", _("refused by staff")

    class Reason(models.TextChoices):
        NO_ADDRESS = "no_address", _("no address on file")
        RETURNED = "returned", _("mail to the address came back")
        NEW_ADDRESS = "new_address", _("address changed within 30 days")
        DECEASED = "deceased", _("recorded as deceased")
        OTHER_ACCOUNT = "other_account", _("another account is linked")

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    asked_at = models.DateTimeField()
    # The account it was asked from, where somebody was signed in.
    account = models.ForeignKey(User, null=True, on_delete=models.RESTRICT, related_name="letter_requests")
    # Keyed hash of the address of origin: bursts from one place are seen, the place itself is not kept.
    origin_index = models.CharField(max_length=64)
    typed_token = models.TextField(blank=True, editable=False)
    state = models.CharField(max_length=8, choices=State.choices, default=State.WAITING)
    reasons = ArrayField(models.CharField(max_length=13, choices=Reason.choices), default=list, blank=True)
    person = models.ForeignKey(Person, null=True, on_delete=models.RESTRICT, related_name="letter_requests")
    decided_at = models.DateTimeField(null=True)
    # Staff who released or refused it, by UUID (docs/decisions/0002).
    decided_by = models.UUIDField(null=True)
    decided_by_name = models.CharField(max_length=200, blank=True)
    note = models.CharField(max_length=500, blank=True)

    typed = Sealed()

    class Meta:
        verbose_name = _("request for an activation letter")
        verbose_name_plural = _("requests for activation letters")
        ordering = ["-asked_at"]
        permissions = [("release_letterrequest", "Can release or refuse a held request for a letter")]
        indexes = [
            models.Index(fields=["asked_at"]),
            models.Index(fields=["origin_index", "asked_at"]),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["person"], condition=models.Q(state="held"), name="one_held_request_a_person"
            ),
            models.CheckConstraint(
                name="typed_words_wiped_when_decided",
                condition=models.Q(state="waiting", decided_at=None)
                | (~models.Q(state="waiting") & models.Q(typed_token="", decided_at__isnull=False)),
            ),
            models.CheckConstraint(
                name="held_request_has_its_reason",
                condition=~models.Q(state="held")
                | (models.Q(person__isnull=False) & models.Q(reasons__len__gt=0)),
            ),
        ]

    def __str__(self) -> str:
        return f"{say_moment(self.asked_at)} {self.get_state_display()}"

    @property
    def sealed_owner(self) -> str:
        return str(self.public_id)


class ActivationLetter(models.Model):
    """A letter with a code. The code stands in its PDF only; here are keyed hashes of it.

    A person has one live letter at most. Typing its code reserves the person for that account; eRegistration turns
    the reservation into the link, and whatever ends the letter frees the person. So one row under one lock decides.
    """

    class Ending(models.TextChoices):
        USED = "used", _("used")
        SUPERSEDED = "superseded", _("a newer letter was written")
        TRIES = "tries", _("too many wrong codes")
        DETAILS = "details", _("too many wrong birth dates or numbers")
        RETURNED = "returned", _("returned by the post")
        WITHDRAWN = "withdrawn", _("withdrawn by staff")

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    person = models.ForeignKey(Person, on_delete=models.RESTRICT, related_name="activation_letters")
    letter = models.OneToOneField(Letter, on_delete=models.RESTRICT, related_name="+")
    address = models.ForeignKey(Address, on_delete=models.RESTRICT, related_name="+")
    request = models.OneToOneField(
        LetterRequest, null=True, on_delete=models.RESTRICT, related_name="activation_letter"
    )
    issued_at = models.DateTimeField()
    days_valid = models.PositiveSmallIntegerField()
    finder_hash = models.CharField(max_length=64, unique=True, editable=False)
    code_hash = models.CharField(max_length=64, unique=True, editable=False)
    # The account that staff knew to be linked when they released the letter: it makes way for the new one.
    replaces = models.ForeignKey(User, null=True, on_delete=models.RESTRICT, related_name="+")
    wrong_codes = models.PositiveSmallIntegerField(default=0)
    wrong_details = models.PositiveSmallIntegerField(default=0)
    entered_by = models.ForeignKey(
        User, null=True, on_delete=models.RESTRICT, related_name="activation_letters"
    )
    entered_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    ended_because = models.CharField(max_length=10, choices=Ending.choices, blank=True)

    class Meta:
        verbose_name = _("activation letter")
        verbose_name_plural = _("activation letters")
        ordering = ["-issued_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["person"], condition=models.Q(ended_at=None), name="one_live_activation_letter"
            ),
            models.UniqueConstraint(
                fields=["entered_by"],
                condition=models.Q(ended_at=None, entered_by__isnull=False),
                name="one_person_reserved_for_an_account",
            ),
            models.CheckConstraint(
                name="ended_letter_says_why",
                condition=models.Q(ended_at=None, ended_because="")
                | (models.Q(ended_at__isnull=False) & ~models.Q(ended_because="")),
            ),
            models.CheckConstraint(
                name="entered_code_has_its_time",
                condition=models.Q(entered_by=None, entered_at=None)
                | models.Q(entered_by__isnull=False, entered_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"activation letter of {say_day(self.issued_at)}"

    @property
    def expires_on(self) -> date | None:
        """The last day its code may be typed; None until the letter is marked as mailed."""
        mailed_on = self.letter.mailed_on
        return mailed_on + timedelta(days=self.days_valid) if mailed_on else None


class Alarm(models.Model):
    """More of something in an hour than is usual: a person on the staff should look."""

    class Kind(models.TextChoices):
        REQUESTS = "requests", _("many requests for letters")
        UNMATCHED = "unmatched", _("many requests that match nobody")
        ONE_ORIGIN = "one_origin", _("many requests from one place")
        REGISTRATIONS = "registrations", _("many accounts linked")

    kind = models.CharField(max_length=13, choices=Kind.choices)
    raised_at = models.DateTimeField()
    last_at = models.DateTimeField()
    most_in_an_hour = models.PositiveIntegerField()
    seen_at = models.DateTimeField(null=True)
    seen_by = models.UUIDField(null=True)
    seen_by_name = models.CharField(max_length=200, blank=True)
    note = models.CharField(max_length=500, blank=True)

    class Meta:
        ordering = ["-raised_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["kind"], condition=models.Q(seen_at=None), name="one_open_alarm_a_kind"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}, {say_moment(self.raised_at)}"

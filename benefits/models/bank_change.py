"""Changes of where a payment goes, each with its hold; who was told of it; and members' own lock on such changes."""

import uuid
from datetime import timedelta

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Person
from benefits.models.bank import BankAccount
from notices.models import Email, Letter, TextMessage
from sers_portal.base.sealing import Sealed
from sers_portal.base.spoken_times import say_day, say_moment

HOLD = timedelta(days=7)
UNLOCKING_WAIT = timedelta(days=3)


class BankChange(models.Model):
    """A person asked to be paid to another account: waiting through its hold, then in effect, or stopped.

    asked for → (7 days, everybody told, a stop button) → in effect before a month's cut-off. Where something is unusual,
    two of the staff look at it first, and the database sees to it that they are two.
    """

    class State(models.TextChoices):
        WAITING = "waiting", _("waiting")
        STOPPED = "stopped", _("stopped")
        REFUSED = "refused", _("refused by staff")
        IN_EFFECT = "in_effect", _("in effect")

    class Closing(models.TextChoices):
        NOT_ME = "not_me", _("stopped: it was not the account’s owner")
        MISTAKE = "mistake", _("taken back by whoever asked")
        LOCKED = "locked", _("stopped by the lock")
        STAFF = "staff", _("refused by staff")
        DEATH = "death", _("stopped: the death of the person was recorded")
        TAKEN_UP = "taken_up", _("taken up")

    class Reason(models.TextChoices):
        """Why staff look at it first."""

        SHARED_ACCOUNT = "shared_account", _("another person is paid to this account")
        CONTACT_CHANGED = "contact_changed", _("e-mail, telephone or address changed since it was asked for")
        ACCOUNT_LOCKED = "account_locked", _("the online account was locked since it was asked for")

    # Drawn when the form was opened: the same form sent in twice is one change.
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(Person, on_delete=models.RESTRICT, related_name="bank_changes")
    replaces = models.ForeignKey(
        BankAccount, null=True, on_delete=models.RESTRICT, related_name="replaced_by"
    )
    routing_number = models.CharField(max_length=9)
    account_number_token = models.TextField(editable=False)
    account_number_index = models.CharField(max_length=64, null=True, editable=False, db_index=True)
    kind = models.CharField(max_length=8, choices=[("checking", _("checking")), ("savings", _("savings"))])
    state = models.CharField(max_length=9, choices=State.choices, default=State.WAITING)
    asked_at = models.DateTimeField()
    asked_by = models.UUIDField()
    asked_by_name = models.CharField(max_length=200)
    hold_ends_at = models.DateTimeField()
    # The first day it can be taken up, the first month it pays, and that month's payment day: as planned, then as it was.
    takes_effect_on = models.DateField()
    first_month = models.DateField()
    first_paid_on = models.DateField()
    review_reasons = ArrayField(models.CharField(max_length=20, choices=Reason.choices), default=list)
    first_approved_by = models.UUIDField(null=True)
    first_approved_by_name = models.CharField(max_length=200, blank=True)
    first_approved_at = models.DateTimeField(null=True)
    second_approved_by = models.UUIDField(null=True)
    second_approved_by_name = models.CharField(max_length=200, blank=True)
    second_approved_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    closed_by = models.UUIDField(null=True)
    closed_by_name = models.CharField(max_length=200, blank=True)
    closing = models.CharField(max_length=8, choices=Closing.choices, blank=True)
    closing_reason = models.CharField(max_length=300, blank=True)
    bank_account = models.OneToOneField(
        BankAccount, null=True, on_delete=models.RESTRICT, related_name="made_by_change"
    )

    account_number = Sealed(indexed=True)

    class Meta:
        ordering = ["-asked_at"]
        permissions = [("review_bankchange", "Can approve or refuse changes of a bank account")]
        constraints = [
            models.UniqueConstraint(
                fields=["person"], condition=Q(state="waiting"), name="one_open_bank_change_a_person"
            ),
            models.CheckConstraint(
                name="bank_change_routing_is_nine_digits", condition=Q(routing_number__regex=r"^[0-9]{9}$")
            ),
            models.CheckConstraint(
                name="bank_change_is_sealed",
                condition=Q(account_number_token__contains="."),  # noqa: S106  a token, not a password
            ),
            models.CheckConstraint(
                name="bank_change_waits_seven_days", condition=Q(hold_ends_at__gte=F("asked_at") + HOLD)
            ),
            models.CheckConstraint(
                name="closed_bank_change_says_how",
                condition=Q(state="waiting", closed_at=None, closing="")
                | (~Q(state="waiting") & Q(closed_at__isnull=False) & ~Q(closing="")),
            ),
            models.CheckConstraint(
                name="bank_change_in_effect_after_its_hold",
                condition=Q(~Q(state="in_effect"), bank_account=None)
                | Q(state="in_effect", bank_account__isnull=False, closed_at__gte=F("hold_ends_at")),
            ),
            models.CheckConstraint(
                name="unusual_bank_change_needs_two_people",
                condition=~Q(state="in_effect")
                | Q(review_reasons=[])
                | Q(first_approved_by__isnull=False, second_approved_by__isnull=False),
            ),
            models.CheckConstraint(
                name="two_people_review_a_bank_change",
                condition=Q(second_approved_by=None)
                | (Q(first_approved_by__isnull=False) & ~Q(first_approved_by=F("second_approved_by"))),
            ),
            models.CheckConstraint(
                name="nobody_reviews_their_own_bank_change",
                condition=(Q(first_approved_by=None) | ~Q(first_approved_by=F("asked_by")))
                & (Q(second_approved_by=None) | ~Q(second_approved_by=F("asked_by"))),
            ),
        ]

    def __str__(self) -> str:
        return f"change of {say_day(self.asked_at)} to the account ending in {self.last_four}"

    @property
    def sealed_owner(self) -> str:
        return str(self.id)

    @property
    def last_four(self) -> str:
        """The last four digits of the new account, all that is ever shown."""
        return str(self.account_number)[-4:]

    @property
    def is_waiting(self) -> bool:
        return self.state == self.State.WAITING

    @property
    def is_approved(self) -> bool:
        """Whether nothing unusual was found, or two people found it in order."""
        return not self.review_reasons or self.second_approved_by is not None


class BankChangeNotice(models.Model):
    """Who was told of a change, by which way, and when. Append-only; what became of it is its message's state."""

    class Event(models.TextChoices):
        ASKED = "asked", _("a change was asked for")
        STOPPED = "stopped", _("the change was stopped")
        REFUSED = "refused", _("the change was refused")
        IN_EFFECT = "in_effect", _("the change is in effect")

    change = models.ForeignKey(BankChange, on_delete=models.RESTRICT, related_name="notices")
    event = models.CharField(max_length=9, choices=Event.choices)
    at = models.DateTimeField()
    # Masked: "r…@example.org", the last two digits of a telephone, the street of an address.
    told_at = models.CharField(max_length=200)
    email = models.ForeignKey(Email, null=True, on_delete=models.RESTRICT, related_name="+")
    text = models.ForeignKey(TextMessage, null=True, on_delete=models.RESTRICT, related_name="+")
    letter = models.ForeignKey(Letter, null=True, on_delete=models.RESTRICT, related_name="+")

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                name="notice_went_one_way",
                condition=Q(email__isnull=False, text=None, letter=None)
                | Q(email=None, text__isnull=False, letter=None)
                | Q(email=None, text=None, letter__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.event}: {self.told_at}"

    @property
    def way(self) -> str:
        """ "email", "text", "voice" or "letter"."""
        if self.text is not None:
            return str(self.text.channel)
        return "email" if self.email_id else "letter"


class DirectDepositLock(models.Model):
    """A person's own lock: while it holds, nobody can ask for their payments to go elsewhere.

    Taking it off has a wait of its own, with notices and a link that keeps it on.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(Person, on_delete=models.RESTRICT, related_name="direct_deposit_locks")
    locked_at = models.DateTimeField()
    locked_by_name = models.CharField(max_length=200)
    unlock_asked_at = models.DateTimeField(null=True)
    opens_at = models.DateTimeField(null=True)
    unlocked_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-locked_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["person"], condition=Q(unlocked_at=None), name="one_direct_deposit_lock_a_person"
            ),
            models.CheckConstraint(
                name="unlocking_waits_three_days",
                condition=Q(unlock_asked_at=None, opens_at=None)
                | Q(opens_at__gte=F("unlock_asked_at") + UNLOCKING_WAIT),
            ),
            models.CheckConstraint(
                name="unlocked_only_after_the_wait",
                condition=Q(unlocked_at=None) | Q(opens_at__lte=F("unlocked_at")),
            ),
        ]

    def __str__(self) -> str:
        return f"locked {say_moment(self.locked_at)}"

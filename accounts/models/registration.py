"""eRegistration: what is typed until it is complete, and what is kept of it."""

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.models.activation import ActivationLetter
from accounts.models.person import Person
from accounts.models.user import User
from sers_portal.base.sealing import Sealed
from sers_portal.base.spoken_times import say_moment


class RegistrationDraft(models.Model):
    """What somebody has typed so far, sealed; gone when they are done or their letter has ended."""

    account = models.OneToOneField(User, on_delete=models.RESTRICT, related_name="registration_draft")
    letter = models.ForeignKey(ActivationLetter, on_delete=models.RESTRICT, related_name="+")
    content_token = models.TextField(editable=False)
    saved_at = models.DateTimeField()

    content = Sealed()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="draft_is_sealed", condition=models.Q(("content_token__contains", "."))
            )
        ]

    def __str__(self) -> str:
        return f"draft of {say_moment(self.saved_at)}"

    @property
    def sealed_owner(self) -> str:
        return str(self.account.public_id)


class Registration(models.Model):
    """A completed eRegistration: the account's link to its person, a telephone number, and the PIN's hash."""

    class PhoneKind(models.TextChoices):
        MOBILE = "mobile", _("Mobile")
        HOME = "home", pgettext_lazy("telephone", "Home")
        WORK = "work", _("Work")

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    account = models.ForeignKey(User, on_delete=models.RESTRICT, related_name="registrations")
    person = models.ForeignKey(Person, on_delete=models.RESTRICT, related_name="registrations")
    letter = models.OneToOneField(ActivationLetter, on_delete=models.RESTRICT, related_name="+")
    phone_token = models.TextField(editable=False)
    phone_kind = models.CharField(max_length=6, choices=PhoneKind.choices)
    pin_hash = models.CharField(max_length=256, editable=False)
    pin_set_at = models.DateTimeField()
    # Wrong PINs told to staff in a row; five lock it until a new PIN is chosen.
    pin_failures = models.PositiveSmallIntegerField(default=0)
    registered_at = models.DateTimeField()
    # When another account took the person's place, by a new letter.
    ended_at = models.DateTimeField(null=True)

    phone = Sealed()

    class Meta:
        permissions = [("check_identity", "Can confirm a caller's identity by their PIN")]
        indexes = [models.Index(fields=["registered_at"])]
        constraints = [
            models.UniqueConstraint(
                fields=["person"], condition=models.Q(ended_at=None), name="one_registration_a_person"
            ),
            models.UniqueConstraint(
                fields=["account"], condition=models.Q(ended_at=None), name="one_registration_an_account"
            ),
            models.CheckConstraint(
                name="registered_phone_is_sealed", condition=models.Q(("phone_token__contains", "."))
            ),
            models.CheckConstraint(name="pin_failures_stop_at_five", condition=models.Q(pin_failures__lte=5)),
        ]

    def __str__(self) -> str:
        return f"registration of {self.person}"

    @property
    def sealed_owner(self) -> str:
        return str(self.public_id)

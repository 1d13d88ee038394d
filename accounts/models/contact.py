"""How a person is reached besides the address of today: telephones, an address still to come, and what comes how."""

import uuid

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.models.person import Person
from sers_portal.base.sealing import Sealed
from sers_portal.base.spoken_times import say_day


class ContactPhone(models.Model):
    """A telephone at which SERS may call a person. It proves nothing: sign-in codes go to `PhoneFactor` only."""

    class Kind(models.TextChoices):
        MOBILE = "mobile", _("Mobile")
        HOME = "home", pgettext_lazy("telephone", "Home")
        WORK = "work", _("Work")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(Person, on_delete=models.RESTRICT, related_name="contact_phones")
    number_token = models.TextField(editable=False)
    number_index = models.CharField(max_length=64, editable=False)
    kind = models.CharField(max_length=6, choices=Kind.choices)
    added_at = models.DateTimeField()
    removed_at = models.DateTimeField(null=True)

    number = Sealed(indexed=True)

    class Meta:
        ordering = ["added_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "number_index"],
                condition=Q(removed_at=None),
                name="one_contact_phone_a_number",
            ),
            models.CheckConstraint(
                name="contact_phone_is_sealed", condition=Q(("number_token__contains", "."))
            ),
            models.CheckConstraint(
                name="contact_phone_kind_is_known", condition=Q(kind__in=["mobile", "home", "work"])
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} ending in {self.last_four}"

    @property
    def sealed_owner(self) -> str:
        return str(self.id)

    @property
    def last_four(self) -> str:
        """All that a page shows of the number."""
        return str(self.number)[-4:]


class PlannedAddress(models.Model):
    """An address that holds from a day to come; on that day it becomes the person's address (`Address`)."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(Person, on_delete=models.RESTRICT, related_name="planned_addresses")
    line_1 = models.CharField(max_length=80)
    line_2 = models.CharField(max_length=80, blank=True)
    city = models.CharField(max_length=60)
    state = models.CharField(max_length=2)
    zip_code = models.CharField("ZIP code", max_length=10)
    from_on = models.DateField()
    told_at = models.DateTimeField()
    taken_up_at = models.DateTimeField(null=True)
    cancelled_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name_plural = "planned addresses"
        constraints = [
            models.UniqueConstraint(
                fields=["person"],
                condition=Q(taken_up_at=None, cancelled_at=None),
                name="one_planned_address_a_person",
            ),
            models.CheckConstraint(
                name="planned_address_taken_up_or_cancelled",
                condition=Q(taken_up_at=None) | Q(cancelled_at=None),
            ),
            models.CheckConstraint(
                name="planned_zip_code_is_five_or_nine_digits",
                condition=Q(zip_code__regex=r"^[0-9]{5}(-[0-9]{4})?$"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.line_1}, {self.city} from {say_day(self.from_on)}"

    @property
    def lines(self) -> list[str]:
        """The lines under the name, as they stand on an envelope."""
        return [
            line for line in (self.line_1, self.line_2, f"{self.city}, {self.state} {self.zip_code}") if line
        ]


class DeliveryChoice(models.Model):
    """How a person wants one topic to come. Without a row it comes as their other messages do (`Person.delivery`).

    The newsletter has a third way, "not at all", and so a table of its own (`NewsletterChoice`).
    """

    class Topic(models.TextChoices):
        STATEMENTS = "statements", _("Yearly statements")
        LETTERS = "letters", _("Letters about your account and your claims")
        PAYMENTS = "payments", _("Notices about your payments")

    person = models.ForeignKey(Person, on_delete=models.RESTRICT, related_name="delivery_choices")
    topic = models.CharField(max_length=10, choices=Topic.choices)
    way = models.CharField(max_length=6, choices=Person.Delivery.choices)
    chosen_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "topic"], name="one_delivery_choice_a_topic"),
            models.CheckConstraint(
                name="delivery_choice_is_known",
                condition=Q(topic__in=["statements", "letters", "payments"], way__in=["online", "paper"]),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_topic_display()}: {self.get_way_display()}"

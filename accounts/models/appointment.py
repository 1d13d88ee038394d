"""Appointments with SERS: asked for, times offered, one picked."""

import uuid

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models.conversation import Conversation
from accounts.models.person import Person
from sers_portal.base.sealing import Sealed
from sers_portal.base.spoken_times import say_moment


class Appointment(models.Model):
    """A talk of half an hour at an office or by telephone. One member of staff is never booked twice at one time."""

    class Way(models.TextChoices):
        TELEPHONE = "telephone", _("by telephone")
        SPRINGFIELD = "springfield", _("at our office in Springfield")
        CHICAGO = "chicago", _("at our office in Chicago")

    class Part(models.TextChoices):
        ANY = "any", _("any time of the day")
        MORNING = "morning", _("in the morning")
        AFTERNOON = "afternoon", _("in the afternoon")

    class Day(models.TextChoices):
        MONDAY = "mon", _("Monday")
        TUESDAY = "tue", _("Tuesday")
        WEDNESDAY = "wed", _("Wednesday")
        THURSDAY = "thu", _("Thursday")
        FRIDAY = "fri", _("Friday")

    class State(models.TextChoices):
        REQUESTED = "requested", _("asked for; we look for times")
        OFFERED = "offered", _("choose a time")
        BOOKED = "booked", _("booked")
        CANCELLED = "cancelled", _("cancelled")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(Person, on_delete=models.RESTRICT, related_name="appointments")
    topic = models.CharField(max_length=8, choices=Conversation.Topic.choices)
    way = models.CharField(max_length=11, choices=Way.choices)
    days = ArrayField(models.CharField(max_length=3, choices=Day.choices))
    part = models.CharField(max_length=9, choices=Part.choices)
    # Where to call; empty for a talk at an office.
    phone_token = models.TextField(blank=True, editable=False)
    state = models.CharField(max_length=9, choices=State.choices, default=State.REQUESTED)
    asked_at = models.DateTimeField()
    state_since = models.DateTimeField()
    begins_at = models.DateTimeField(null=True)
    # Who offered the times, and talks with the person.
    staff = models.UUIDField(null=True)
    staff_name = models.CharField(max_length=200, blank=True)
    reminded_at = models.DateTimeField(null=True)
    # Counts changes, so that calendars take the newest.
    sequence = models.PositiveSmallIntegerField(default=0)

    phone = Sealed()

    class Meta:
        ordering = ["-asked_at"]
        permissions = [("arrange_appointment", "Can offer times for appointments")]
        constraints = [
            models.CheckConstraint(
                name="appointment_state_is_known",
                condition=Q(state__in=["requested", "offered", "booked", "cancelled"]),
            ),
            models.CheckConstraint(
                name="booked_appointment_has_its_time",
                condition=~Q(state="booked") | Q(begins_at__isnull=False, staff__isnull=False),
            ),
            models.CheckConstraint(
                name="telephone_appointment_has_its_number",
                condition=~Q(way="telephone") | Q(("phone_token__contains", ".")),
            ),
            models.UniqueConstraint(
                fields=["staff", "begins_at"],
                condition=Q(state="booked"),
                name="one_appointment_at_a_time",
            ),
        ]
        indexes = [
            models.Index(fields=["asked_at"], condition=Q(state="requested"), name="appointment_waits"),
            models.Index(fields=["begins_at"], condition=Q(state="booked"), name="appointment_booked"),
        ]

    def __str__(self) -> str:
        return f"{self.get_topic_display()}: {self.person}"

    @property
    def sealed_owner(self) -> str:
        return str(self.id)


class AppointmentOffer(models.Model):
    """A time that staff offered."""

    appointment = models.ForeignKey(Appointment, on_delete=models.RESTRICT, related_name="offers")
    begins_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["begins_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["appointment", "begins_at"],
                condition=Q(withdrawn_at=None),
                name="one_offer_a_time",
            ),
        ]

    def __str__(self) -> str:
        return f"{say_moment(self.begins_at)}"

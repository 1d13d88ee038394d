"""Addresses that exist in the demonstration only."""

from django.urls import path

from notices.views import outbox
from sers_portal.demonstration.views import move_clock

urlpatterns = [
    path("", outbox.outbox, name="outbox"),
    path("clock/", move_clock, name="outbox_clock"),
    path("letters/<uuid:letter>.pdf", outbox.outbox_letter, name="outbox_letter"),
]

"""The pages of a member's appointments."""

from django.urls import path

from accounts.views import appointments

urlpatterns = [
    path("", appointments.appointments, name="appointments"),
    path("new/", appointments.new_appointment, name="appointment_new"),
    path("<uuid:id>/", appointments.appointment, name="appointment"),
    path("<uuid:id>/time/", appointments.pick, name="appointment_pick"),
    path("<uuid:id>/other-times/", appointments.ask_again, name="appointment_again"),
    path("<uuid:id>/cancel/", appointments.cancel, name="appointment_cancel"),
    path("<uuid:id>/appointment.ics", appointments.calendar, name="appointment_calendar"),
]

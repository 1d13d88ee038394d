"""Addresses of the post room's public pages."""

from django.urls import path

from notices.views import calendar as views

urlpatterns = [
    path("", views.payment_calendar, name="calendar"),
    path("<int:year>/", views.payment_calendar, name="calendar_year"),
    path("<int:year>.pdf", views.printed_calendar, name="calendar_pdf"),
    path("payments.ics", views.payment_feed, name="calendar_feed"),
]

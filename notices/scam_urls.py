"""Addresses of what concerns scams."""

from django.urls import path

from notices.views import scams

urlpatterns = [
    path("", scams.scams, name="scams"),
    path("report/", scams.report, name="report_scam"),
    path("report/done/", scams.done, name="report_scam_done"),
]

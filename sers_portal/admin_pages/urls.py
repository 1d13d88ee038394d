"""Addresses of the reports, under the admin's."""

from django.urls import path

from sers_portal.admin_pages import views

urlpatterns = [
    path("", views.reports, name="staff_reports"),
    path("<slug:name>/", views.report, name="staff_report"),
    path("<slug:name>/report.csv", views.report_file, name="staff_report_file"),
]

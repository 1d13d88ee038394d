"""Addresses of the newsletter's public archive."""

from django.urls import path

from notices.views import newsletter

urlpatterns = [
    path("", newsletter.archive, name="newsletter"),
    path("<slug:on>/", newsletter.issue, name="newsletter_issue"),
    path("<slug:on>/issue.pdf", newsletter.issue_pdf, name="newsletter_pdf"),
    path("<slug:on>/large-print.pdf", newsletter.issue_large, name="newsletter_large"),
]

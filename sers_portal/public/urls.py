"""Addresses of the pages that inform everybody."""

from django.urls import path

from sers_portal.public import views

urlpatterns = [
    path("before-you-start/", views.informing("public/before_you_start.html"), name="before_you_start"),
    path("announcements/", views.informing("public/announcements.html"), name="announcements"),
    path("tutorial/", views.steps, name="tutorial"),
    path("questions/", views.informing("public/questions.html"), name="questions"),
    path("fact-sheets/", views.sheets, name="fact_sheets"),
    path("fact-sheets/<slug:sheet>/", views.sheet, name="fact_sheet"),
    path("forms/", views.tasks, name="forms"),
    path("insurance-and-medicare/", views.informing("public/insurance.html"), name="insurance"),
    path("other-websites/", views.informing("public/other_websites.html"), name="other_websites"),
    path("glossary/", views.words, name="glossary"),
    path("about-the-plan/", views.informing("public/about_the_plan.html"), name="about_the_plan"),
    path("contact/", views.informing("public/contact.html"), name="contact"),
    path("privacy/", views.informing("public/privacy.html"), name="privacy"),
    path("accessibility/", views.informing("public/accessibility.html"), name="accessibility"),
    path("disclaimer/", views.informing("public/disclaimer.html"), name="disclaimer"),
]

"""What was sent to a person; the addresses hold a letter's random id, and never a member's."""

from django.urls import path

from accounts.views import letters

urlpatterns = [
    path("", letters.letters, name="letters"),
    path("<uuid:id>/", letters.letter, name="letter"),
    path("<uuid:id>/letter.pdf", letters.letter_pdf, name="letter_pdf"),
    path("<uuid:id>/large-print.pdf", letters.letter_large, name="letter_large"),
]

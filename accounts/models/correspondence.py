"""Which person a letter, an e-mail or a text of the post room is for: whoever owns the link authorises the reading."""

from django.db import models

from accounts.models.person import Person
from notices.models import Email, Letter, TextMessage


class LetterFor(models.Model):
    letter = models.OneToOneField(Letter, on_delete=models.RESTRICT, related_name="+")
    person = models.ForeignKey(Person, on_delete=models.RESTRICT, related_name="letters")

    def __str__(self) -> str:
        return f"{self.letter} for {self.person}"


class EmailFor(models.Model):
    email = models.OneToOneField(Email, on_delete=models.RESTRICT, related_name="+")
    person = models.ForeignKey(Person, on_delete=models.RESTRICT, related_name="emails")

    def __str__(self) -> str:
        return f"{self.email} for {self.person}"


class TextFor(models.Model):
    text = models.OneToOneField(TextMessage, on_delete=models.RESTRICT, related_name="+")
    person = models.ForeignKey(Person, on_delete=models.RESTRICT, related_name="texts")

    def __str__(self) -> str:
        return f"{self.text} for {self.person}"

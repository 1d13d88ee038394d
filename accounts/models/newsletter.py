"""How each person gets the newsletter, and that they got it."""

import uuid

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models.person import Person
from notices.models import NewsletterIssue


class NewsletterWay(models.TextChoices):
    """How the newsletter comes."""

    EMAIL = "email", _("by e-mail")
    PAPER = "paper", _("on paper, by mail")
    NONE = "none", _("not at all")


class NewsletterChoice(models.Model):
    """What a person said about the newsletter. Nobody has to: without it, it comes as their other messages do."""

    person = models.OneToOneField(Person, on_delete=models.RESTRICT, related_name="newsletter_choice")
    way = models.CharField(max_length=5, choices=NewsletterWay.choices)
    chosen_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="newsletter_way_is_known", condition=Q(way__in=["email", "paper", "none"])
            ),
        ]

    def __str__(self) -> str:
        return self.get_way_display()


class NewsletterDelivery(models.Model):
    """An issue for one person: written once, with the way decided then, whatever the person chooses later.

    Its id stands in the link that unsubscribes: whoever holds the e-mail may use it, and nobody can guess another.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    issue = models.ForeignKey(NewsletterIssue, on_delete=models.RESTRICT, related_name="+")
    person = models.ForeignKey(Person, on_delete=models.RESTRICT, related_name="newsletter_deliveries")
    # "none" where the person wants none, or cannot be reached.
    way = models.CharField(max_length=5, choices=NewsletterWay.choices)
    decided_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["issue", "person"], name="one_delivery_an_issue_and_person"),
        ]

    def __str__(self) -> str:
        return f"{self.issue} {self.get_way_display()}"

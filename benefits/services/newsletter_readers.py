"""Who gets the newsletter: everybody to whom a benefit is paid. The post room orders, the plan names them."""

from typing import Any

from django.dispatch import receiver

from accounts.services.newsletter import hand_out
from benefits.models import Annuity
from notices.models import NewsletterIssue
from notices.services.newsletter import delivery_ordered


def payees() -> list[int]:
    """The people with a benefit that has not ended, by their keys, each once."""
    paid = Annuity.objects.exclude(state=Annuity.State.ENDED).filter(payee__died_on=None)
    return list(paid.order_by("payee").values_list("payee", flat=True).distinct())


@receiver(delivery_ordered)
def deliver_to_payees(issue: NewsletterIssue, **_: Any) -> None:
    """In the order's transaction: the jobs that write to every payee."""
    hand_out(issue, payees())

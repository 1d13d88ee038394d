"""What stands in the way of a step of a payment run, said so that a person knows what to do next."""

from django.utils.translation import gettext as _


class PaymentRefused(Exception):
    """The step cannot be taken; the message says why, and what to do."""


def given(reason: str) -> str:
    """The reason without blanks around. `PaymentRefused` if there is none."""
    if not reason.strip():
        raise PaymentRefused(_("Give the reason: it is kept with the record."))
    return reason.strip()

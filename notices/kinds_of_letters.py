"""What letters are about, in words; the letters themselves carry a short code."""

from django.utils.translation import gettext_lazy as _

LETTERS = {
    "account-notice": _("notice about an account"),
    "activation": _("activation code"),
    "claim": _("letter about a claim"),
    "direct_deposit": _("change of direct deposit"),
    "given_back": _("record put back as it was"),
    "newsletter": _("newsletter"),
    "payment_returned": _("payment that came back"),
    "payments_held": _("payments held after a report of death"),
    "record_changed": _("change of the record"),
    "statement": _("yearly statement"),
    "verification": _("verification letter"),
    "work": _("work after retirement"),
    "workspace": _("code for a claimant without an account"),
}


def say_kind_of_letter(kind: str) -> str:
    """What a letter is about."""
    return str(LETTERS.get(kind, kind.replace("_", " ").replace("-", " ")))

"""What people look for a form for: where it is done online, and what to do otherwise."""

from typing import NamedTuple

from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class FormTask(NamedTuple):
    """Something people do with a form; `route` is the page where it is done online, "" where there is none."""

    title: Promise
    otherwise: Promise
    route: str = ""
    link: Promise = _("Do it online.")

    @property
    def address(self) -> str:
        """Where it is done online; "" where that page does not exist."""
        try:
            return reverse(self.route) if self.route else ""
        except NoReverseMatch:
            return ""


BY_MAIL = _("By mail: ask us for the form.")
FORM_TASKS = (
    FormTask(
        _("Get the letter with my activation code"),
        _("Or call us."),
        "activation_request",
        _("Ask for the letter."),
    ),
    FormTask(_("Report a new address or name"), _("By mail: write to us, and sign the letter."), "profile"),
    FormTask(
        _("Have my payment sent to my bank"),
        _("By mail: ask us for the Depository Agreement."),
        "direct_deposit",
    ),
    FormTask(
        _("Change the federal tax withheld from my payment"),
        _("By mail: send us form W-4P."),
        "tax_withholding",
    ),
    FormTask(_("Name my beneficiaries"), _("By mail: ask us for the beneficiary form."), "beneficiaries"),
    FormTask(
        _("Find out what my pension would be"),
        _("By mail: ask us for an official estimate."),
        "estimates",
    ),
    FormTask(
        _("Apply for my pension"),
        _("By mail: ask our Claims Division for the application."),
        "claim_start_retirement",
    ),
    FormTask(
        _("Get my contributions back"),
        _("By mail: ask our Claims Division for the application."),
        "claim_start_refund",
    ),
    FormTask(
        _("Report a death"),
        _("Or call us. You need no account."),
        "report_death",
        _("Report it online."),
    ),
    FormTask(
        _("Apply for a benefit after a death"),
        _(
            "Call us: we tell you which form and which papers your case needs. Without an account, report the death first."
        ),
        "claim_start_survivor",
        _("Sign in and apply."),
    ),
    FormTask(
        _("Report that I work after retiring"),
        _("Call our Claims Division before you start."),
        "working_after_retirement",
    ),
    FormTask(_("Report a payment that did not come"), _("Or call us."), "payments"),
    FormTask(_("Get a letter that proves my income from SERS"), BY_MAIL, "verification"),
    FormTask(_("Get a yearly statement again"), _("Or ask us for a copy."), "statements"),
    FormTask(_("Let somebody act for me"), BY_MAIL, "delegates"),
)

"""Which fact sheets there are, in the order and groups they are offered in."""

from typing import NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class FactSheet(NamedTuple):
    """A fact sheet: its address, its title, and what one learns from it."""

    slug: str
    title: Promise
    summary: Promise

    @property
    def template(self) -> str:
        """The template with its words."""
        return f"public/fact_sheets/{self.slug.replace('-', '_')}.html"


class Group(NamedTuple):
    """Fact sheets for the same time of life."""

    title: Promise
    sheets: tuple[FactSheet, ...]


GROUPS = (
    Group(
        _("While you work"),
        (
            FactSheet(
                "tiers",
                _("Tier 1 and Tier 2"),
                _("Which rules are yours, and what sets them apart."),
            ),
            FactSheet(
                "service-credit",
                _("Service credit"),
                _("How days and hours at work become months that count."),
            ),
            FactSheet(
                "contributions",
                _("Contributions"),
                _("What is taken from your pay, what the State pays for you, and the interest on it."),
            ),
            FactSheet(
                "refunds",
                _("Refunds"),
                _("Money back when you leave or retire, and what you give up for it."),
            ),
            FactSheet(
                "reciprocal-service",
                _("Work under another Illinois system"),
                _("How years with other public employers count together."),
            ),
        ),
    ),
    Group(
        _("When you retire"),
        (
            FactSheet(
                "when-you-can-retire",
                _("When you can retire"),
                _("The ages and years that open a pension."),
            ),
            FactSheet(
                "how-a-pension-is-figured",
                _("How your pension is figured"),
                _("Average pay, years and a rate: the three parts of the sum."),
            ),
            FactSheet(
                "applying",
                _("Applying, and your first payment"),
                _("What to send, how long it takes, and what comes in the mail."),
            ),
            FactSheet(
                "choices-at-retirement",
                _("Choices at retirement"),
                _("Two options to think about before you apply."),
            ),
        ),
    ),
    Group(
        _("While you are paid"),
        (
            FactSheet(
                "payments",
                _("Payment days and direct deposit"),
                _("When money comes, how it comes, and what to do if it does not."),
            ),
            FactSheet(
                "taxes", _("Taxes"), _("What is taxed, what is withheld, and the form for your return.")
            ),
            FactSheet(
                "yearly-increases",
                _("Yearly increases"),
                _("When your payment grows, and by how much."),
            ),
            FactSheet(
                "working-after-retirement",
                _("Working after you retire"),
                _("How many days you may work, and when payments stop."),
            ),
            FactSheet(
                "yearly-statement",
                _("Your yearly statement"),
                _("What it shows, and when it comes."),
            ),
            FactSheet(
                "change-of-name-or-address",
                _("A new name or address"),
                _("How to tell us, and why it matters."),
            ),
        ),
    ),
    Group(
        _("For your family"),
        (
            FactSheet(
                "survivors",
                _("Monthly benefits for survivors"),
                _("Who is paid each month after a member dies, and how much."),
            ),
            FactSheet(
                "beneficiaries",
                _("Your beneficiaries"),
                _("Whom you name, and whom the law names."),
            ),
            FactSheet(
                "death-benefits",
                _("Single payments after a death"),
                _("What your named beneficiaries are paid once."),
            ),
            FactSheet(
                "occupational-death",
                _("Death at work"),
                _("When a member dies because of the job."),
            ),
        ),
    ),
    Group(
        _("Other topics"),
        (
            FactSheet(
                "figured-by-hand",
                _("What our staff figure by hand"),
                _("Disability, divorce, military service, sick leave and more: whom to ask."),
            ),
        ),
    ),
)
SHEETS = {sheet.slug: sheet for group in GROUPS for sheet in group.sheets}

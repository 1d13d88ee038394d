"""The forms 1099-R of the cast, for the years that are over: what the Comptroller's lists would have brought."""

from datetime import date
from decimal import Decimal

from django.db.models import Sum
from django.db.models.functions import ExtractYear

from benefits.models import Annuity, Payment, TaxForm
from benefits.rules.money import half_up
from benefits.services.tax_forms import record_tax_form
from sers_portal.base import clock
from sers_portal.base.audit import SYSTEM

# Issued at the end of January; made up: nine tenths are taxable, as after years of contributions from taxed pay.
ISSUED = (1, 28)
TAXABLE = Decimal("0.9")
CODES = {"retirement": "7", "survivor": "4", "occupational_death": "4"}


def are_recorded() -> bool:
    """Whether there is any form."""
    return TaxForm.objects.exists()


def record_forms() -> None:
    """Record a form for each benefit of somebody with an account and each year that is over and was paid in."""
    today = clock.today()
    paid = Payment.objects.standing().filter(annuity__payee__account__isnull=False)
    years = paid.annotate(year=ExtractYear("paid_on")).values("annuity", "year").order_by("annuity", "year")
    annuities = {annuity.pk: annuity for annuity in Annuity.objects.select_related("payee")}
    for row in years.annotate(gross=Sum("gross"), tax=Sum("federal_tax")):
        issued_on = date(row["year"] + 1, *ISSUED)
        if issued_on > today:
            continue
        annuity = annuities[row["annuity"]]
        is_taxed = annuity.kind != Annuity.Kind.OCCUPATIONAL_DEATH
        record_tax_form(
            annuity=annuity,
            year=row["year"],
            gross=row["gross"],
            taxable=half_up(TAXABLE * row["gross"]) if is_taxed else Decimal(0),
            withheld=row["tax"],
            insurance=Decimal(0),
            distribution_code=CODES[annuity.kind],
            issued_on=issued_on,
            by=SYSTEM,
        )

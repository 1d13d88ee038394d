"""A calendar year's totals of each annuity, beside the form 1099-R that the Comptroller issued for it."""

from collections.abc import Iterable
from decimal import Decimal
from typing import NamedTuple

from benefits.models import Annuity, Payment, TaxForm
from benefits.rules.law import Law
from benefits.rules.money import ZERO


class TaxYear(NamedTuple):
    """What was paid of an annuity in a year, in dollars, and the form issued for it: the latest, or None yet."""

    annuity: Annuity
    gross: Decimal
    withheld: Decimal
    form: TaxForm | None
    is_taxed: bool

    @property
    def differs(self) -> bool:
        """Whether the form says something else than the payments on record."""
        return self.form is not None and (self.form.gross, self.form.withheld) != (self.gross, self.withheld)


def latest_tax_forms(annuities: Iterable[Annuity], *, year: int) -> dict[int, TaxForm]:
    """The form of each annuity for a year that counts: a corrected one in place of the first. One query."""
    forms = TaxForm.objects.filter(annuity__in=[annuity.pk for annuity in annuities], year=year)
    return {form.annuity_id: form for form in forms.order_by("issued_on", "id")}


def tax_years(payments: Iterable[Payment], *, year: int, law: Law) -> list[TaxYear]:
    """Each annuity with payments in the year: its totals, and its form. One query."""
    by_annuity: dict[Annuity, list[Payment]] = {}
    for payment in payments:
        by_annuity.setdefault(payment.annuity, []).append(payment)
    forms = latest_tax_forms(by_annuity, year=year)
    return [
        TaxYear(
            annuity,
            gross=sum((payment.gross for payment in rows), ZERO),
            withheld=sum((payment.federal_tax for payment in rows), ZERO),
            form=forms.get(annuity.pk),
            is_taxed=law.latest("federal_taxability", kind=annuity.kind).text("federal_income_tax")
            == "taxed",
        )
        for annuity, rows in by_annuity.items()
    ]

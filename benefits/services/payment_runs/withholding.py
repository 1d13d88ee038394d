"""Federal income tax withheld from a month's payment of an annuity."""

from datetime import date
from decimal import Decimal
from functools import lru_cache

from benefits.models import Annuity
from benefits.rules.facts import BenefitKind
from benefits.rules.law import Law
from benefits.rules.tax import federal_withholding

KINDS: dict[str, BenefitKind] = {
    Annuity.Kind.RETIREMENT: "retirement",
    Annuity.Kind.SURVIVOR: "survivor",
    Annuity.Kind.OCCUPATIONAL_DEATH: "occupational_death",
}


def withheld(*, annuity: Annuity, gross: Decimal, month: date, tax_year: int, law: Law) -> Decimal:
    """The tax withheld from a payment, in dollars. LawGap: the tables of `tax_year` are not held."""
    return _by_default(tax_year, KINDS[annuity.kind], annuity.starts_on, gross, law)


@lru_cache(maxsize=4096)
def _by_default(year: int, kind: BenefitKind, began: date, monthly: Decimal, law: Law) -> Decimal:
    return federal_withholding(
        year=year, kind=kind, benefit_began=began, monthly=monthly, law=law
    ).monthly_withholding

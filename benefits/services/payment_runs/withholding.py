"""Federal income tax withheld from a month's payment of an annuity: the form W-4P in force, else what the law says.

As `benefits.services.withholding.withholding_for`, for many annuities at once.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from functools import lru_cache

from benefits.models import Annuity, WithholdingElection
from benefits.rules.facts import BenefitKind
from benefits.rules.law import Law
from benefits.rules.tax import elected_withholding, federal_withholding

KINDS: dict[str, BenefitKind] = {
    Annuity.Kind.RETIREMENT: "retirement",
    Annuity.Kind.SURVIVOR: "survivor",
    Annuity.Kind.OCCUPATIONAL_DEATH: "occupational_death",
}


def elections_in_force(people: Iterable[int], *, on: date) -> Mapping[int, list[WithholdingElection]]:
    """The forms of people that payments for the month of a day may follow, the last one given first. One query."""
    found: defaultdict[int, list[WithholdingElection]] = defaultdict(list)
    for form in WithholdingElection.objects.filter(person__in=people, from_month__lte=on).order_by(
        "-elected_at"
    ):
        found[form.person_id].append(form)
    return found


def withheld(
    *, annuity: Annuity, gross: Decimal, forms: Sequence[WithholdingElection], tax_year: int, law: Law
) -> Decimal:
    """The tax withheld from a payment, in dollars. LawGap: the tables of `tax_year` are not held."""
    given = next((form for form in forms if form.annuity_id in (annuity.pk, None)), None)
    kind = KINDS[annuity.kind]
    if given is None:
        return _by_default(tax_year, kind, annuity.starts_on, gross, law)
    return elected_withholding(
        form=given.form, year=tax_year, kind=kind, monthly=gross, law=law
    ).monthly_withholding


@lru_cache(maxsize=4096)
def _by_default(year: int, kind: BenefitKind, began: date, monthly: Decimal, law: Law) -> Decimal:
    return federal_withholding(
        year=year, kind=kind, benefit_began=began, monthly=monthly, law=law
    ).monthly_withholding

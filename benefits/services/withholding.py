"""Federal tax withheld from an annuity: the form W-4P in force, or what the law says where there is none."""

from dataclasses import asdict, dataclass
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from accounts.models import Address, Person
from benefits.models import DEDUCTIONS, Annuity, AnnuityAmount, Payment, WithholdingElection
from benefits.rules.law import Law, load_law
from benefits.rules.money import ZERO
from benefits.rules.payment_dates import first_direct_deposit_month
from benefits.rules.tax import (
    ElectedForm,
    FederalWithholding,
    elected_withholding,
    federal_withholding,
)
from benefits.services.confirmations import confirm_change
from sers_portal.base import audit, clock
from sers_portal.base.audit import Actor

# Without withholding only where the payee lives in the United States or its possessions (26 U.S.C. 3405(e)(13)).
# Army and fleet post offices may be abroad, and are left out.
UNITED_STATES = frozenset(
    "AL AK AZ AR CA CO CT DE DC FL GA HI ID IL IN IA KS KY LA ME MD MA MI MN MS MO MT NE NV NH NJ NM NY NC ND OH OK OR "  # noqa: SIM905  read as a line
    "PA RI SC SD TN TX UT VT VA WA WV WI WY PR GU VI AS MP".split()
)


class ElectionRefused(Exception):
    """The form cannot be taken; the sentence says why and what to do."""


@dataclass(frozen=True)
class NetPay:
    """A month's payment of an annuity, in dollars: gross, tax, the other deductions of the last payment, net."""

    gross: Decimal
    tax: Decimal
    deductions: tuple[tuple[str, Decimal], ...]

    @property
    def net(self) -> Decimal:
        """What would reach the account."""
        return self.gross - self.tax - sum((amount for _name, amount in self.deductions), ZERO)


def withholding_for(
    annuity: Annuity, on: date, *, monthly: Decimal | None = None, law: Law | None = None
) -> FederalWithholding:
    """The tax to withhold from an annuity's payment for the month of a day, in dollars, with its worksheet.

    `monthly` is the payment's taxable amount; without it, the amount in force that day. LawGap: a year whose tables are
    not held. ValueError: the annuity has no amount that day.
    """
    form = election_in_force(annuity, on)
    return _figure(annuity, form.form if form else None, on, monthly, law)


def election_in_force(annuity: Annuity, on: date) -> WithholdingElection | None:
    """The form that a payment for the month of a day follows: the last one given, of this annuity or before it."""
    given = WithholdingElection.objects.filter(
        Q(annuity=annuity) | Q(annuity=None), person_id=annuity.payee_id, from_month__lte=on
    )
    return given.order_by("-elected_at").first()


def preview(annuity: Annuity, on: date, *, form: ElectedForm | None = None) -> NetPay:
    """A month's payment with the form in force, or with another. Raises as `withholding_for` does."""
    gross = amount_on(annuity, on)
    tax = (
        _figure(annuity, form, on, gross, None)
        if form is not None
        else withholding_for(annuity, on, monthly=gross)
    )
    months = Payment.objects.filter(annuity=annuity, is_difference=False)
    last = months.order_by("-month").first()
    others = [(words, getattr(last, name)) for name, words in DEDUCTIONS.items() if name != "federal_tax"]
    return NetPay(
        gross,
        tax.monthly_withholding,
        tuple((_(words), amount) for words, amount in others if last is not None and amount),
    )


def first_month() -> date:
    """The first day of the first month whose payment follows a form given now: this month's by the 6th."""
    return first_direct_deposit_month(received_on=clock.today(), law=load_law()).first_day


def may_have_none(person: Person) -> bool:
    """Whether the law lets the person choose that nothing is withheld: with an address in the United States."""
    address = Address.objects.filter(person=person, until_on=None).first()
    return address is not None and address.state in UNITED_STATES


def elect(
    *,
    id: UUID,
    person: Person,
    annuity: Annuity | None,
    form: ElectedForm,
    by: Actor,
    is_told: bool = True,
) -> WithholdingElection:
    """Take a form W-4P. The same `id`, or the same answers again, give the election made. Raises `ElectionRefused`.

    `is_told=False` leaves it to the caller to tell the person.
    """
    with transaction.atomic():
        person = Person.objects.select_for_update(of=("self",)).get(pk=person.pk)
        made = WithholdingElection.objects.filter(pk=id, person=person).first()
        if made is not None:
            return made
        _check(person, annuity, form)
        # Sent in from two tabs: one form, told of once.
        if (given := _given_already(person, annuity, form)) is not None:
            return given
        assert by.id is not None
        election = WithholdingElection.objects.create(
            id=id,
            person=person,
            annuity=annuity,
            **asdict(form),
            from_month=first_month(),
            elected_at=clock.now(),
            elected_by=by.id,
            elected_by_name=by.name,
        )
        audit.record(
            by=by,
            verb="gave a form W-4P",
            subject=election,
            person=person.public_id,
            from_month=election.from_month.isoformat(),
        )
        if is_told:
            confirm_change(person, "withholding", key=str(id), has_letter=False)
    return election


def _given_already(person: Person, annuity: Annuity | None, form: ElectedForm) -> WithholdingElection | None:
    """The last form given for this benefit, where it says the same and counts from the same month."""
    rows = WithholdingElection.objects.filter(Q(annuity=annuity) | Q(annuity=None), person=person)
    last = rows.order_by("-elected_at").first()
    is_same = last is not None and (last.annuity, last.form, last.from_month) == (
        annuity,
        form,
        first_month(),
    )
    return last if is_same else None


def amount_on(annuity: Annuity, on: date) -> Decimal:
    """What an annuity pays a month on a day, gross, in dollars. ValueError: it has no amount then."""
    row = AnnuityAmount.objects.filter(annuity=annuity, from_on__lte=on).order_by("-from_on").first()
    if row is None:
        raise ValueError("this annuity has no amount on that day")
    monthly: Decimal = row.monthly
    return monthly


def _check(person: Person, annuity: Annuity | None, form: ElectedForm) -> None:
    if annuity is not None and annuity.payee_id != person.pk:
        raise ElectionRefused(_("This benefit is not paid to you."))
    if form.is_none and not may_have_none(person):
        raise ElectionRefused(
            _(
                "The law lets you choose no withholding only with an address in the United States. Check the address we "
                "have for you, or choose how much to withhold."
            )
        )


def _figure(
    annuity: Annuity, form: ElectedForm | None, on: date, monthly: Decimal | None, law: Law | None
) -> FederalWithholding:
    gross = amount_on(annuity, on) if monthly is None else monthly
    facts: dict[str, Any] = {
        "year": on.year,
        "kind": annuity.kind,
        "monthly": gross,
        "law": law or load_law(),
    }
    if form is not None:
        return elected_withholding(form=form, **facts)
    return federal_withholding(benefit_began=annuity.starts_on, **facts)

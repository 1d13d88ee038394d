"""What the planning of some annuities needs, read in a handful of queries however many they are."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from django.db.models import Q

from accounts.models import Address, User
from benefits.models import (
    Annuity,
    AnnuityAmount,
    AnnuitySuspension,
    BankAccount,
    InsuranceEnrolment,
    Payment,
    PaymentDeduction,
    PaymentRun,
    PlannedIncrease,
    WithholdingElection,
)
from benefits.rules.monthly_payment import Span, amount_in_force
from benefits.rules.months import Month
from benefits.services.after_death.holds import held_people
from benefits.services.payment_runs.plan import MONTHS_BACK
from benefits.services.payment_runs.withholding import elections_in_force
from benefits.services.returned_deposits import people_whose_deposit_came_back
from sers_portal.base import clock

SIGN_OF_LIFE = timedelta(days=365)


@dataclass(frozen=True)
class PayeeFacts:
    """Where a person's payments go, and whether mail reaches them."""

    accounts: dict[int, BankAccount]
    # From whose account a deposit came back, and who named no newer one: not among `accounts`.
    came_back: set[int]
    with_address: set[int]
    dormant: set[int]
    # Somebody told of their death, and nobody has judged it yet.
    reported_dead: set[int]


@dataclass(frozen=True)
class AnnuityFacts:
    """What is recorded about some annuities, by their numbers; enrolments by the annuity that bears the premium."""

    amounts: dict[int, list[tuple[date, Decimal]]]
    suspensions: dict[int, list[Span]]
    paid: dict[int, set[date]]
    last_payment: dict[int, Payment]
    deductions: dict[int, list[PaymentDeduction]]
    # What is still to be taken for each deduction with a total; planning takes its parts off.
    left: dict[int, Decimal]
    enrolments: dict[int, list[InsuranceEnrolment]]
    elections: Mapping[int, list[WithholdingElection]]
    payees: PayeeFacts

    def monthly_on(self, annuity: Annuity, on: date) -> Decimal | None:
        """The amount in force on a day, an increase planned by this run included."""
        return amount_in_force(self.amounts[annuity.pk], on=on)


def read_facts(run: PaymentRun, annuities: Sequence[Annuity]) -> AnnuityFacts:
    """The facts for a run. About twelve queries."""
    ids = [annuity.pk for annuity in annuities]
    amounts: defaultdict[int, list[tuple[date, Decimal]]] = defaultdict(list)
    for row in AnnuityAmount.objects.filter(annuity__in=ids):
        amounts[row.annuity_id].append((row.from_on, row.monthly))
    for planned in PlannedIncrease.objects.filter(run=run, annuity__in=ids, refusal=""):
        amounts[planned.annuity_id].append((planned.from_on, planned.monthly))
    suspensions: defaultdict[int, list[Span]] = defaultdict(list)
    for spell in AnnuitySuspension.objects.filter(annuity__in=ids, state=AnnuitySuspension.State.IN_FORCE):
        suspensions[spell.annuity_id].append((spell.from_on, spell.until_on))
    # Suspended before such rows were kept: nothing is payable until somebody says otherwise.
    for annuity in annuities:
        if annuity.state == Annuity.State.SUSPENDED and annuity.pk not in suspensions:
            suspensions[annuity.pk].append((annuity.starts_on, None))
    months = Payment.objects.filter(annuity__in=ids, is_difference=False)
    last = months.order_by("annuity_id", "-month").distinct("annuity_id")
    last_payment = {payment.annuity_id: payment for payment in last}
    deductions = _deductions(ids)
    return AnnuityFacts(
        amounts=amounts,
        suspensions=suspensions,
        paid=_paid(run, ids),
        last_payment=last_payment,
        deductions=deductions,
        left={
            row.pk: row.total - row.taken
            for rows in deductions.values()
            for row in rows
            if row.total is not None
        },
        enrolments=_enrolments(annuities),
        elections=elections_in_force({annuity.payee_id for annuity in annuities}, on=run.month),
        payees=read_payees(run, {annuity.payee_id for annuity in annuities}),
    )


def read_payees(run: PaymentRun, people: set[int]) -> PayeeFacts:
    """Accounts in force on the day of payment, usable addresses, and those who give no sign of life."""
    on = run.paid_on
    in_force = Q(until_on=None) | Q(until_on__gte=on)
    rows = BankAccount.objects.filter(in_force, person__in=people, from_on__lte=on).order_by("from_on")
    accounts = {account.person_id: account for account in rows}
    came_back = people_whose_deposit_came_back(accounts)
    current = dict(
        Address.objects.filter(person__in=people, until_on=None).values_list("person", "returned_on")
    )
    returned = {person for person, returned_on in current.items() if returned_on is not None}
    seen = User.objects.filter(person__in=returned, last_login__gte=clock.now() - SIGN_OF_LIFE)
    return PayeeFacts(
        accounts={person: account for person, account in accounts.items() if person not in came_back},
        came_back=came_back,
        with_address=current.keys() - returned,
        dormant=returned - set(seen.values_list("person", flat=True)),
        reported_dead=held_people(people),
    )


def _paid(run: PaymentRun, ids: list[int]) -> dict[int, set[date]]:
    """The months on record as paid, as far back as a run looks."""
    found: defaultdict[int, set[date]] = defaultdict(set)
    since = Month.of(run.month).plus(-MONTHS_BACK).first_day
    rows = Payment.objects.filter(annuity__in=ids, month__gte=since).values_list("annuity", "month")
    for number, month in rows:
        found[number].add(month)
    return found


def _deductions(ids: list[int]) -> dict[int, list[PaymentDeduction]]:
    found: defaultdict[int, list[PaymentDeduction]] = defaultdict(list)
    rows = PaymentDeduction.objects.filter(annuity__in=ids, approved_by__isnull=False, closed_at=None)
    # Held until the plan is written: nobody lowers a debt meanwhile that the plan takes whole.
    for deduction in rows.select_for_update(of=("self",)).order_by("pk"):
        found[deduction.annuity_id].append(deduction)
    return found


def _enrolments(annuities: Sequence[Annuity]) -> dict[int, list[InsuranceEnrolment]]:
    """A person's premiums are borne by one benefit: the own annuity before a survivor's, the older before the newer."""
    people = {annuity.payee_id for annuity in annuities}
    bearers: dict[int, int] = {}
    theirs = Annuity.objects.filter(payee__in=people).exclude(state=Annuity.State.ENDED)
    for annuity in sorted(theirs, key=lambda a: (a.kind != Annuity.Kind.RETIREMENT, a.starts_on, a.pk)):
        bearers.setdefault(annuity.payee_id, annuity.pk)
    found: defaultdict[int, list[InsuranceEnrolment]] = defaultdict(list)
    for enrolment in InsuranceEnrolment.objects.filter(person__in=people):
        if enrolment.person_id in bearers:
            found[bearers[enrolment.person_id]].append(enrolment)
    return found

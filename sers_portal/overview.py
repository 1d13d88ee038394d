"""What a person's home says: gathered from every app in few queries, whatever kinds of recipient the person is."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery, Sum

from accounts.models import Person, User
from benefits.ledger import service_of
from benefits.models import (
    Annuity,
    AnnuityAmount,
    Employment,
    Member,
    Payment,
    ServiceGrant,
    Statement,
)
from benefits.rules.law import load_law
from benefits.rules.refusals import Refusal, answer_or_refusal
from benefits.selectors import FiscalYearPay, LedgerMonth, pay_ledger
from benefits.services.statements.release import released_statements
from benefits.things_to_do import PAYMENTS_HELD
from benefits.wording import say_refusal
from notices.calendar import say_why
from notices.models import CalendarEntry
from sers_portal.base.things_to_do import ThingToDo, to_be_done

NO_MONTHS = Decimal(0)


class NextPayment(NamedTuple):
    """A published payment date, and why it is not the ordinary day ("" where it is)."""

    on: date
    reason: str


@dataclass(frozen=True)
class Work:
    """A member who is not retired: at work or not, the last month reported, the service so far in months.

    `refusal` says in words why the service cannot be told.
    """

    is_at_work: bool
    left_on: date | None
    last_month: LedgerMonth | None
    service_months: Decimal
    reciprocal_months: Decimal
    refusal: str
    # The day of a refund that ended all service before it; None without one.
    refunded_on: date | None


@dataclass(frozen=True)
class Overview:
    """All that the home shows of one person."""

    person: Person
    annuities: list[Annuity]
    next_payment: NextPayment | None
    work: Work | None
    statements: list[Statement]
    to_do: list[ThingToDo]

    @property
    def kinds(self) -> list[str]:
        """What the person is to the plan, in the order the page tells it."""
        kinds = ["retired" if a.kind == Annuity.Kind.RETIREMENT else "survivor" for a in self.annuities]
        if self.work is not None:
            kinds.append("active" if self.work.is_at_work else "inactive")
        return list(dict.fromkeys(kinds))

    @property
    def is_all_suspended(self) -> bool:
        """Whether benefits exist, and none of them is being paid."""
        states = {annuity.state for annuity in self.annuities}
        return states == {Annuity.State.SUSPENDED}

    @property
    def is_held(self) -> bool:
        """Whether nothing is paid until a report of the person's death is judged."""
        return PAYMENTS_HELD in self.to_do


def overview(user: User, *, on: date) -> Overview:
    """The home of a person who signed in, on a day. At most nine queries."""
    person = user.person
    if person is None:
        raise LookupError("an account without a person has no home")
    member = _member(person, on)
    # Most members have no benefit yet: for them the long question would cost more than the rest of their home.
    may_have = member is None or member.has_benefits  # type: ignore[attr-defined]
    annuities = list(_annuities(person, on)) if may_have else []
    is_paid = any(annuity.state == Annuity.State.IN_PAYMENT for annuity in annuities)
    is_retired = any(annuity.kind == Annuity.Kind.RETIREMENT for annuity in annuities)
    return Overview(
        person=person,
        annuities=annuities,
        next_payment=next_payment(on) if is_paid else None,
        work=_work(member, on) if member and (member.is_at_work or not is_retired) else None,  # type: ignore[attr-defined]
        statements=list(released_statements(person).select_related("run").only("kind", "run__year")[:3]),
        to_do=to_be_done(person, on=on),
    )


def next_payment(on: date) -> NextPayment | None:
    """The next payment date that is published, the day itself included, with its reason. Two queries."""
    entries = CalendarEntry.objects.order_by("on")
    entry = entries.filter(kind=CalendarEntry.Kind.PAYMENT, on__gte=on).first()
    if entry is None:
        return None
    closed = entries.filter(on__gte=entry.on, on__lte=entry.ordinary_on or entry.on)
    days = closed.exclude(kind=CalendarEntry.Kind.PAYMENT).values_list("on", "title")
    return NextPayment(entry.on, say_why(entry, dict(days)))


def _annuities(person: Person, on: date) -> "QuerySet[Annuity]":
    """Benefits not ended, each with the amount payable now and the last payment made."""
    amounts = AnnuityAmount.objects.filter(annuity=OuterRef("pk"), from_on__lte=on).order_by("-from_on")
    standing = Payment.objects.standing().filter(annuity=OuterRef("pk"), is_difference=False, paid_on__lte=on)
    paid = standing.order_by("-paid_on")
    return (
        Annuity.objects.filter(payee=person)
        .exclude(state=Annuity.State.ENDED)
        .select_related("member__person")
        .annotate(
            monthly=Subquery(amounts.values("monthly")[:1]),
            last_paid_on=Subquery(paid.values("paid_on")[:1]),
            last_net=Subquery(paid.values("net")[:1]),
        )
    )


def _member(person: Person, on: date) -> Member | None:
    spells = Employment.objects.filter(member=OuterRef("pk"), is_temporary_retiree=False, hired_on__lte=on)
    return (
        Member.objects.filter(person=person)
        .annotate(
            has_benefits=Exists(Annuity.objects.filter(payee=person).exclude(state=Annuity.State.ENDED)),
            is_at_work=Exists(spells.filter(Q(left_on=None) | Q(left_on__gt=on))),
            last_day=Subquery(spells.filter(left_on__lte=on).order_by("-left_on").values("left_on")[:1]),
            granted=_granted(on, Q(kind=ServiceGrant.Kind.RECIPROCAL), is_it=False),
            reciprocal=_granted(on, Q(kind=ServiceGrant.Kind.RECIPROCAL), is_it=True),
        )
        .first()
    )


def _granted(on: date, kind: Q, *, is_it: bool) -> Subquery:
    grants = ServiceGrant.objects.filter(kind if is_it else ~kind, member=OuterRef("pk"), granted_on__lte=on)
    return Subquery(grants.order_by().values("member").annotate(months=Sum("months")).values("months"))


def _work(member: Member, on: date) -> Work:
    # Service rests on no figure that staff enter by the year: the law as written saves the page a query.
    ledger = answer_or_refusal(lambda: pay_ledger(member, law=load_law(), through=on))
    years: list[FiscalYearPay] = [] if isinstance(ledger, Refusal) else ledger
    is_at_work = bool(member.is_at_work)  # type: ignore[attr-defined]
    earned = sum((year.service_months for year in years), NO_MONTHS)
    granted = member.granted or NO_MONTHS  # type: ignore[attr-defined]
    refunded_on = years[0].refunded_on if years else None
    if refunded_on is not None:
        granted = service_of(member, years, through=on).total - earned
    return Work(
        is_at_work=is_at_work,
        left_on=None if is_at_work else member.last_day,  # type: ignore[attr-defined]
        last_month=years[0].months[0] if years else None,
        service_months=earned + granted,
        reciprocal_months=member.reciprocal or NO_MONTHS,  # type: ignore[attr-defined]
        refusal=say_refusal(ledger) if isinstance(ledger, Refusal) else "",
        refunded_on=refunded_on,
    )

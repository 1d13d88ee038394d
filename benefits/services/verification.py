"""Verification letters: what a person can have confirmed to somebody else, made at once, and told again by its code.

Amounts come from payments that were recorded, and service from months that were reported: a letter promises nothing.
"""

import uuid
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.db.models import Sum
from django.utils import translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from accounts.models import Person
from benefits.models import Annuity, Employment, Member, Payment, ServiceGrant, VerificationLetter
from benefits.refunds_on_leaving import service_ended_on
from benefits.rules.law import load_law
from benefits.rules.refusals import Refusal, answer_or_refusal
from benefits.selectors import pay_ledger
from benefits.services.statements.phrases import day, dollars, span
from notices.services.papers import print_letter
from sers_portal.base import audit, clock, limits
from sers_portal.base.audit import Actor
from sers_portal.base.limits import Limit

KIND = "verification"
DAYS_VALID = 90
LETTERS_A_PERSON = [Limit(10, timedelta(days=1))]
Kind = VerificationLetter.Kind


class NothingChosen(Exception):
    """A letter that says nothing is not made; the message says what to do."""


@dataclass(frozen=True)
class Offer:
    """A line the person may have in the letter. `key` names it in the form and stays the same from day to day."""

    key: str
    label: str
    value: str


def offers(person: Person, kind: str, *, language: str) -> list[Offer]:
    """What can be confirmed about a person, in the letter's language; nothing where nothing is recorded."""
    with translation.override(language):
        found = _income(person) if kind == Kind.INCOME else _membership(person)
        return list(found)


def issue(
    *, id: uuid.UUID, person: Person, kind: str, keys: Collection[str], language: str, by: Actor
) -> VerificationLetter:
    """Make a letter with the chosen lines. The same `id` again gives the letter that was made.

    Raises `NothingChosen`, and `LimitReached` after ten letters in a day.
    """
    with transaction.atomic():
        Person.objects.select_for_update(of=("self",)).get(pk=person.pk)
        made = VerificationLetter.objects.filter(pk=id, person=person).first()
        if made is not None:
            return made
        limits.take("verification", str(person.public_id), LETTERS_A_PERSON)
        chosen = [offer for offer in offers(person, kind, language=language) if offer.key in keys]
        if not chosen:
            raise NothingChosen(_("Choose at least one line for the letter."))
        letter = _make(id, person, kind, chosen, language, by)
        audit.record(
            by=by, verb="made a verification letter", subject=letter, person=person.public_id, kind=kind
        )
    return letter


def revoke(*, letter: VerificationLetter, by: Actor) -> VerificationLetter:
    """Take a letter back: from now on the checker says so. Done twice, it stays as it was."""
    with transaction.atomic():
        held = (
            VerificationLetter.objects.select_for_update(of=("self",))
            .select_related("person")
            .get(pk=letter.pk)
        )
        if held.revoked_at is None:
            held.revoked_at = clock.now()
            held.save(update_fields=["revoked_at"])
            audit.record(
                by=by, verb="revoked a verification letter", subject=held, person=held.person.public_id
            )
    return held


def _make(
    id: uuid.UUID, person: Person, kind: str, chosen: Sequence[Offer], language: str, by: Actor
) -> VerificationLetter:
    facts = [{"label": offer.label, "value": offer.value} for offer in chosen]
    expires_on = clock.today() + timedelta(days=DAYS_VALID)
    with translation.override(language):
        document = print_letter(
            id=id,
            template="letters/verification.html",
            content=_content(person, kind, facts, expires_on, language),
            kind=KIND,
            title=_title(kind),
        )
    assert by.id is not None
    return VerificationLetter.objects.create(
        id=id,
        person=person,
        kind=kind,
        facts=facts,
        language=language,
        document=document,
        issued_by=by.id,
        issued_by_name=by.name,
        issued_at=clock.now(),
        expires_on=expires_on,
    )


def _content(
    person: Person, kind: str, facts: list[dict[str, str]], expires_on: date, language: str
) -> dict[str, Any]:
    return {
        "language": language,
        "recipient": _("To whom it may concern"),
        "address_lines": [],
        "on": clock.today(),
        "title": _title(kind),
        "name": person.full_name,
        "is_income": kind == Kind.INCOME,
        "facts": facts,
        "expires_on": expires_on,
    }


def _title(kind: str) -> str:
    return _("Verification of income") if kind == Kind.INCOME else _("Verification of membership and service")


def _income(person: Person) -> Iterator[Offer]:
    today = clock.today()
    annuities = Annuity.objects.filter(payee=person).select_related("member__person")
    paid = Payment.objects.standing().filter(annuity__in=annuities, paid_on__lte=today)
    months = paid.filter(is_difference=False).order_by("paid_on", "pk")
    newest = {payment.annuity_id: payment for payment in months}
    for annuity in annuities:
        last = newest.get(annuity.pk)
        if last is not None:
            yield from _of_annuity(annuity, last)
    yield from _of_years(paid, today)


def _of_annuity(annuity: Annuity, last: Payment) -> Iterator[Offer]:
    prefix, kind = f"annuity-{annuity.public_id}", _kind_name(annuity)
    said = {"kind": kind, "day": day(last.paid_on)}
    yield Offer(f"{prefix}-since", _("%(kind)s since") % said, day(annuity.starts_on))
    state = {
        Annuity.State.IN_PAYMENT: _("in payment"),
        Annuity.State.SUSPENDED: _("suspended: not paid at present"),
        Annuity.State.ENDED: _("ended"),
    }
    yield Offer(f"{prefix}-state", _("%(kind)s, state today") % said, state[Annuity.State(annuity.state)])
    yield Offer(f"{prefix}-gross", _("%(kind)s, gross payment of %(day)s") % said, dollars(last.gross))
    yield Offer(f"{prefix}-net", _("%(kind)s, net payment of %(day)s") % said, dollars(last.net))


def _kind_name(annuity: Annuity) -> str:
    names = {
        Annuity.Kind.RETIREMENT: _("Retirement annuity"),
        Annuity.Kind.SURVIVOR: _("Survivor annuity"),
        Annuity.Kind.OCCUPATIONAL_DEATH: _("Occupational death annuity"),
    }
    return names[Annuity.Kind(annuity.kind)]


def _of_years(paid: Any, today: date) -> Iterator[Offer]:
    for year in (today.year, today.year - 1):
        total: Decimal | None = paid.filter(paid_on__year=year).aggregate(total=Sum("gross"))["total"]
        if total is not None:
            label = (
                _("Paid so far in %(year)s, gross") if year == today.year else _("Paid in %(year)s, gross")
            )
            yield Offer(f"year-{year}", label % {"year": year}, dollars(total))


def _membership(person: Person) -> Iterator[Offer]:
    member = Member.objects.filter(person=person).first()
    if member is None:
        return
    today = clock.today()
    yield Offer(
        "member-since", _("Member of SERS or a related system since"), day(member.first_membership_on)
    )
    spells = Employment.objects.filter(member=member, is_temporary_retiree=False, hired_on__lte=today)
    for spell in spells.select_related("employer").order_by("-hired_on", "pk"):
        span_of_work = _("from %(day)s") % {"day": day(spell.hired_on)}
        if spell.left_on is not None and spell.left_on <= today:
            span_of_work = _("from %(day)s through %(last)s") % {
                "day": day(spell.hired_on),
                "last": day(spell.left_on),
            }
        yield Offer(
            f"work-{spell.pk}", _("Worked for %(employer)s") % {"employer": spell.employer}, span_of_work
        )
    yield from _service(member, today)


def _service(member: Member, today: date) -> Iterator[Offer]:
    ledger = answer_or_refusal(lambda: pay_ledger(member, law=load_law(), through=today))
    if isinstance(ledger, Refusal) or not ledger:
        # Without a sure figure the line is not offered: a letter never guesses.
        return
    ended = service_ended_on([member.pk], through=today).get(member.pk)
    if ended is not None:
        # What a refund ended is not confirmed to anybody; what was earned since is told by the telephone.
        return
    grants = ServiceGrant.objects.filter(member=member, granted_on__lte=today)
    granted = grants.exclude(kind=ServiceGrant.Kind.RECIPROCAL).aggregate(months=Sum("months"))["months"]
    months = sum((year.service_months for year in ledger), Decimal(0)) + (granted or Decimal(0))
    last = date_format(ledger[0].months[0].month, "YEAR_MONTH_FORMAT")
    label = _("Service credit recorded through %(month)s") % {"month": last}
    yield Offer("service", label, span(months))

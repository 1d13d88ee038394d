"""Paying back: what may be repaid and by when, the debt agreed, what comes in for it, and what follows."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from benefits.models import (
    AccountEntry,
    Annuity,
    AnnuitySuspension,
    Claim,
    FamilyMember,
    Payment,
    PaymentDeduction,
)
from benefits.rules.facts import Receipt
from benefits.rules.interest import repayment_interest
from benefits.rules.law import Law
from benefits.rules.money import ZERO
from benefits.rules.months import anniversary
from benefits.rules.worksheet import Worksheet, line_to_record
from benefits.selectors import law_in_force
from benefits.services import claims, writing_off
from benefits.services.payment_runs import deductions
from benefits.services.payment_runs.trouble import PaymentRefused
from reemployment.models import Instalment, Repayment, RepaymentReceipt
from reemployment.rules.instalments import Part, due_days, instalments
from reemployment.rules.recomputation import Recomputation, recomputation
from reemployment.selectors import Retiree, overpaid_by_month
from reemployment.services import telling
from reemployment.services.trouble import WorkRefused
from sers_portal.base import audit, clock
from sers_portal.base.audit import SYSTEM, Actor
from sers_portal.base.templatetags.portal import money

Kind = Repayment.Kind
State = Repayment.State
MOST_INSTALMENTS = 60
RECOMPUTED = "recomputed_benefit"


@dataclass(frozen=True)
class Debt:
    """What would be owed if the last of it were paid on a day."""

    principal: Decimal
    interest: Decimal
    repaid_by: date
    deadline: date | None
    worksheet: Worksheet

    @property
    def due(self) -> Decimal:
        return self.principal + self.interest


def reentry(someone: Retiree) -> date | None:
    """The day on which State service was taken up again: the first day of a suspension for State work."""
    rows = AnnuitySuspension.objects.filter(
        annuity=someone.annuity,
        state="in_force",
        reemployment_case__cause__in=["permanent", "day_too_many"],
    )
    return rows.order_by("from_on").values_list("from_on", flat=True).first()


def has_repaid_all(someone: Retiree) -> bool:
    """Whether all of this annuity was repaid with interest, so that it is recomputed."""
    rows = Repayment.objects.filter(annuity=someone.annuity, kind=Kind.RECOMPUTATION)
    return rows.filter(state=State.COMPLETED).exists()


def right_to_recompute(
    someone: Retiree, *, law: Law, next_retirement: date | None = None
) -> Recomputation | None:
    """Whether and until when the annuity may be repaid; None where nobody has gone back to State service."""
    reentered_on = reentry(someone)
    if reentered_on is None:
        return None
    return recomputation(
        retired_on=someone.annuity.starts_on,
        reentered_on=reentered_on,
        next_retirement=next_retirement,
        law=law,
    )


def quote(someone: Retiree, *, kind: str, repaid_by: date, law: Law) -> Debt:
    """What is owed if all is repaid by a day. Raises `WorkRefused` where it may not be repaid, or comes too late."""
    if repaid_by < clock.today():
        raise WorkRefused(_("That day is past. Choose today or a later day."))
    if kind == Kind.SURVIVOR_REFUND:
        return _quote_survivor_refund(someone, repaid_by, law)
    right = right_to_recompute(someone, law=law)
    if right is None or right.deadline is None:
        raise WorkRefused(
            _("You have no right to repay your annuity: you did not go back to State service in time.")
        )
    _refuse_after(right.deadline, repaid_by)
    received = _received(someone.annuity, law)
    if not received:
        raise WorkRefused(_("No payment of your annuity is on record, so there is nothing to repay."))
    charged = repayment_interest(received=received, repaid_on=repaid_by, law=law)
    principal = charged.due - charged.interest
    return Debt(
        principal, charged.interest, repaid_by, right.deadline, (*right.worksheet, *charged.worksheet)
    )


def agree(*, someone: Retiree, kind: str, number: int, by: Actor, repaid_by: date | None = None) -> Repayment:
    """Agree to repay in one sum by a day, or in monthly instalments. Raises `WorkRefused`."""
    if not 1 <= number <= MOST_INSTALMENTS:
        raise WorkRefused(_("Choose from 1 to %(most)d instalments.") % {"most": MOST_INSTALMENTS})
    law, today = law_in_force(on=clock.today()), clock.today()
    days = (repaid_by or today,) if number == 1 else due_days(agreed_on=today, number=number)
    debt = quote(someone, kind=kind, repaid_by=days[-1], law=law)
    return keep(someone, kind, debt, instalments(debt=debt.due, due_on=days), law, by)


def record_payment(*, repayment: Repayment, on: date, amount: Decimal, number: str, by: Actor) -> Repayment:
    """Money came in. Raises `WorkRefused`: more than is owed, too late, in the future, or booked before."""
    with transaction.atomic():
        row = held(repayment, State.AGREED, State.WRITTEN_OFF)
        _check_payment(row, on, amount, number)
        if row.deduction is not None and row.is_withheld:
            _lower(row.deduction, amount, by)
        book(row, on=on, amount=amount, number=number, by=by)
    return row


def book(row: Repayment, *, on: date, amount: Decimal, number: str, by: Actor) -> None:
    """Write what came in for a repayment that is held; the last of it completes it."""
    RepaymentReceipt.objects.create(
        repayment=row,
        on=on,
        amount=amount,
        number=number.strip(),
        recorded_at=clock.now(),
        recorded_by=by.id,
        recorded_by_name=by.name,
    )
    row.paid += amount
    # Of a debt written off, what comes in all the same is written off no more.
    writing_off.take_off(row, amount)
    if row.paid == row.debt:
        row.state = State.COMPLETED
    row.save(update_fields=["paid", "written_off", "state"])
    note("recorded a repayment", row, by, amount=str(amount), on=on.isoformat())
    if row.paid == row.debt:
        _complete(row, by)


def fail_overdue() -> int:
    """Agreements whose deadline is over: not completed. What came in is to be given back. Returns how many."""
    overdue, failed = Repayment.objects.filter(state=State.AGREED, deadline__lt=clock.today()), 0
    for row in overdue:
        try:
            _fail(row, SYSTEM)
        except WorkRefused:
            continue  # the last payment was recorded at this very moment
        failed += 1
    return failed


def give_up(*, repayment: Repayment, by: Actor) -> Repayment:
    """The person does not go on; what came in is to be given back. Raises `WorkRefused` for an overpayment."""
    if repayment.kind == Kind.OVERPAYMENT:
        raise WorkRefused(_("An overpayment is owed: it cannot be given up."))
    return _fail(repayment, by)


def record_refund(*, repayment: Repayment, on: date, number: str, by: Actor) -> Repayment:
    """The instalments of an agreement that failed were given back. Raises `WorkRefused`."""
    with transaction.atomic():
        row = held(repayment, State.FAILED)
        if not number.strip():
            raise WorkRefused(_("Write the number of the check or deposit."))
        if row.paid:
            RepaymentReceipt.objects.create(
                repayment=row,
                on=on,
                amount=row.paid,
                is_refund=True,
                number=number.strip(),
                recorded_at=clock.now(),
                recorded_by=by.id,
                recorded_by_name=by.name,
            )
        row.state = State.REFUNDED
        row.save(update_fields=["state"])
        note("gave instalments back", row, by, amount=str(row.paid))
    return row


def may_repay_survivor_refund(someone: Retiree, *, law: Law) -> bool:
    """A survivor refund on record, and a marriage since it that has lasted one full year."""
    return bool(_survivor_refunds(someone)) and _married_long_enough(someone)


def _quote_survivor_refund(someone: Retiree, repaid_by: date, law: Law) -> Debt:
    received = _survivor_refunds(someone)
    if not received:
        raise WorkRefused(
            _("No refund of survivor contributions is on record, so there is nothing to repay.")
        )
    if not _married_long_enough(someone):
        raise WorkRefused(
            _("A refund can be repaid when a marriage after it has lasted one full year. None is on record.")
        )
    charged = repayment_interest(received=received, repaid_on=repaid_by, law=law)
    return Debt(charged.due - charged.interest, charged.interest, repaid_by, None, charged.worksheet)


def _survivor_refunds(someone: Retiree) -> list[Receipt]:
    entries = AccountEntry.objects.filter(
        member=someone.member, kind=AccountEntry.Kind.REFUND, survivor__lt=0
    )
    if Repayment.objects.filter(
        member=someone.member, kind=Kind.SURVIVOR_REFUND, state=State.COMPLETED
    ).exists():
        return []
    return [Receipt(on, -amount) for on, amount in entries.values_list("on", "survivor")]


def _married_long_enough(someone: Retiree) -> bool:
    refunded_on = max((receipt.on for receipt in _survivor_refunds(someone)), default=None)
    spouse = FamilyMember.objects.filter(
        member=someone.member, relation__in=["spouse", "civil_union_partner"], ended_on=None
    ).first()
    if refunded_on is None or spouse is None or spouse.since_on is None:
        return False
    return spouse.since_on > refunded_on and anniversary(spouse.since_on, 1) <= clock.today()


def _received(annuity: Annuity, law: Law) -> list[Receipt]:
    """What was received of the annuity and kept: an overpayment is paid back by an agreement of its own."""
    owed: dict[date, Decimal] = {}
    for suspension in AnnuitySuspension.objects.filter(annuity=annuity, repayments__isnull=False).distinct():
        owed |= overpaid_by_month(suspension, law=law)
    rows = Payment.objects.standing().filter(annuity=annuity).order_by("paid_on", "is_difference")
    kept = []
    for month, on, gross in rows.values_list("month", "paid_on", "gross"):
        # A month may have been paid in two parts: what is owed of it is taken off the first one first.
        back = min(owed.get(month, ZERO), gross)
        owed[month] = owed.get(month, ZERO) - back
        kept.append(Receipt(on, gross - back))
    return [receipt for receipt in kept if receipt.amount]


def _refuse_after(deadline: date, repaid_by: date) -> None:
    if repaid_by > deadline:
        raise WorkRefused(
            _("All must be repaid by %(deadline)s. Choose an earlier day, or fewer instalments.")
            % {"deadline": date_format(deadline, "DATE_FORMAT")}
        )


def keep(
    someone: Retiree, kind: str, debt: Debt, parts: Sequence[Part], law: Law, by: Actor, **more: Any
) -> Repayment:
    """Write an agreement with its schedule. Raises `WorkRefused` where one of the kind is running."""
    try:
        with transaction.atomic():
            row = Repayment.objects.create(
                member=someone.member,
                annuity=someone.annuity,
                kind=kind,
                principal=debt.principal,
                interest=debt.interest,
                agreed_on=clock.today(),
                repaid_by=debt.repaid_by,
                deadline=debt.deadline,
                law_edition=law.edition,
                worksheet=[line_to_record(line) for line in debt.worksheet],
                agreed_by=by.id,
                agreed_by_name=by.name,
                **more,
            )
            Instalment.objects.bulk_create(
                Instalment(repayment=row, number=number, due_on=part.due_on, amount=part.amount)
                for number, part in enumerate(parts, start=1)
            )
            note("agreed a repayment", row, by, kind=kind, debt=str(debt.due), instalments=len(parts))
    except IntegrityError as error:
        raise WorkRefused(_("You have agreed to repay this already. See the schedule.")) from error
    row.refresh_from_db()
    return row


def _check_payment(row: Repayment, on: date, amount: Decimal, number: str) -> None:
    left = row.debt - row.paid
    if amount <= 0:
        raise WorkRefused(_("Write an amount above zero."))
    if amount > left:
        raise WorkRefused(
            _("%(amount)s is more than is still owed: %(left)s. Record what is owed, and return the rest.")
            % {"amount": money(amount), "left": money(left)}
        )
    if on > clock.today():
        raise WorkRefused(_("That day is still to come. Write the day on which the money came in."))
    if on < row.agreed_on:
        raise WorkRefused(_("That day is before the agreement. Write the day on which the money came in."))
    if row.deadline is not None and on > row.deadline:
        raise WorkRefused(
            _("All had to be repaid by %(deadline)s; this comes too late and must be returned.")
            % {"deadline": date_format(row.deadline, "DATE_FORMAT")}
        )
    if not number.strip():
        raise WorkRefused(_("Write the number of the check or deposit."))
    if row.receipts.filter(number=number.strip()).exists():
        raise WorkRefused(_("This check or deposit was recorded before. It counts once."))


def _complete(row: Repayment, by: Actor) -> None:
    """All is paid: what was bought with it goes to staff as a claim, or stands in the account again."""
    if row.kind == Kind.SURVIVOR_REFUND:
        AccountEntry.objects.create(
            member=row.member,
            kind=AccountEntry.Kind.REPAYMENT,
            on=clock.today(),
            survivor=row.principal,
            note=_("refund of survivor contributions repaid"),
        )
    if row.kind == Kind.RECOMPUTATION:
        row.claim = _claim(row, by)
    row.state, row.closed_at = State.COMPLETED, clock.now()
    row.save(update_fields=["state", "closed_at", "claim"])
    note("completed a repayment", row, by)


def _claim(row: Repayment, by: Actor) -> Claim:
    answers = {
        "retired_on": row.annuity.starts_on.isoformat() if row.annuity else "",
        "repaid": str(row.debt),
        "completed_on": clock.today().isoformat(),
    }
    return claims.open_claim(
        kind=RECOMPUTED, person=row.member.person, member=row.member, answers=answers, by=SYSTEM
    )


def _fail(repayment: Repayment, by: Actor) -> Repayment:
    with transaction.atomic():
        row = held(repayment, State.AGREED)
        row.state, row.closed_at = State.FAILED, clock.now()
        row.save(update_fields=["state", "closed_at"])
        note("ended a repayment that was not completed", row, by, paid=str(row.paid))
        telling.tell_of_repayment(row, "failed")
    return row


def _lower(deduction: PaymentDeduction, amount: Decimal, by: Actor) -> None:
    try:
        deductions.lower(deduction=deduction, amount=amount, by=by)
    except PaymentRefused as refusal:
        raise WorkRefused(str(refusal)) from refusal


def held(repayment: Repayment, *states: str) -> Repayment:
    """The repayment, locked, in one of some states. Raises `WorkRefused` where it is in another."""
    rows = Repayment.objects.select_for_update(of=("self",)).select_related(
        "member__person", "annuity", "deduction"
    )
    row = rows.get(pk=repayment.pk)
    if row.state not in states:
        raise WorkRefused(
            _("The repayment is “%(state)s” by now; this step cannot be taken.")
            % {"state": row.get_state_display()}
        )
    return row


def note(verb: str, row: Repayment, by: Actor, **detail: object) -> None:
    """The audit row of a step of a repayment."""
    audit.record(by=by, verb=verb, subject=row, person=row.member.person.public_id, **detail)

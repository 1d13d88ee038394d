"""Sums taken from each month's payment, such as a repayment: entered by one person, approved by another."""

from datetime import date
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext as _

from benefits.models import Annuity, PaymentDeduction
from benefits.services.payment_runs.trouble import PaymentRefused, given, second_person, somebody
from sers_portal.base import audit
from sers_portal.base.audit import Actor


def enter(
    *,
    annuity: Annuity,
    monthly: Decimal,
    reason: str,
    from_month: date,
    by: Actor,
    until_month: date | None = None,
) -> PaymentDeduction:
    """Record a deduction in dollars a month. It is taken once a second person has approved it."""
    if monthly <= 0:
        raise PaymentRefused(_("Give an amount above zero."))
    if from_month.day != 1 or (
        until_month is not None and (until_month.day != 1 or until_month < from_month)
    ):
        raise PaymentRefused(_("Give the first day of the first and of the last month, in this order."))
    with transaction.atomic():
        row = PaymentDeduction.objects.create(
            annuity=annuity,
            monthly=monthly,
            reason=given(reason),
            from_month=from_month,
            until_month=until_month,
            entered_by=somebody(by),
            entered_by_name=by.name,
        )
        _note("entered a deduction", row, by)
    return row


def approve(*, deduction: PaymentDeduction, by: Actor) -> PaymentDeduction:
    """A second person approves it: the next plan takes it."""
    with transaction.atomic():
        rows = PaymentDeduction.objects.select_for_update(of=("self",)).select_related("annuity__payee")
        row = rows.get(pk=deduction.pk)
        if row.approved_by is not None:
            raise PaymentRefused(_("This deduction is approved already."))
        row.approved_by, row.approved_by_name = second_person(row.entered_by, by), by.name
        row.save(update_fields=["approved_by", "approved_by_name"])
        _note("approved a deduction", row, by)
    return row


def _note(verb: str, row: PaymentDeduction, by: Actor) -> None:
    audit.record(
        by=by,
        verb=verb,
        subject=row,
        person=row.annuity.payee.public_id,
        monthly=str(row.monthly),
        reason=row.reason,
        from_month=row.from_month.isoformat(),
    )

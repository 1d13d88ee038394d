"""Applying to retire again: the claim is opened with what the records tell, and no repayment may outlast it."""

from datetime import date, timedelta

from django.db import transaction
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from benefits.models import Claim
from benefits.rules.months import ONE_DAY
from benefits.services import claims
from reemployment.models import Repayment
from reemployment.retiring_again import RETIRE_AGAIN, payable_at_reentry
from reemployment.rules.suspension import annuity_resumes_on
from reemployment.selectors import Retiree
from reemployment.services.repayments import reentry
from reemployment.services.trouble import WorkRefused
from sers_portal.base import audit, clock
from sers_portal.base.audit import Actor

EARLIEST_AHEAD = timedelta(days=120)


def check_last_day(someone: Retiree, last_day: date) -> None:
    """Raises `WorkRefused`: no State service was taken up again, or the day is impossible."""
    began = reentry(someone)
    if began is None:
        raise WorkRefused(
            _(
                "Your annuity is not suspended for State work, so there is nothing to apply for. Call us at 217-785-7444."
            )
        )
    if last_day < began:
        raise WorkRefused(
            _("You went back to State service on %(on)s. The last day cannot be before that.")
            % {"on": date_format(began, "DATE_FORMAT")}
        )
    if last_day > clock.today() + EARLIEST_AHEAD:
        raise WorkRefused(_("That is more than four months ahead. Apply when it is nearer."))


def apply(*, someone: Retiree, last_day: date, note: str, by: Actor) -> Claim:
    """Open the claim. Raises `WorkRefused`, or `ClaimRefused` where one is open already."""
    check_last_day(someone, last_day)
    retire_on = annuity_resumes_on(employment_ended_on=last_day)
    with transaction.atomic():
        claim = claims.open_claim(
            kind=RETIRE_AGAIN,
            person=someone.member.person,
            member=someone.member,
            answers={
                "last_day": last_day.isoformat(),
                "retire_on": retire_on.isoformat(),
                "payable_at_reentry": str(payable_at_reentry(someone) or ""),
                "note": note,
            },
            by=by,
        )
        _bring_deadlines_forward(someone, retire_on, by)
    return claim


def _bring_deadlines_forward(someone: Retiree, retire_on: date, by: Actor) -> None:
    """All must be repaid by the day before the next retirement (40 ILCS 5/14-111)."""
    rows = Repayment.objects.select_for_update().filter(
        member=someone.member, kind=Repayment.Kind.RECOMPUTATION, state="agreed", deadline__gte=retire_on
    )
    for row in rows:
        row.deadline = retire_on - ONE_DAY
        row.repaid_by = min(row.repaid_by, row.deadline)
        row.save(update_fields=["deadline", "repaid_by"])
        audit.record(
            by=by,
            verb="brought a deadline forward",
            subject=row,
            person=someone.member.person.public_id,
            deadline=row.deadline.isoformat(),
        )

"""Notice of a return to work: taken with the day it was given, judged by the rules, and ended when the work ends."""

import secrets
from datetime import date, timedelta

from django.db import IntegrityError, transaction
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from benefits.models import Employer
from benefits.selectors import law_in_force
from reemployment.models import ReturnNotice, WorkKind
from reemployment.selectors import Retiree
from reemployment.services import cases
from reemployment.services.trouble import WorkRefused
from sers_portal.base import audit, clock
from sers_portal.base.audit import Actor
from sers_portal.base.crockford import ALPHABET, grouped, is_offensive

# Further ahead nobody knows, and the law may be another.
LONGEST_AHEAD = timedelta(days=366)
LETTER, LENGTH = "J", 8


def check_start(someone: Retiree, starts_on: date) -> None:
    """Raises `WorkRefused` for a first day before the retirement, or too far ahead."""
    if starts_on < someone.annuity.starts_on:
        raise WorkRefused(
            _("You retired on %(on)s. Work before that day is no return to work; write a later day.")
            % {"on": date_format(someone.annuity.starts_on)}
        )
    if starts_on > clock.today() + LONGEST_AHEAD:
        raise WorkRefused(_("That is more than a year ahead. Tell us when it is nearer."))


def give(
    *,
    someone: Retiree,
    kind: str,
    employer: Employer | None,
    employer_name: str,
    starts_on: date,
    by: Actor,
    expected_days: int | None = None,
    other_system: str = "",
    is_of_2002_incentive: bool = False,
) -> ReturnNotice:
    """Take a notice. Given twice it is taken once: the first one comes back. Raises `WorkRefused`."""
    check_start(someone, starts_on)
    if kind in (WorkKind.TEMPORARY, WorkKind.PERMANENT) and employer is None:
        raise WorkRefused(_("Choose the State agency from the list."))
    if kind == WorkKind.RECIPROCAL_SUSPENSION and not other_system:
        raise WorkRefused(_("Choose the system that suspends your pension."))
    try:
        with transaction.atomic():
            notice = ReturnNotice.objects.create(
                reference=_new_reference(),
                member=someone.member,
                kind=kind,
                employer=employer,
                employer_name=employer.name if employer else employer_name,
                starts_on=starts_on,
                expected_days=expected_days,
                other_system=other_system,
                is_of_2002_incentive=is_of_2002_incentive,
                noticed_at=clock.now(),
                noticed_on=clock.today(),
                noticed_by=by.id,
                noticed_by_name=by.name,
            )
            _note("gave notice of a return to work", notice, by, kind=kind, starts_on=starts_on.isoformat())
            cases.open_for_notice(someone=someone, notice=notice, law=law_in_force(on=clock.today()))
    except IntegrityError:
        return ReturnNotice.objects.get(
            member=someone.member,
            kind=kind,
            employer_name=employer.name if employer else employer_name,
            starts_on=starts_on,
        )
    return notice


def end(*, notice: ReturnNotice, ended_on: date, by: Actor) -> ReturnNotice:
    """The work has ended, with this last day. Raises `WorkRefused`."""
    with transaction.atomic():
        row = ReturnNotice.objects.select_for_update().get(pk=notice.pk)
        if ended_on < row.starts_on:
            raise WorkRefused(
                _("The work began on %(on)s. Its last day cannot be before that.")
                % {"on": date_format(row.starts_on)}
            )
        if ended_on > clock.today():
            raise WorkRefused(_("That day is still to come. Tell us when the work has ended."))
        last = row.days.filter(corrected_by=None, is_worked=True).order_by("-on").first()
        if last is not None and last.on > ended_on:
            raise WorkRefused(
                _(
                    "You told us that you worked on %(on)s. Take that day back first, or write a later last day."
                )
                % {"on": date_format(last.on)}
            )
        row.ended_on, row.end_noticed_at = ended_on, clock.now()
        row.save(update_fields=["ended_on", "end_noticed_at"])
        _note("told the end of work after retirement", row, by, ended_on=ended_on.isoformat())
    return row


def _note(verb: str, notice: ReturnNotice, by: Actor, **detail: str) -> None:
    person = notice.member.person.public_id
    audit.record(by=by, verb=verb, subject=notice, person=person, reference=notice.reference, **detail)


def _new_reference() -> str:
    while True:
        code = "".join(secrets.choice(ALPHABET) for _place in range(LENGTH))
        reference = f"{LETTER}-{grouped(code, 4)}"
        if not is_offensive(code) and not ReturnNotice.objects.filter(reference=reference).exists():
            return reference

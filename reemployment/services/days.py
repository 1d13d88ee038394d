"""The log of days: told by the retiree or an employer, taken back by a new row, judged by the rules each time.

Whoever records holds the annuity's row, so that two reports at once are counted one after the other.
"""

from collections.abc import Iterable
from datetime import date

from django.db import transaction
from django.db.models import QuerySet
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from benefits.models import Annuity, AnnuitySuspension, Employer
from benefits.rules.law import Law
from benefits.rules.refusals import Refusal
from benefits.selectors import law_in_force
from reemployment.models import ReturnNotice, SuspensionCase, WorkedDay
from reemployment.selectors import Retiree, YearOfWork, year_of_work
from reemployment.services import cases, warnings
from reemployment.services.trouble import WorkRefused
from sers_portal.base import audit, clock
from sers_portal.base.audit import Actor

Source = WorkedDay.Source


def add_days(*, someone: Retiree, notice: ReturnNotice, days: Iterable[date], by: Actor) -> None:
    """The retiree worked on these days. All or none are recorded; raises `WorkRefused` with the first thing wrong."""
    wanted = sorted(set(days))
    with transaction.atomic():
        hold(someone)
        check_days(someone, notice, wanted)
        known = set(_own(notice).filter(is_worked=True, on__in=wanted).values_list("on", flat=True))
        if known:
            raise WorkRefused(
                _("You have told us of %(on)s already. A day counts once.") % {"on": _say_days(known)}
            )
        _record(someone, notice, {day: True for day in wanted}, by)


def take_back(*, someone: Retiree, notice: ReturnNotice, on: date, by: Actor) -> None:
    """The retiree did not work on this day after all: a new row says so. Raises `WorkRefused`."""
    with transaction.atomic():
        hold(someone)
        _check_not_too_old([on])
        if not _own(notice).filter(is_worked=True, on=on).exists():
            raise WorkRefused(
                _("%(on)s is not among the days you told us of. There is nothing to take back.")
                % {"on": date_format(on)}
            )
        _record(someone, notice, {on: False}, by)


def set_month(
    *, someone: Retiree, notice: ReturnNotice, month: date, days: Iterable[date], by: Actor
) -> None:
    """In this month the retiree worked on just these days: what is new is added, what is gone taken back."""
    wanted = set(days)
    with transaction.atomic():
        hold(someone)
        if any((day.year, day.month) != (month.year, month.month) for day in wanted):
            raise WorkRefused(_("A day you chose is not in this month. Load the page again."))
        in_month = _own(notice).filter(is_worked=True, on__year=month.year, on__month=month.month)
        known = set(in_month.values_list("on", flat=True))
        added, gone = sorted(wanted - known), sorted(known - wanted)
        check_days(someone, notice, added)
        _check_not_too_old(gone)
        _record(someone, notice, {**dict.fromkeys(added, True), **dict.fromkeys(gone, False)}, by)


def check_days(someone: Retiree, notice: ReturnNotice, days: Iterable[date]) -> None:
    """Raises `WorkRefused` for a day on which this work cannot have been done."""
    if not notice.counts_days:
        raise WorkRefused(_("The days of this work are not counted: only days for the State are."))
    for day in days:
        if day > clock.today():
            raise WorkRefused(
                _("%(on)s is still to come. Tell us of days you have worked; use the planner for the others.")
                % {"on": date_format(day)}
            )
        if day < someone.annuity.starts_on:
            raise WorkRefused(
                _("%(on)s is before your retirement on %(retired)s. Only days after it are counted here.")
                % {"on": date_format(day), "retired": date_format(someone.annuity.starts_on)}
            )
        if day < notice.starts_on:
            raise WorkRefused(
                _(
                    "%(on)s is before the first day of this work, %(starts)s. If you began earlier, give a new notice."
                )
                % {"on": date_format(day), "starts": date_format(notice.starts_on)}
            )
        if notice.ended_on is not None and day > notice.ended_on:
            raise WorkRefused(
                _(
                    "%(on)s is after the last day of this work, %(ended)s. If you work again, give a new notice."
                )
                % {"on": date_format(day), "ended": date_format(notice.ended_on)}
            )
    _check_not_too_old(days)


def hold(someone: Retiree) -> None:
    """Hold the annuity's row until the transaction ends."""
    Annuity.objects.select_for_update().get(pk=someone.annuity.pk)


def write_row(
    *,
    someone: Retiree,
    employer: Employer,
    source: str,
    on: date,
    is_worked: bool,
    by: Actor,
    notice: ReturnNotice | None = None,
) -> WorkedDay | None:
    """One row of the log, correcting the one in force; None where it would say nothing new."""
    told = WorkedDay.objects.filter(
        member=someone.member, employer=employer, source=source, on=on, corrected_by=None
    ).first()
    if (told.is_worked if told else False) == is_worked:
        return None
    return WorkedDay.objects.create(
        member=someone.member,
        employer=employer,
        source=source,
        on=on,
        is_worked=is_worked,
        corrects=told,
        notice=notice,
        recorded_by=by.id,
        recorded_by_name=by.name,
    )


def settle(*, someone: Retiree, years: Iterable[int]) -> list[YearOfWork]:
    """Judge these years anew: open or bring forward the case of a day too many, and give the warnings that are due.

    Also a year that is over: days come late, and an annuity is suspended from the day that was one too many.
    """
    law = law_in_force(on=clock.today())
    judged = [year_of_work(someone, year=year, law=law) for year in sorted(set(years))]
    for year in judged:
        _open_or_close(someone, year, law)
        warnings.give_due(someone=someone, year=year)
    return judged


def _open_or_close(someone: Retiree, year: YearOfWork, law: Law) -> None:
    if isinstance(year.outcome, Refusal):
        return
    day = first_day_to_suspend(someone, year)
    if day is None:
        cases.close_if_no_longer_due(annuity=someone.annuity, year=year.year)
        return
    cases.open_case(
        annuity=someone.annuity,
        cause=SuspensionCase.Cause.DAY_TOO_MANY,
        suspend_on=day,
        worksheet=year.outcome.worksheet,
        law=law,
    )


def first_day_to_suspend(someone: Retiree, year: YearOfWork) -> date | None:
    """The first day worked beyond the limit that no suspension covers.

    After a suspension has ended in a year, one more day of work in it suspends again.
    """
    if year.suspended_on is None:
        return None
    spells = list(
        AnnuitySuspension.objects.filter(annuity=someone.annuity, state="in_force").values_list(
            "from_on", "until_on"
        )
    )
    beyond = (day for day in sorted(year.days) if day >= year.suspended_on)
    return next(
        (
            day
            for day in beyond
            if not any(first <= day and (last is None or day <= last) for first, last in spells)
        ),
        None,
    )


def _record(someone: Retiree, notice: ReturnNotice, told: dict[date, bool], by: Actor) -> None:
    assert notice.employer is not None
    for day, is_worked in told.items():
        write_row(
            someone=someone,
            employer=notice.employer,
            source=Source.RETIREE,
            on=day,
            is_worked=is_worked,
            by=by,
            notice=notice,
        )
    if told:
        audit.record(
            by=by,
            verb="told days of work after retirement",
            subject=notice,
            person=someone.member.person.public_id,
            worked=[day.isoformat() for day, is_worked in told.items() if is_worked],
            taken_back=[day.isoformat() for day, is_worked in told.items() if not is_worked],
        )
        settle(someone=someone, years={day.year for day in told})


def _own(notice: ReturnNotice) -> "QuerySet[WorkedDay]":
    return WorkedDay.objects.filter(
        member=notice.member, employer=notice.employer, source=Source.RETIREE, corrected_by=None
    )


def _check_not_too_old(days: Iterable[date]) -> None:
    """This year and the last are the retiree's to put right; what is older has been paid and reported on."""
    for day in days:
        if day.year < clock.today().year - 1:
            raise WorkRefused(
                _(
                    "%(on)s is too long ago to change here. Call us at 217-785-7444, and we look at it with you."
                )
                % {"on": date_format(day)}
            )


def _say_days(days: Iterable[date]) -> str:
    return ", ".join(date_format(day) for day in sorted(days))

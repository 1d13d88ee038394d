"""Somebody back in State service, suspended by two people, and what follows, as several tests need it."""

from datetime import date

from benefits.models import Claim
from benefits.rules.months import Month
from benefits.services import claims
from reemployment.models import SuspensionCase
from reemployment.selectors import Retiree
from reemployment.services import cases
from tests.factories.accounts import staff
from tests.factories.benefits import payments_of
from tests.factories.reemployment import a_notice, a_retired_member


def back_at_work(
    *, retired_on: date = date(2024, 3, 1), since: date = date(2026, 6, 16), paid_months: int = 2
) -> Retiree:
    """Somebody paid some months, then permanently back in State service, suspended by two people."""
    someone = a_retired_member(retired_on=retired_on)
    payments_of(someone.annuity, Month.of(retired_on), paid_months, tax="0.00", health="0.00")
    a_notice(someone, kind="permanent", starts_on=since)
    case = SuspensionCase.objects.get(annuity=someone.annuity)
    cases.propose(case=case, by=staff().actor)
    cases.confirm(case=case, by=staff().actor)
    return someone


def resumed(someone: Retiree, ended_on: date) -> None:
    """The work has ended, and two people say so."""
    case = SuspensionCase.objects.get(annuity=someone.annuity)
    cases.propose_resumption(case=case, employment_ended_on=ended_on, by=staff().actor)
    cases.confirm_resumption(case=case, by=staff().actor)


def approved(claim: Claim, entered: dict[str, str]) -> None:
    """The figures entered by an examiner, approved by two people."""
    examiner, second = staff().actor, staff().actor
    claims.take(claim=claim, by=examiner)
    claims.calculate(claim=claim, by=examiner, entered=entered, reason="By hand.", source="Form 12")
    claims.approve_first(claim=claim, by=examiner)
    claims.approve_second(claim=claim, by=second)

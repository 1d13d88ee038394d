"""State jobs of retired members that nobody gave notice of: found in the record of employment, opened as cases."""

from django.db import transaction
from django.db.models import Exists, OuterRef, Q

from benefits.models import Annuity, Employment
from benefits.rules.refusals import Refusal
from benefits.selectors import law_in_force
from reemployment.models import SuspensionCase
from reemployment.selectors import Retiree, rule_for
from reemployment.services import cases
from sers_portal.base import clock

Cause = SuspensionCase.Cause


def open_cases() -> int:
    """Open the case of each job that belongs to SERS and began after the retirement. Returns how many were opened.

    Whoever belongs to SERS by the job works permanently: suspended from the first day. Asked once for each first day.
    """
    asked = SuspensionCase.objects.filter(
        Q(suspend_on=OuterRef("hired_on")) | Q(state__in=cases.UNDECIDED),
        annuity__member=OuterRef("member"),
        cause=Cause.PERMANENT,
    )
    annuity = Annuity.objects.filter(
        member=OuterRef("member"), kind=Annuity.Kind.RETIREMENT, starts_on__lte=OuterRef("hired_on")
    ).exclude(state=Annuity.State.ENDED)
    jobs = Employment.objects.filter(
        Exists(annuity), ~Exists(asked), is_temporary_retiree=False, hired_on__lte=clock.today()
    )
    return sum(_opened(job) for job in jobs.select_related("member__person").order_by("hired_on"))


def _opened(job: Employment) -> bool:
    annuity = Annuity.objects.exclude(state=Annuity.State.ENDED).get(
        member=job.member, kind=Annuity.Kind.RETIREMENT
    )
    someone, law = Retiree(job.member, annuity), law_in_force(on=clock.today())
    outcome = rule_for(someone, kind=Cause.PERMANENT.value, starts_on=job.hired_on, law=law)
    if outcome is None or isinstance(outcome, Refusal) or outcome.suspended_on is None:
        return False
    with transaction.atomic():
        case = cases.open_case(
            annuity=annuity,
            cause=Cause.PERMANENT,
            suspend_on=outcome.suspended_on,
            worksheet=outcome.worksheet,
            law=law,
        )
    return case is not None

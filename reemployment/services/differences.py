"""Where a retiree's days and the employer's differ: one case at a time, which both sides can follow."""

from collections.abc import Iterable

from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from benefits.claim_kinds import ClaimKind
from benefits.models import OPEN_STATES, Claim
from benefits.services import claims
from reemployment.selectors import DayTold, Retiree, days_told, differing
from sers_portal.base.audit import Actor

KIND = "work_days"

CLAIM_KIND = ClaimKind(
    name=KIND,
    letter="W",
    title=_("Days of work told differently"),
    days=30,
    usual_days=(14, 30),
    is_single=True,
    questions={
        "employer_only": _("Days told by the employer only"),
        "retiree_only": _("Days told by the retired member only"),
    },
)


def open_case(*, someone: Retiree, years: Iterable[int], by: Actor) -> Claim | None:
    """Open the case of the days that differ; None where none do, or a case is open that leads to the same page.

    A day only the retiree tells differs once the employer has reported on its month: reports come month by month.
    """
    found = [told for year in sorted(set(years)) for told in differing(days_told(someone.member, year=year))]
    is_open = Claim.objects.filter(person=someone.member.person, kind=KIND, state__in=OPEN_STATES).exists()
    if not found or is_open:
        return None
    answers = {
        "employer_only": _say([told for told in found if told.by_employer]),
        "retiree_only": _say([told for told in found if not told.by_employer]),
    }
    return claims.open_claim(
        kind=KIND,
        person=someone.member.person,
        member=someone.member,
        answers={name: words for name, words in answers.items() if words},
        by=by,
    )


def _say(days: Iterable[DayTold]) -> str:
    return "; ".join(f"{date_format(one.on)}, {one.employer.name}" for one in days)

"""A month of pay that its member says is wrong, or missing: a case with evidence, tracked by both sides."""

from collections.abc import Iterable
from datetime import date

from accounts.services.uploads import Inspected
from benefits.models import Claim, Member
from benefits.selectors import LedgerMonth, LedgerRecord
from benefits.services import claims
from sers_portal.base.audit import Actor

KIND = "correction"


def report_wrong(
    *,
    member: Member,
    month: LedgerMonth,
    record: LedgerRecord,
    what: str,
    should_be: str,
    papers: Iterable[Inspected],
    by: Actor,
) -> Claim:
    """Open the case of a wrong month, with the number of the pay record it is about. Raises `UploadRefused`."""
    answers = {
        "month": f"{month.month:%m/%Y}",
        "employer": record.employer,
        "record": str(record.number),
        "what": what,
        "should_be": should_be,
    }
    return claims.open_claim(
        kind=KIND, person=member.person, member=member, answers=answers, files=papers, by=by
    )


def report_missing(
    *,
    member: Member,
    month: date,
    employer: str,
    what: str,
    should_be: str,
    papers: Iterable[Inspected],
    by: Actor,
) -> Claim:
    """Open the case of a month that no record tells of. Raises `UploadRefused`."""
    answers = {"month": f"{month:%m/%Y}", "employer": employer, "what": what, "should_be": should_be}
    return claims.open_claim(
        kind=KIND, person=member.person, member=member, answers=answers, files=papers, by=by
    )

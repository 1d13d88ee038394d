"""The report of a death, by anybody: received at once, in the same words whoever died and whoever reports.

What SERS has on record about the deceased is told to staff only. Who wants a survivor benefit and has no account is
mailed a code for the application.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy

from accounts.models import Person
from accounts.names import bare_name
from benefits.claim_kinds import ClaimKind, register
from benefits.models import Claim, ClaimEvent
from benefits.services.after_death import holds
from benefits.services.claims.death_records import record_death
from benefits.services.claims.opening import open_claim, save_draft
from benefits.services.claims.steps import held, write_event
from benefits.services.claims.workspace import issue_code
from sers_portal.base import jobs
from sers_portal.base.audit import SYSTEM, Actor
from sers_portal.base.limits import Limit, LimitReached, take

REPORT, SURVIVOR = "death_report", "survivor"
FIND = "find-reported-dead"
REPORTS_FROM_A_PLACE = (Limit(5, timedelta(hours=1)), Limit(20, timedelta(days=1)))
ONCE = (Limit(1, timedelta(days=2)),)
ABOUT_THE_DEAD = ("member_name", "member_born_on", "member_number", "died_on")
SURVIVORS = ("spouse", "civil_union_partner", "child", "parent")
LAST_FOUR = 4
MEMBER_QUESTIONS = {
    "member_name": gettext_lazy("Who died"),
    "member_born_on": gettext_lazy("Birth date of the person who died"),
    "member_number": gettext_lazy("Member ID or last four digits"),
}
RELATION_WORDS = {
    "spouse": gettext_lazy("husband or wife"),
    "civil_union_partner": gettext_lazy("civil union partner"),
    "child": gettext_lazy("child"),
    "parent": gettext_lazy("parent"),
    "other": gettext_lazy("somebody else"),
}


class AlreadyReported(Exception):
    """The same page was sent in before."""


@dataclass(frozen=True)
class Reported:
    """A death report as it was received, and the application that was begun with it, if any."""

    report: Claim
    application: Claim | None


def report_death(
    *,
    answers: Mapping[str, Any],
    contact: Mapping[str, Any],
    wants_to_apply: bool,
    origin: str,
    once: str,
    by: Actor,
) -> Reported:
    """Receive a report. `contact` as of claims: name, address_lines, phone, email, language.

    `once` names the page it was written on: sent twice at once it is received once, and the second raises
    `AlreadyReported`. Raises `LimitReached` where too many came from one place.
    """
    take("death-report", origin, REPORTS_FROM_A_PLACE)
    with transaction.atomic():
        try:
            take("death-report-page", once, ONCE)
        except LimitReached as reached:
            raise AlreadyReported from reached
        report = open_claim(kind=REPORT, person=None, member=None, answers=answers, by=by, contact=contact)
        jobs.add(FIND, {f"{FIND}:{report.pk}": {"claim": report.pk}})
        application = _begin_application(report, answers, contact, by) if wants_to_apply else None
    return Reported(report, application)


def tell_staff_who_it_may_be(claim: Claim) -> None:
    """Have the record looked for that a report or an application names."""
    jobs.add(FIND, {f"{FIND}:{claim.pk}": {"claim": claim.pk}})


@jobs.handler(FIND)
def find_record(*, claim: int) -> None:
    """Write for staff which record it may be. In the background: nobody outside learns it from how long it takes."""
    reported = Claim.objects.get(pk=claim)
    found = who_it_may_be(reported.answer_data)
    meant = [one for one in found if _is_surely(one, reported.answer_data)]
    if reported.kind == REPORT and len(meant) == 1:
        # Name, birth date and number all fit: a payment on its way cannot wait until somebody has looked.
        holds.hold_for(claim=reported, person=meant[0], by=SYSTEM)
    words = (
        "; ".join(f"{one.full_name}, {one.member_id}" for one in found)
        if found
        else "none with this birth date and name or number"
    )
    write_event(reported, ClaimEvent.Kind.NOTE, by=SYSTEM, words=f"Records this may be about: {words}.")


def who_it_may_be(answers: Mapping[str, Any]) -> list[Person]:
    """The people of this birth date whose family name or number fits."""
    name, number = bare_name(str(answers.get("member_name") or "")), str(answers.get("member_number") or "")
    try:
        born_on = date.fromisoformat(str(answers.get("member_born_on")))
    except ValueError:
        return []
    return [
        person
        for person in Person.objects.filter(born_on=born_on).order_by("pk")
        if bare_name(person.family_name) in name or _fits(person, number)
    ]


def _is_surely(person: Person, answers: Mapping[str, Any]) -> bool:
    """Whether name, birth date and number all fit; any two of them are known to too many."""
    name, number = bare_name(str(answers.get("member_name") or "")), str(answers.get("member_number") or "")
    return bare_name(person.family_name) in name and _fits(person, number)


def register_report() -> None:
    """Make the kind known."""
    register(
        ClaimKind(
            name=REPORT,
            is_after_a_death=True,
            letter="B",
            title=gettext_lazy("Report of a death"),
            days=14,
            usual_days=(3, 14),
            on_approval=record_death,
            questions={
                **MEMBER_QUESTIONS,
                "died_on": gettext_lazy("Day of death"),
                "reporter_relation": gettext_lazy("Who reports"),
            },
            answer_words={"reporter_relation": RELATION_WORDS},
        )
    )


def _begin_application(
    report: Claim, answers: Mapping[str, Any], contact: Mapping[str, Any], by: Actor
) -> Claim:
    said = {name: answers[name] for name in ABOUT_THE_DEAD}
    if answers.get("reporter_relation") in SURVIVORS:
        said["relation"] = answers["reporter_relation"]
    draft = save_draft(kind=SURVIVOR, person=None, member=None, answers=said, by=by, contact=contact)
    words = f"Begun with this report: {draft.reference}."
    try:
        issue_code(claim=draft, by=by)
    except LimitReached:
        # Told to staff, not to the reporter: who counts letters to an address learns nothing from us.
        words += " No letter with a code was written: too many went to this address in 30 days."
    write_event(held(report), ClaimEvent.Kind.NOTE, by=SYSTEM, words=words)
    return draft


def _fits(person: Person, number: str) -> bool:
    if not number:
        return False
    return person.ssn[-LAST_FOUR:] == number if len(number) == LAST_FOUR else person.member_id == number

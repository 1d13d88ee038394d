"""Enrolment: being hired makes one a member (seed 002). One row of an agency's list is one hiring.

A row is taken in its own transaction, so an import that is stopped goes on where it was when it is run again: a hiring
already on record changes nothing, and one that contradicts the record is refused with a sentence that says how.
"""

from enum import StrEnum

from django.db import connection, transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from accounts.models import Address, Person
from benefits.models import Employer, Employment, Member
from benefits.services.enrolment_list import Hiring, ListRow, RowRefused, read_hiring
from sers_portal.base import audit
from sers_portal.base.audit import Actor

IDENTITY = ("given_name", "middle_name", "family_name", "suffix", "born_on")
# Hirings one at a time, so that two lists imported at once cannot enrol one person twice.
ENROLMENT_LOCK = 14_136


class Outcome(StrEnum):
    """What a row came to."""

    ENROLLED = "enrolled"
    HIRED_AGAIN = "hired again"
    KNOWN = "on record already"


def enrol_row(*, row: ListRow, by: Actor) -> Outcome:
    """Take in one row of a list. `RowRefused` says what is wrong with it; then nothing was changed."""
    return enrol(hiring=read_hiring(row.cells), by=by)


def enrol(*, hiring: Hiring, by: Actor) -> Outcome:
    """Record a hiring: the person, the membership and the employment, as far as they are not on record.

    `RowRefused` if it contradicts the record.
    """
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [ENROLMENT_LOCK])
        person = _person(hiring)
        member, is_new = _member(hiring, person)
        if not _employ(hiring, member):
            return Outcome.KNOWN
        audit.record(
            by=by,
            verb="enrolled member" if is_new else "recorded hiring",
            subject=member,
            person=person.public_id,
            employer=hiring.employer,
            hired_on=hiring.hired_on.isoformat(),
        )
    return Outcome.ENROLLED if is_new else Outcome.HIRED_AGAIN


def _person(hiring: Hiring) -> Person:
    ssn_index = Person.ssn.index_of(hiring.ssn)
    known = Person.objects.filter(Q(member_id=hiring.member_id) | Q(ssn_index=ssn_index)).order_by("pk")
    if not known:
        return _new_person(hiring)
    for person in known:
        if (person.member_id, person.ssn_index) != (hiring.member_id, ssn_index):
            raise RowRefused(
                _("The Member ID and the Social Security number belong to two different people on record.")
            )
    (person,) = known
    if differing := [name for name in IDENTITY if getattr(person, name) != getattr(hiring, name)]:
        raise RowRefused(
            _(
                "%(columns)s: not as on record for this Member ID. Mend the row, or have the record changed first."
            )
            % {"columns": ", ".join(differing)}
        )
    return person


def _new_person(hiring: Hiring) -> Person:
    person = Person(member_id=hiring.member_id, **{name: getattr(hiring, name) for name in IDENTITY})
    person.set_ssn(hiring.ssn)
    person.save()
    Address.objects.create(
        person=person,
        line_1=hiring.line_1,
        line_2=hiring.line_2,
        city=hiring.city,
        state=hiring.state,
        zip_code=hiring.zip_code,
        from_on=hiring.hired_on,
    )
    return person


def _member(hiring: Hiring, person: Person) -> tuple[Member, bool]:
    member, is_new = Member.objects.get_or_create(
        person=person,
        defaults={
            "tier": hiring.tier,
            "formula": hiring.formula,
            "coverage": hiring.coverage,
            "first_membership_on": hiring.first_membership_on,
        },
    )
    if member.first_membership_on != hiring.first_membership_on:
        raise RowRefused(
            _(
                "first_membership_on is %(found)s here and %(known)s on record; it decides the tier. Mend the wrong one."
            )
            % {"found": hiring.first_membership_on, "known": member.first_membership_on}
        )
    return member, is_new


def _employ(hiring: Hiring, member: Member) -> bool:
    """Record the employment. False if it is on record already, as it is."""
    employer = _employer(hiring)
    spells = Employment.objects.filter(member=member, employer=employer)
    known = spells.filter(hired_on=hiring.hired_on).first()
    if known is not None:
        _refuse_other_terms(hiring, known)
        return False
    if spells.filter(Q(left_on=None) | Q(left_on__gte=hiring.hired_on)).exists():
        raise RowRefused(
            _("This person works for %(employer)s already. Record the day they left first, or mend hired_on.")
            % {"employer": employer.code}
        )
    _follow_new_work(hiring, member)
    Employment.objects.create(
        member=member,
        employer=employer,
        hired_on=hiring.hired_on,
        position=hiring.position,
        pay_basis=hiring.pay_basis,
        formula=hiring.formula,
        coverage=hiring.coverage,
        is_temporary_retiree=hiring.temporary_retiree,
    )
    return True


def _employer(hiring: Hiring) -> Employer:
    employer = Employer.objects.filter(code=hiring.employer).first()
    if employer is None:
        if not hiring.employer_name:
            raise RowRefused(
                _(
                    "No agency has the code %(code)s. Mend the code, or give the agency's name in employer_name."
                )
                % {"code": hiring.employer}
            )
        return Employer.objects.create(code=hiring.employer, name=hiring.employer_name)
    if hiring.employer_name and hiring.employer_name != employer.name:
        raise RowRefused(
            _('The code %(code)s belongs to "%(name)s" on record. Mend the code or the name.')
            % {"code": employer.code, "name": employer.name}
        )
    return employer


def _refuse_other_terms(hiring: Hiring, known: Employment) -> None:
    terms = {
        "formula": known.formula,
        "coverage": known.coverage,
        "pay_basis": known.pay_basis,
        "temporary_retiree": known.is_temporary_retiree,
    }
    if differing := [name for name, value in terms.items() if getattr(hiring, name) != value]:
        raise RowRefused(
            _(
                "%(columns)s: not as on record for this hiring. Mend the row, or have the record changed first."
            )
            % {"columns": ", ".join(differing)}
        )


def _follow_new_work(hiring: Hiring, member: Member) -> None:
    # The membership says how the member's work is pensioned today: the latest ordinary hiring decides.
    is_latest = not member.employments.filter(hired_on__gt=hiring.hired_on).exists()
    if is_latest and not hiring.temporary_retiree:
        member.formula, member.coverage = hiring.formula, hiring.coverage
        member.save(update_fields=["formula", "coverage"])

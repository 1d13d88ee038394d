"""A record for somebody SERS did not know: a survivor or beneficiary who is to be paid. Members come by enrolment."""

from collections.abc import Mapping
from datetime import date

from django.db import connection, transaction
from django.db.models import Max, QuerySet
from django.utils.translation import gettext as _

from accounts.models import Address, Person
from sers_portal.base import audit, clock
from sers_portal.base.audit import Actor
from sers_portal.base.name_search import search_key

# Of nine digits and beginning with 9, as no Social Security number does: agencies give out none like it.
FIRST_NUMBER = 900_000_001
# The lock of enrolment as well (benefits.services.enrolment): nobody is recorded twice at one moment.
RECORDING_LOCK = 14_136


class RecordRefused(Exception):
    """The record is not made; the message says why, and what to do."""


def make_person(
    *,
    names: Mapping[str, str],
    born_on: date,
    ssn: str,
    address: Mapping[str, str],
    proof: str,
    by: Actor,
    is_somebody_else: bool = False,
) -> Person:
    """Record a person. `names`: given_name, middle_name, family_name, suffix; `ssn` of nine digits; `address`: line_1,
    line_2, city, state, zip_code; `proof`: the papers that show name and birth date.

    Raises `RecordRefused` if somebody with this number is on record, or somebody of this name and birth date: then
    `is_somebody_else` says that staff compared them, and these are two people.
    """
    if by.id is None or not proof.strip():
        raise RecordRefused(_("Say which papers show the name and the birth date, and who has seen them."))
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [RECORDING_LOCK])
        _refuse_known(names, born_on, ssn, is_somebody_else)
        person = Person(member_id=_next_number(), born_on=born_on, **names)
        person.set_ssn(ssn)
        person.save()
        Address.objects.create(person=person, from_on=clock.today(), **address)
        audit.record(
            by=by,
            verb="made a record of a person",
            subject=person,
            person=person.public_id,
            proof=proof.strip(),
            is_somebody_else=is_somebody_else,
        )
    return person


def namesakes(*, names: Mapping[str, str], born_on: date) -> "QuerySet[Person]":
    """People on record with this birth date and the same first and last name, however it is spelled."""
    return Person.objects.filter(
        born_on=born_on,
        family_key=search_key(names["family_name"]),
        given_key__startswith=search_key(names["given_name"])[:1],
    ).order_by("pk")


def _refuse_known(names: Mapping[str, str], born_on: date, ssn: str, is_somebody_else: bool) -> None:
    known = Person.objects.filter(ssn_index=Person.ssn.index_of(ssn)).first()
    if known is not None:
        raise RecordRefused(
            _("This Social Security number is on record: Member ID %(number)s. Tie the claim to that record.")
            % {"number": known.member_id}
        )
    same = [] if is_somebody_else else list(namesakes(names=names, born_on=born_on))
    if same:
        raise RecordRefused(
            _(
                "Somebody of this name and birth date is on record: Member ID %(numbers)s. Tie the claim to that record; "
                "or, if you compared the papers and it is somebody else, tick the box."
            )
            % {"numbers": ", ".join(person.member_id for person in same)}
        )


def _next_number() -> str:
    taken = Person.objects.filter(member_id__regex=r"^9[0-9]{8}$").aggregate(last=Max("member_id"))["last"]
    return str(max(int(taken) + 1, FIRST_NUMBER) if taken else FIRST_NUMBER)

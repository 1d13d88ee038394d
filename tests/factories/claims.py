"""Claims, the people who work on them, and files to send in."""

import io
from datetime import date
from functools import lru_cache

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from accounts.models import Person, User
from benefits.models import Claim, Member
from benefits.rules.months import Month
from benefits.services import claims
from sers_portal.base import clock
from tests.factories.accounts import a_person, an_account, staff
from tests.factories.work import a_job, a_membership, months_of_pay

WORK = ("benefits.view_claim", "benefits.work_claim", "accounts.view_person", "accounts.view_upload")


@lru_cache
def a_picture(kind: str = "PNG", size: tuple[int, int] = (8, 8)) -> bytes:
    kept = io.BytesIO()
    Image.new("RGB", size).save(kept, kind)
    return kept.getvalue()


def a_file(name: str = "birth certificate.png", content: bytes | None = None) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, a_picture() if content is None else content)


def an_examiner(given_name: str = "Erin") -> User:
    return staff(*WORK, "accounts.release_upload", given_name=given_name, family_name="Examiner")


def a_supervisor(given_name: str = "Sol") -> User:
    rights = (*WORK, "benefits.assign_claim", "benefits.approve_claim")
    return staff(*rights, given_name=given_name, family_name="Supervisor")


def somebody_leaving() -> Person:
    """Lena Field, Tier 1, 61 years old, 20 years at work, gone since the end of last month."""
    today = clock.today()
    person = a_person("Lena", "Field", born_on=date(today.year - 61, 1, 15))
    last = Month.of(today).plus(-1)
    first = last.plus(-12 * 20 + 1)
    member = a_membership(person, since=min(first.first_day, date(2010, 1, 1)))
    a_job(member, since=first.first_day, until=last.last_day)
    months_of_pay(member, first, 12 * 20)
    an_account(person)
    return person


def retirement_answers() -> dict[str, str]:
    today = clock.today()
    last = Month.of(today).plus(-1).last_day
    return {"last_day": last.isoformat(), "retire_on": Month.of(today).first_day.isoformat()}


def a_claim(
    person: Person, kind: str = "retirement", *, answers: dict | None = None, files=(), **options
) -> Claim:
    """A claim sent in by its claimant."""
    given = retirement_answers() if answers is None else answers
    return claims.open_claim(
        kind=kind,
        person=person,
        member=options.pop("member", None) or Member.objects.filter(person=person).first(),
        answers=given,
        by=person.account.actor,
        files=files,
        **options,
    )


def a_claim_to_approve(person: Person, examiner: User, kind: str = "retirement", **options) -> Claim:
    """A claim that waits for its second approval."""
    claim = a_claim(person, kind, **options)
    claims.take(claim=claim, by=examiner.actor)
    claims.calculate(claim=claim, by=examiner.actor)
    return claims.approve_first(claim=claim, by=examiner.actor, has_certificate=True)

"""Claims of the cast, each at another place of its way, so that both sides of the desk have something to look at."""

import io
from datetime import timedelta

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from PIL import Image, ImageDraw

from accounts.models import User
from benefits.models import Claim, Member
from benefits.rules.months import Month
from benefits.services import claims
from sers_portal.base import clock

EXAMINER = "omar.haddad@example.org"


def are_there() -> bool:
    """Whether there is any claim."""
    return Claim.objects.exists()


@transaction.atomic
def make() -> None:
    """One waits for a second approval, one for a paper, one to be sent on, two for anybody; one is a draft."""
    _waiting_for_a_second_person()
    _waiting_for_a_paper()
    _calculated()
    alice, darnell = _account("alice.novak"), _account("darnell.hughes")
    claims.open_claim(
        kind="correction",
        person=alice.person,
        member=_member(alice),
        answers={"what": "The overtime of my first week is missing."},
        by=alice.actor,
    )
    _by_telephone()
    claims.save_draft(
        kind="retirement",
        person=darnell.person,
        member=_member(darnell),
        answers={"last_day": Month.of(clock.today()).plus(2).last_day.isoformat()},
        by=darnell.actor,
    )


def _waiting_for_a_second_person() -> None:
    omar = User.objects.get(email=EXAMINER).actor
    claim = _retires("mildred.carter")
    claims.take(claim=claim, by=omar)
    claims.calculate(claim=claim, by=omar)
    claims.approve_first(claim=claim, by=omar, reason="All papers are here.")


def _waiting_for_a_paper() -> None:
    omar = User.objects.get(email=EXAMINER).actor
    claim = _retires("victor.zielinski")
    claims.take(claim=claim, by=omar)
    claims.request_document(
        claim=claim,
        title="Copy of your birth certificate",
        words="The picture you sent cannot be read. Please take it again in daylight.",
        by=omar,
    )
    claims.note(claim=claim, words="Called him; he sends it next week.", by=omar)


def _calculated() -> None:
    omar, jasmine = User.objects.get(email=EXAMINER).actor, _account("jasmine.reed")
    answers = {"rollover_amount": "5000.00", "rollover_to": "Prairie Credit Union IRA"}
    claim = claims.open_claim(
        kind="refund", person=jasmine.person, member=_member(jasmine), answers=answers, by=jasmine.actor
    )
    claims.take(claim=claim, by=omar)
    claims.calculate(claim=claim, by=omar)


def _by_telephone() -> None:
    """Somebody called two weeks ago; it was noted then, and is typed in now."""
    omar, darnell = User.objects.get(email=EXAMINER).actor, _account("darnell.hughes")
    today = clock.today()
    claims.open_by_staff(
        kind="official_estimate",
        person=darnell.person,
        member=_member(darnell),
        answers={
            "retire_on": Month.of(today).plus(24).first_day.isoformat(),
            "note": "What are two more years worth?",
        },
        by=omar,
        came="Opened for the claimant; it came by telephone.",
        received_on=today - timedelta(days=14),
    )


def _retires(name: str) -> Claim:
    """Somebody at work applies for the annuity of next month."""
    account, this_month = _account(name), Month.of(clock.today())
    answers = {
        "last_day": this_month.last_day.isoformat(),
        "retire_on": this_month.plus(1).first_day.isoformat(),
        "offset_removal": "false",
    }
    return claims.open_claim(
        kind="retirement",
        person=account.person,
        member=_member(account),
        answers=answers,
        by=account.actor,
        files=[a_picture("birth certificate.jpg")],
    )


def a_picture(name: str) -> SimpleUploadedFile:
    """A made-up paper, photographed."""
    paper = Image.new("RGB", (600, 400), "white")
    ImageDraw.Draw(paper).text((40, 180), "made up for the demonstration", fill="black")
    kept = io.BytesIO()
    paper.save(kept, "JPEG")
    return SimpleUploadedFile(name, kept.getvalue())


def _account(name: str) -> User:
    return User.objects.get(email=f"{name}@example.org")


def _member(account: User) -> Member:
    return Member.objects.get(person=account.person)

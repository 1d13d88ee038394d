"""The cast in touch with SERS: messages with and without an answer, appointments at each step, people who help."""

import re
import uuid
from datetime import datetime, time, timedelta

from django.db import transaction

from accounts.models import Appointment, Conversation, Delegation, User
from accounts.services import appointments, conversations, delegations, uploads
from accounts.services.appointments import Wish
from accounts.services.delegations import Helper
from notices.models import CalendarEntry, Email
from sers_portal.base import clock
from sers_portal.base.clock import SPRINGFIELD
from sers_portal.demonstration import people
from sers_portal.demonstration.claims import a_picture

MEMBER_SERVICES, SUPERVISOR = "grace.lee", "linda.park"
CODE = re.compile(r"\b\w{5}-\w{5}\b")
DAYS_OF_HELP = 365
FRIDAY = 4


def are_there() -> bool:
    """Whether somebody wrote."""
    return Conversation.objects.exists()


@transaction.atomic
def make() -> None:
    """All of it, by the cast and by staff who may."""
    _messages()
    _appointments()
    _helpers()


def _messages() -> None:
    """An answer that was not opened yet, a message that waits for one, and a matter that is closed."""
    grace = _account(MEMBER_SERVICES).actor
    answered = _writes("dorothy.kowalski", "taxes", "How do I change what is withheld for federal tax?")
    words = "Open Payments, then Tax withholding. You see what would reach you before you sign anything."
    conversations.answer(conversation=answered, id=uuid.uuid4(), words=words, by=grace)
    _writes("alice.novak", "service", "Does my summer job at the State Fair in 1998 count as service?")
    closed = _writes("marcus.bell", "retiring", "When will I be vested?")
    words = "With ten years of service. Your yearly statement names the day."
    conversations.answer(conversation=closed, id=uuid.uuid4(), words=words, by=grace)
    conversations.close(conversation=closed, by=grace)


def _appointments() -> None:
    """One asked for, one with times to choose from, one booked."""
    grace = _account(MEMBER_SERVICES).actor
    _asks("darnell.hughes", Wish("retiring", "telephone", ["mon", "wed"], "morning", "+12175550142"))
    offered = _asks("victor.zielinski", Wish("service", "springfield", ["tue"], "any"))
    appointments.offer(appointment=offered, times=[_time(3, 9), _time(4, 14)], by=grace)
    booked = _asks("mildred.carter", Wish("retiring", "chicago", ["thu", "fri"], "afternoon"))
    appointments.offer(appointment=booked, times=[_time(6, 13), _time(6, 15)], by=grace)
    first = booked.offers.order_by("begins_at")[0]
    appointments.pick(appointment=booked, offer_id=first.pk, by=_account("mildred.carter").actor)


def _helpers() -> None:
    """One may look, one may act by a power of attorney that two people accepted, one has not answered yet."""
    for email, (given_name, family_name) in people.HELPERS.items():
        people.open_helper_account(email, given_name, family_name)
    _accepts(_names("dorothy.kowalski", "paul.kowalski", "view"), "paul.kowalski")
    acting = _names("clarence.young", "denise.young", "act")
    _accepts(acting, "denise.young")
    delegations.check_power(delegation=acting, by=_account(MEMBER_SERVICES).actor)
    delegations.accept_power(delegation=acting, by=_account(SUPERVISOR).actor)
    _names("helen.fitzgerald", "brian.fitzgerald", "act")


def _writes(name: str, topic: str, words: str) -> Conversation:
    account = _account(name)
    assert account.person is not None
    return conversations.write(
        person=account.person, id=uuid.uuid4(), topic=topic, words=words, files=[], by=account.actor
    )


def _asks(name: str, wish: Wish) -> Appointment:
    account = _account(name)
    assert account.person is not None
    return appointments.request(person=account.person, id=uuid.uuid4(), wish=wish, by=account.actor)


def _names(member: str, helper: str, scope: str) -> Delegation:
    account = _account(member)
    assert account.person is not None
    picture = a_picture("power of attorney.jpg")
    given = Helper(
        name=helper.replace(".", " ").title(),
        email=f"{helper}@example.org",
        scope=scope,
        ends_on=clock.today() + timedelta(days=DAYS_OF_HELP),
        power=uploads.inspect(picture) if scope == Delegation.Scope.ACT else None,
    )
    return delegations.invite(person=account.person, helper=given, by=account.actor)


def _accepts(delegation: Delegation, helper: str) -> None:
    """The helper types the code of the e-mail: nobody else knows it."""
    written = Email.objects.filter(to=delegation.email).latest("pk")
    found = CODE.search(written.body)
    assert found is not None
    delegations.accept(user=_account(helper), typed=found[0])
    delegation.refresh_from_db()


def _time(days: int, hour: int) -> datetime:
    """An hour of a day on which the offices are open, about so many days from today."""
    closed = set(CalendarEntry.objects.filter(kind__in=("closing", "holiday")).values_list("on", flat=True))
    day = clock.today() + timedelta(days=days)
    while day.weekday() > FRIDAY or day in closed:
        day += timedelta(days=1)
    return datetime.combine(day, time(hour), tzinfo=SPRINGFIELD)


def _account(name: str) -> User:
    return User.objects.select_related("person").get(email=f"{name}@example.org")

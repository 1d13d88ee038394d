"""People whom a member lets help them."""

import uuid
from datetime import timedelta

from accounts.models import Delegation, Person, User
from accounts.services.uploads import Inspected, receive
from sers_portal.base import clock
from tests.factories.accounts import an_account
from tests.factories.claims import a_picture


def a_helper(*, email: str = "dana@example.org") -> User:
    """Dana, who has an account and no record."""
    return an_account(email=email, given_name="Dana", family_name="Kind")


def a_delegation(person: Person, helper: User, *, may_act: bool = False, days: int = 30) -> Delegation:
    """An invitation that was taken up; with a power of attorney that two people accepted, where they may act."""
    now = clock.now()
    fields = {}
    if may_act:
        power = Inspected("power.png", a_picture(), "image/png")
        fields = {
            "power": receive(file=power, person=person, by=person.account.actor),
            "power_state": "accepted",
            "power_checked_by": uuid.uuid4(),
            "power_decided_by": uuid.uuid4(),
        }
    return Delegation.objects.create(
        person=person,
        name=helper.full_name,
        email=helper.email,
        scope="act" if may_act else "view",
        ends_on=clock.today() + timedelta(days=days),
        code_index=uuid.uuid4().hex,
        code_expires_at=now + timedelta(days=14),
        invited_at=now,
        delegate=helper,
        accepted_at=now,
        **fields,
    )

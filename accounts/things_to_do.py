"""What messages, appointments and helpers ask a person to do. Each is gone once it is done."""

from datetime import date

from django.db.models import Exists, F, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Appointment, Conversation, Delegation
from sers_portal.base.things_to_do import ThingToDo, add

ME = OuterRef("pk")


def add_ours() -> None:
    """Make them known to the home."""
    for thing in (ANSWER_IS_HERE, TIMES_ARE_OFFERED, ASKED_TO_HELP, HELPER_WAITS):
        add(thing)


def _has_new_answer(on: date) -> Exists:
    """As `Conversation.is_new_to_person`: answered since the person last opened it."""
    answered = Conversation.objects.filter(person=ME, state=Conversation.State.ANSWERED)
    return Exists(answered.filter(Q(seen_at=None) | Q(seen_at__lt=F("state_since"))))


def _is_asked_to_help(on: date) -> Exists:
    """An invitation to the person's own e-mail address whose code can still be typed."""
    waiting = Delegation.objects.filter(revoked_at=None, accepted_at=None, ends_on__gte=on)
    # By the day it is good through: the clock would cost the home a query more.
    mine = waiting.filter(email=OuterRef("account__email"), code_expires_at__date__gte=on)
    return Exists(mine.exclude(person=ME))


ANSWER_IS_HERE = ThingToDo(
    name="answer_is_here",
    when=_has_new_answer,
    title=_("Read our answer"),
    words=_("We answered a message of yours, and you have not opened the answer yet."),
    route="messages",
    action=_("Go to your messages"),
    order=10,
)
TIMES_ARE_OFFERED = ThingToDo(
    name="times_are_offered",
    when=lambda on: Exists(Appointment.objects.filter(person=ME, state=Appointment.State.OFFERED)),
    title=_("Choose a time for your appointment"),
    words=_("We offered you times. Nothing is booked until you choose one."),
    route="appointments",
    action=_("See the times"),
    order=10,
)
ASKED_TO_HELP = ThingToDo(
    name="asked_to_help",
    when=_is_asked_to_help,
    title=_("Somebody asks you to help them"),
    words=_("The code is in the e-mail that we sent you. Type it in, if you want to help."),
    route="helping",
    action=_("Type the code"),
    order=20,
)
HELPER_WAITS = ThingToDo(
    name="helper_waits",
    when=lambda on: Exists(
        Delegation.objects.filter(person=ME, revoked_at=None, accepted_at=None, ends_on__gte=on)
    ),
    title=_("A helper has not answered yet"),
    words=_(
        "You named somebody who may help you. They have not typed the code of our e-mail yet. Remind them, or end the "
        "invitation."
    ),
    route="delegates",
    action=_("See who may help you"),
    order=90,
)

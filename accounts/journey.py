"""Where an account stands on its way to a member's pages: one function says the next step, one page is each step."""

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.contrib.sessions.backends.base import SessionBase
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from accounts.models import AccountLock, PhoneFactor, User
from accounts.services import sessions
from accounts.services.activation.entry import is_linked
from accounts.services.registration import is_registered

MARK = "journey_done_for"


class Step(models.TextChoices):
    """What an account has to do next."""

    CONFIRM_EMAIL = "confirm_email", _("Confirm your e-mail")
    ADD_SECOND_FACTOR = "add_second_factor", _("Add a second step")
    ENTER_ACTIVATION_CODE = "enter_activation_code", _("Enter the code from our letter")
    EREGISTRATION = "eregistration", _("Register")
    ACTIVE = "active", _("Done")
    # Side states: nothing to do on these pages.
    LOCKED = "locked", _("Locked")
    CLOSED = "closed", _("Closed")


# The page of each step, by the name of its route.
PAGE = {
    Step.CONFIRM_EMAIL: "account_email_verification_sent",
    Step.ADD_SECOND_FACTOR: "factor_choice",
    Step.ENTER_ACTIVATION_CODE: "activation_enter",
    Step.EREGISTRATION: "registration_start",
}
# What else is open during a step: routes by name, or by how their names begin.
ALWAYS_OPEN = (
    "account_logout",
    "session_",
    "account_reauthenticate",
    "mfa_reauthenticate",
    "account_lock",
    "provider_confirm",
)
SETTING_UP = ("factor_", "mfa_", "account_change_password", "account_set_password")
LOOKING_AFTER = (
    *SETTING_UP,
    "account_",
    "activity",
    "sign_ins",
    "security_",
    "connection",
    "provider_connect",
    "helping",
)
OPEN = {
    Step.CONFIRM_EMAIL: ("account_",),
    Step.ADD_SECOND_FACTOR: SETTING_UP,
    Step.ENTER_ACTIVATION_CODE: (*LOOKING_AFTER, "activation_"),
    Step.EREGISTRATION: (*LOOKING_AFTER, "activation_", "registration_"),
}
# What is left to do for whoever has no record of their own yet.
WITHOUT_RECORD = (Step.ENTER_ACTIVATION_CODE, Step.EREGISTRATION)
# The steps as a member walks them, for the step indicator.
WALK = (Step.CONFIRM_EMAIL, Step.ADD_SECOND_FACTOR, Step.ENTER_ACTIVATION_CODE, Step.EREGISTRATION)


def next_step(user: User, *, has_brought_factor: bool = False) -> Step:
    """What this account has to do next; `ACTIVE` when nothing. A second step at a provider counts for its session."""
    if not user.is_active:
        return Step.CLOSED
    is_locked, has_email, has_factor = _facts(user)
    if is_locked:
        return Step.LOCKED
    if not has_email:
        return Step.CONFIRM_EMAIL
    if not (has_factor or has_brought_factor):
        return Step.ADD_SECOND_FACTOR
    # Staff who have no record of their own work in the staff pages.
    if user.is_staff and user.person_id is None:
        return Step.ACTIVE
    return _step_as_a_member(user)


def step_in(request: HttpRequest) -> Step:
    """The next step of the signed-in account; asked of the database only until the walk is done."""
    user = request.user
    assert isinstance(user, User)
    if request.session.get(MARK) == _mark(user):
        return Step.ACTIVE
    return mark_when_done(request.session, user, has_brought_factor=sessions.brought_second_factor(request))


def mark_when_done(session: SessionBase, user: User, *, has_brought_factor: bool = False) -> Step:
    """The next step of an account, noted in its session when there is none."""
    step = next_step(user, has_brought_factor=has_brought_factor)
    if step == Step.ACTIVE:
        session[MARK] = _mark(user)
    return step


def is_open(step: Step, route: str) -> bool:
    """Whether a page may be seen during a step."""
    return route.startswith((*ALWAYS_OPEN, *OPEN.get(step, ())))


def _mark(user: User) -> str:
    # A person unlinked in the meantime starts the walk again.
    return f"{user.pk}:{user.person_id}"


def _facts(user: User) -> tuple[bool, bool, bool]:
    me = OuterRef("pk")
    proven = EmailAddress.objects.filter(user=me, verified=True, email=OuterRef("email"))
    phones = PhoneFactor.objects.filter(user=me, confirmed_at__isnull=False)
    others = Authenticator.objects.filter(user=me).exclude(type=Authenticator.Type.RECOVERY_CODES)
    locks = AccountLock.objects.filter(user=me, unlocked_at=None)
    found = User.objects.filter(pk=user.pk).annotate(
        locked=Exists(locks), proven=Exists(proven), has_factor=Q(Exists(phones)) | Q(Exists(others))
    )
    return found.values_list("locked", "proven", "has_factor").get()


def _step_as_a_member(user: User) -> Step:
    if is_registered(user):
        return Step.ACTIVE
    return Step.EREGISTRATION if is_linked(user) else Step.ENTER_ACTIVATION_CODE

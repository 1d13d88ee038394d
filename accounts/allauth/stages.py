"""Stages of a sign-in after the password: an unproven mailbox is proven, then the second step.

Keys are allauth's own, so that its pages and checks know them.
"""

from allauth.account.internal.constants import LoginStageKey as AccountKey
from allauth.account.internal.flows.login import record_authentication
from allauth.account.models import EmailAddress
from allauth.account.stages import LoginStage
from allauth.core.internal.httpkit import headed_redirect_response
from allauth.mfa.stages import AuthenticateStage
from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase
from django.utils.translation import gettext as _

from accounts import phone_request
from accounts.allauth import arrivals
from accounts.models import User
from accounts.services import second_factor, sessions, signup
from accounts.wording import say_time
from sers_portal.base.limits import LimitReached

SIGNING_UP = "signing_up"


class ConfirmEmailStage(LoginStage):  # type: ignore[misc]  # allauth has no types
    """An address that nobody has proven yet: the mail goes out, the code page is next."""

    key = AccountKey.VERIFY_EMAIL.value
    urlname = "account_email_verification_sent"

    def handle(self) -> tuple[HttpResponseBase | None, bool]:
        user = self.login.user
        assert isinstance(user, User)
        if EmailAddress.objects.filter(user_id=user.pk, email=user.email, verified=True).exists():
            return None, True
        activation = signup.ask_to_confirm(user, user.email)
        self.request.session[SIGNING_UP] = str(activation.pk)
        return headed_redirect_response(self.urlname), True

    def is_resumable(self, request: HttpRequest) -> bool:
        return True


class SecondFactorStage(AuthenticateStage):  # type: ignore[misc]
    """The second step, at every sign-in, with any of the account's factors; no browser is remembered.

    A provider of accounts that asked for two factors itself, and says so in an accepted way, has seen to it.
    """

    def _should_handle(self, request: HttpRequest) -> bool:
        return isinstance(self.login.user, User) and second_factor.has_factor(self.login.user)

    def handle(self) -> tuple[HttpResponseBase | None, bool]:
        if arrivals.brought_second_factor(self.login):
            record_authentication(self.request, self.login.user, "mfa", type=sessions.BY_PROVIDER)
            return None, True
        response, goes_on = super().handle()
        if response is not None:
            self._send_first_code()
        return response, goes_on

    def _send_first_code(self) -> None:
        # The password was right just now, in a POST: whoever uses a telephone need not ask for the code by one more.
        factors = second_factor.factors_of(self.login.user)
        if factors.preferred != "phone":
            return
        phone = max(factors.phones, key=lambda one: one.last_used_at or one.created_at)
        try:
            phone_request.send(self.request.session, phone, channel=phone.channel)
        except LimitReached as reached:
            words = _("We sent a code a short time ago. From %(time)s you can ask for another one.")
            messages.info(self.request, words % {"time": say_time(reached.again_at)})

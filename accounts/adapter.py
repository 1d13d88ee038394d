"""How allauth is fitted to this portal."""

import uuid
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.stagekit import clear_login
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.mfa.adapter import DefaultMFAAdapter
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, resolve_url
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from accounts.allauth import arrivals
from accounts.allauth.stages import SIGNING_UP
from accounts.browsers import browser_of
from accounts.confirmation import is_fresh
from accounts.devices import begin_session
from accounts.models import SecurityEvent, User
from accounts.services import (
    account_lock,
    password_tries,
    provider_accounts,
    second_factor,
    security_events,
    sessions,
    signup,
)
from accounts.services.correspondence import note_email
from accounts.services.languages import language_of
from notices.services.emails import queue_email
from sers_portal.base import audit
from sers_portal.base.limits import LimitReached
from sers_portal.base.origin import origin_of
from sers_portal.base.sealing import seal, unseal


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # allauth has no types
    """Staff land in the admin, members at home; accounts are opened by the sign-up journey only."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "email_password_mismatch": _(
            "The e-mail address or the password is not right. Check both and try again, or choose a new password."
        ),
        "too_many_login_attempts": _("Too many tries failed. Wait ten minutes, then try again."),
        "incorrect_password": _("That is not your password. Check it and try again."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Never through allauth: our own sign-up opens no account before the mailbox is proven."""
        return False

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        is_staff_only = request.user.is_staff and request.user.person is None
        return resolve_url("admin:index" if is_staff_only else "member_home")

    def get_login_stages(self) -> list[str]:
        return ["accounts.allauth.stages.ConfirmEmailStage", "accounts.allauth.stages.SecondFactorStage"]

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        """Our own, stricter question (`confirmation`) replaces allauth's."""
        return not is_fresh(self.request)

    def get_client_ip(self, request: HttpRequest) -> str:
        """Whom ordinary rate limits count: never what a forged header says."""
        return origin_of(request)

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Count tries in the database as well: emptying the cache opens no door."""
        super().pre_authenticate(request, **credentials)
        try:
            password_tries.refuse_after_too_many(credentials.get("email", ""))
        except LimitReached as reached:
            raise self.validation_error("too_many_login_attempts") from reached

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        """Count the failure; lead somebody who has not typed the code of their sign-up yet to that page."""
        email = credentials.get("email", "").lower()
        password_tries.count_failure(email, browser=browser_of(request))
        waiting = signup.waiting_for(email, credentials.get("password", ""))
        if waiting is not None and not request.user.is_authenticated:
            request.session[SIGNING_UP] = str(waiting.pk)
            raise ImmediateHttpResponse(redirect("account_email_verification_sent"))

    def pre_login(self, request: HttpRequest, user: User, **options: Any) -> HttpResponse | None:
        """A locked account signs nobody in, and says so only to whoever knows the password."""
        if account_lock.is_locked(user):
            clear_login(request)
            request.session["locked_account"] = str(user.public_id)
            return redirect("account_locked")
        response: HttpResponse | None = super().pre_login(request, user, **options)
        return response

    def post_login(self, request: HttpRequest, user: User, **options: Any) -> HttpResponseBase:
        """Begin the session's life, and know its browser again."""
        response: HttpResponseBase = super().post_login(request, user, **options)
        begin_session(request, user, response)
        password_tries.forget(user.email)
        social = (options.get("signal_kwargs") or {}).get("sociallogin")
        arrivals.keep_way_out(request.session, social)
        means = provider_accounts.name_of(social.account.provider) if social else ""
        security_events.note(user, SecurityEvent.Kind.SIGNED_IN, means=means, browser=browser_of(request))
        return response

    def set_password(self, user: User, password: str) -> None:
        """A changed or new password, with its audit row. Every other session ends with it (Django's session hash)."""
        with transaction.atomic():
            super().set_password(user, password)
            person = user.person.public_id if user.person else None
            audit.record(by=user.actor, verb="password.changed", subject=user, person=person)
            security_events.note(user, SecurityEvent.Kind.PASSWORD_CHANGED, browser=browser_of(self.request))
            sessions.end_all(user, by=user.actor, but=self.request.session.get(sessions.ROW))

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Into the outbox: the answer takes as long whether or not there is somebody to write to."""
        words = {"request": self.request, "email": email, **context}
        user = context.get("user")
        language = language_of(user) if isinstance(user, User) else translation.get_language() or "en"
        with translation.override(language):
            subject = " ".join(render_to_string(f"{template_prefix}_subject.txt", words).split())
            subject = self.format_email_subject(subject)
            body = render_to_string(f"{template_prefix}_message.txt", words).strip()
        key = f"{template_prefix}:{uuid.uuid4()}"
        queued = queue_email(key=key, to=email, subject=subject, body=body, language=language)
        note_email(queued, user.person if isinstance(user, User) else None)


class FactorAdapter(DefaultMFAAdapter):  # type: ignore[misc]
    """Keeps the secrets of second factors sealed; allauth's own default keeps them in clear."""

    BOUND_TO = "allauth.mfa.Authenticator"

    error_messages = DefaultMFAAdapter.error_messages | {
        "incorrect_code": _("That code is not right. Wait for the next one in your app, and type that."),
    }

    def encrypt(self, text: str) -> str:
        return seal(text, bound_to=self.BOUND_TO)

    def decrypt(self, encrypted_text: str) -> str:
        return unseal(encrypted_text, bound_to=self.BOUND_TO)

    def is_mfa_enabled(self, user: Any, types: Any = None) -> bool:
        """A telephone counts as well; allauth does not know of it."""
        if types is None and isinstance(user, User):
            return second_factor.has_factor(user)
        return bool(super().is_mfa_enabled(user, types))

    def _get_site_name(self) -> str:
        return "SERS Member Services"

"""A colleague who begins is invited: the account is made with its roles, and opens from its own mailbox only."""

from collections.abc import Collection

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.contrib.auth.hashers import make_password
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from accounts.models import SecurityEvent, User
from accounts.services import account_emails, security_events, staff_roles
from accounts.services.signup import has_account
from sers_portal.base import audit
from sers_portal.base.audit import Actor


class NotInvited(Exception):
    """No account was made. Its text says why, and what to do next."""


def invite(
    *, email: str, given_name: str, family_name: str, roles: Collection[str], reason: str, by: Actor
) -> User:
    """Make the account of a colleague, without a password, and write to the mailbox with the link that sets one.

    Raises `NotInvited` with the sentence for whoever tried.
    """
    if not roles:
        raise NotInvited(_("Tick at least one role."))
    if not reason.strip():
        raise NotInvited(_("Say why: it is kept with the change."))
    try:
        with transaction.atomic():
            _refuse_taken(email)
            account = User.objects.create(
                email=email, given_name=given_name, family_name=family_name, password=make_password(None)
            )
            audit.record(by=by, verb="invited a colleague", subject=account, reason=reason.strip())
            staff_roles.give_to_newcomer(account=account, roles=roles, reason=reason.strip(), by=by)
            security_events.note(account, SecurityEvent.Kind.ACCOUNT_OPENED)
            _write(account, roles, by)
    except IntegrityError:
        # Somebody else opened an account with this address in the same moment.
        _refuse_taken(email)
        raise
    return account


def _refuse_taken(email: str) -> None:
    if has_account(email):
        raise NotInvited(
            _(
                "An account has this address already. Search it in the list of accounts, and give the roles on its "
                "page. If it is a member's own, invite the colleague with another work address."
            )
        )


def _write(account: User, roles: Collection[str], by: Actor) -> None:
    link = account_emails.link_to(
        "account_reset_password_from_key",
        user_pk_to_url_str(account),
        default_token_generator.make_token(account),
    )
    account_emails.write_to(
        account,
        "staff_invited",
        by=by.name,
        roles=staff_roles.in_words(roles),
        link=link,
        sign_in=account_emails.link_to("account_login"),
    )

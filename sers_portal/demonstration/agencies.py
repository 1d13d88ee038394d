"""The made-up accounts of other agencies: who has one, and the provider that vouches for them (allauth.idp.oidc).

The demonstration answers its own buttons, in the same process, with one client for each agency. Nobody made up here is
a row of the portal's own: a single closed account stands for all of them where allauth wants one. None of this exists
in production.
"""

import time
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from allauth.idp.oidc.adapter import DefaultOIDCAdapter
from allauth.idp.oidc.models import Client, PrivateKey
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from django.conf import settings
from django.core.cache import cache
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.services import public_ids
from accounts.sign_in_providers import (
    DEMONSTRATION_NAMES,
    DEMONSTRATION_PATH,
    PUBLIC_ID,
    SignInProvider,
    demonstration_provider,
)
from sers_portal.base.audit import SYSTEM

STAND_IN = "agencies@demonstration.invalid"
KEY_BITS = 2048
SCOPES = ["openid", "profile", "email"]
# Of the cast, by Member ID: who still has a Public ID, and what it opens.
HAVE_PUBLIC_IDS = {
    "100129": _("Agnes, who has no account yet: reads for 15 minutes"),
    "100101": _("Alice, who has an account already: is sent to it"),
    "100131": _("Walter, who died: nothing opens"),
}


@dataclass(frozen=True)
class Somebody:
    """A made-up account at an agency, and what happens when it comes here."""

    slug: str
    given_name: str
    family_name: str
    email: str
    what: Any
    is_proven: bool = True
    has_two_factors: bool = True


PEOPLE = (
    Somebody(
        "grace", "Grace", "Lindholm", "grace.lindholm@example.org", _("signs in there with password and code")
    ),
    Somebody(
        "hugo",
        "Hugo",
        "Marsh",
        "hugo.marsh@example.org",
        _("signs in there with a password only, so a second step follows here"),
        has_two_factors=False,
    ),
    Somebody("wanda", "Wanda", "Keller", "wanda.keller@illinois.gov", _("gave a State work address there")),
    Somebody(
        "umar",
        "Umar",
        "Aziz",
        "umar.aziz@example.org",
        _("never confirmed the e-mail address there"),
        is_proven=False,
    ),
    Somebody(
        "susan",
        "Susan",
        "Thompson",
        "susan.thompson@example.org",
        _("has an account here with the same e-mail address"),
    ),
)


class AgencyAdapter(DefaultOIDCAdapter):  # type: ignore[misc]  # allauth has no types
    """The provider's side. `sub` carries who was chosen; the account behind it is always the same closed one."""

    def get_issuer(self) -> str:
        return str(self.request.build_absolute_uri(DEMONSTRATION_PATH))

    def list_private_keys(self, **which: Any) -> list[PrivateKey]:
        """One key, made when it is first asked for; a flushed cache brings a new one."""
        return [PrivateKey(pem=cache.get_or_set("demonstration-agency-key", _new_key, None))]

    def get_user_sub(self, client: Client, user: User) -> str:
        return str(getattr(user, "chosen", ""))

    def get_user_by_sub(self, client: Client, sub: str) -> User:
        user = stand_in()
        user.chosen = sub  # type: ignore[attr-defined]
        return user

    def get_claims(
        self, purpose: str, user: User, client: Client, scopes: Iterable[str], **more: Any
    ) -> dict[str, Any]:
        subject = self.get_user_sub(client, user)
        somebody = {f"{client.pk}:{one.slug}": one for one in PEOPLE}.get(subject)
        if somebody is None:
            return {"sub": subject}
        return {
            "sub": subject,
            "email": somebody.email,
            "email_verified": somebody.is_proven,
            "given_name": somebody.given_name,
            "family_name": somebody.family_name,
            "amr": ["pwd", "otp", "mfa"] if somebody.has_two_factors else ["pwd"],
        }

    def populate_id_token(
        self, id_token: dict[str, Any], client: Client, scopes: Iterable[str], **more: Any
    ) -> None:
        """Allauth's own provider says neither when nor how somebody signed in."""
        id_token["auth_time"] = int(time.time())


def set_up() -> None:
    """A client for each agency, and Public IDs for some of the cast. Doing it again changes nothing."""
    with transaction.atomic():
        for provider in _every_agency():
            _keep_client(provider)
        public_ids.load([(subject_of(one), one) for one in HAVE_PUBLIC_IDS], by=SYSTEM)


def is_set_up() -> bool:
    """Whether that is done."""
    return bool(Client.objects.filter(pk__startswith="demonstration-").count() == len(_every_agency()))


def follow_address() -> None:
    """Send people back to the address the portal has now: `make run` may have been given another port."""
    for client in Client.objects.filter(pk__startswith="demonstration-"):
        if client.get_redirect_uris() != [_way_back(client.pk)]:
            client.set_redirect_uris([_way_back(client.pk)])
            client.set_post_logout_redirect_uris([_home()])
            client.save()


def people_at(client_id: str) -> list[tuple[str, str, Any]]:
    """Who can be chosen at an agency: subject, name, and what to expect."""
    if client_id == f"demonstration-{PUBLIC_ID}":
        return [
            (subject_of(one), str(_("The holder of Member ID %(number)s") % {"number": one}), what)
            for one, what in HAVE_PUBLIC_IDS.items()
        ] + [(subject_of("nobody"), str(_("Somebody else")), _("whose Public ID belongs to no member"))]
    return [
        (f"{client_id}:{one.slug}", f"{one.given_name} {one.family_name}, {one.email}", one.what)
        for one in PEOPLE
    ]


def subject_of(member_id: str) -> str:
    """The made-up Public ID of a member."""
    return f"public-id:{member_id}"


def stand_in() -> User:
    """The closed account that allauth hangs its tokens on."""
    user, _is_new = User.objects.get_or_create(
        email=STAND_IN,
        defaults={"given_name": "Made-up", "family_name": "agencies", "is_active": False, "password": "!"},
    )
    return user


def _every_agency() -> list[SignInProvider]:
    names = {**DEMONSTRATION_NAMES, PUBLIC_ID: "Public ID"}
    return [demonstration_provider(one, name, settings.SITE_ADDRESS) for one, name in names.items()]


def _keep_client(provider: SignInProvider) -> None:
    found = Client.objects.filter(pk=provider.client_id).first()
    client = found or Client(pk=provider.client_id, name=provider.name)
    client.set_secret(provider.client_secret)
    client.set_scopes(SCOPES)
    client.set_redirect_uris([_way_back(client.pk)])
    client.set_post_logout_redirect_uris([_home()])
    client.save()


def _way_back(client_id: str) -> str:
    provider = client_id.removeprefix("demonstration-")
    return str(settings.SITE_ADDRESS).rstrip("/") + reverse("provider_callback", args=[provider])


def _home() -> str:
    return str(settings.SITE_ADDRESS).rstrip("/") + reverse("home")


def _new_key() -> str:
    key = rsa.generate_private_key(public_exponent=65537, key_size=KEY_BITS)
    return key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    ).decode()

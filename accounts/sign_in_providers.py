"""The providers of accounts that people have elsewhere, as the environment names them (docs/guides/sign-in-providers.md).

Read by `settings.py`, so nothing here imports a model. Each provider has an id of its own for good: the connections of
accounts are kept under it, and an id given to another issuer would hand them to strangers.
"""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date
from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from environ import Env

PUBLIC_ID = "public-id"
# Where the demonstration's own provider answers, below the site's address.
DEMONSTRATION_PATH = "/demonstration/agencies"
# The real ones' buttons, with made-up accounts behind them.
DEMONSTRATION_NAMES = {
    "ides": "IDES unemployment insurance",
    "impact": "IMPACT (Medicaid)",
    "vax-verify": "Vax Verify (Public Health)",
    "idoi": "Department of Insurance (IDOI)",
    "ilogin": "ILogin",
}
SHORTEST_SECRET = 16


@dataclass(frozen=True)
class SignInProvider:
    """Who vouches for a person, and how far. Without an accepted amr or acr our own second step follows."""

    id: str
    name: str
    issuer: str
    client_id: str
    client_secret: str = field(repr=False)
    two_factor_amr: frozenset[str] = frozenset()
    two_factor_acr: frozenset[str] = frozenset()
    signs_out: bool = False

    @property
    def is_public_id(self) -> bool:
        """The old sign-in with one factor: it opens a session that only reads."""
        return self.id == PUBLIC_ID

    def vouches_for_two_factors(self, claims: Mapping[str, object]) -> bool:
        """Whether the provider says it asked for two factors, in one of the ways accepted from it."""
        methods = claims.get("amr")
        said = {str(method) for method in methods} if isinstance(methods, list) else set()
        return bool(said & self.two_factor_amr) or claims.get("acr") in self.two_factor_acr


def find_provider(provider_id: str) -> SignInProvider | None:
    """A configured provider by its id, the Public ID among them."""
    return {provider.id: provider for provider in every_provider()}.get(provider_id)


def every_provider() -> list[SignInProvider]:
    """All that are configured, the Public ID last."""
    public_id: list[SignInProvider] = [settings.PUBLIC_ID] if settings.PUBLIC_ID else []
    return [*settings.SIGN_IN_PROVIDERS, *public_id]


def read_providers(env: Env, *, is_demonstration: bool, site_address: str) -> list[SignInProvider]:
    """SIGN_IN_PROVIDERS (ides,ilogin) and SIGN_IN_IDES_…; the made-up ones where the demonstration names none."""
    named = env.str("SIGN_IN_PROVIDERS", default="")
    if is_demonstration and not named:
        return demonstration_providers(site_address)
    ids = [one.strip() for one in named.split(",") if one.strip()]
    _refuse_bad_ids(ids)
    return [_read_provider(env, one, f"SIGN_IN_{_shout(one)}", is_demonstration) for one in ids]


def read_public_id(env: Env, *, is_demonstration: bool, site_address: str) -> SignInProvider | None:
    """PUBLIC_ID_…; none where no issuer is set."""
    if env.str("PUBLIC_ID_ISSUER", default=""):
        return _read_provider(env, PUBLIC_ID, "PUBLIC_ID", is_demonstration, name="Public ID")
    return demonstration_provider(PUBLIC_ID, "Public ID", site_address) if is_demonstration else None


def read_last_day(env: Env, public_id: SignInProvider | None, *, is_demonstration: bool) -> date:
    """PUBLIC_ID_ENDS_ON: the last day of the old sign-in. A day long past where there is none."""
    said = env.str("PUBLIC_ID_ENDS_ON", default="9999-12-31" if is_demonstration else "")
    if public_id is None:
        return date.min
    try:
        return date.fromisoformat(said)
    except ValueError:
        raise ImproperlyConfigured(
            "Set PUBLIC_ID_ENDS_ON to the last day on which a Public ID works, like 2027-06-30."
        ) from None


def demonstration_providers(site_address: str) -> list[SignInProvider]:
    """Every button of the demonstration, answered by the demonstration itself."""
    return [demonstration_provider(one, name, site_address) for one, name in DEMONSTRATION_NAMES.items()]


def demonstration_provider(provider_id: str, name: str, site_address: str) -> SignInProvider:
    """One of them. The Public ID is vouched for by one factor only."""
    return SignInProvider(
        id=provider_id,
        name=name,
        issuer=site_address.rstrip("/") + DEMONSTRATION_PATH,
        client_id=f"demonstration-{provider_id}",
        client_secret=f"demonstration-{provider_id}-of-no-worth",
        two_factor_amr=frozenset() if provider_id == PUBLIC_ID else frozenset({"mfa"}),
        signs_out=True,
    )


def _refuse_bad_ids(ids: Collection[str]) -> None:
    for one in ids:
        if not re.fullmatch(r"[a-z][a-z0-9-]{0,38}", one) or one == PUBLIC_ID:
            raise ImproperlyConfigured(
                f"SIGN_IN_PROVIDERS names {one!r}; an id is small letters, digits and hyphens, like ides."
            )
    if len(set(ids)) != len(ids):
        raise ImproperlyConfigured("SIGN_IN_PROVIDERS names a provider twice.")


def _read_provider(
    env: Env, provider_id: str, prefix: str, is_demonstration: bool, name: str = ""
) -> SignInProvider:
    provider = SignInProvider(
        id=provider_id,
        name=env.str(f"{prefix}_NAME", default=name).strip(),
        issuer=env.str(f"{prefix}_ISSUER", default=""),
        client_id=env.str(f"{prefix}_CLIENT_ID", default="").strip(),
        client_secret=env.str(f"{prefix}_CLIENT_SECRET", default=""),
        two_factor_amr=_words(env.str(f"{prefix}_TWO_FACTOR_AMR", default="")),
        two_factor_acr=_words(env.str(f"{prefix}_TWO_FACTOR_ACR", default="")),
        signs_out=env.bool(f"{prefix}_SIGNS_OUT", default=False),
    )
    _refuse_bad_provider(provider, prefix, is_demonstration)
    return provider


def _refuse_bad_provider(provider: SignInProvider, prefix: str, is_demonstration: bool) -> None:
    advice = {
        "NAME": "the name on its button, 60 letters at most" if not 0 < len(provider.name) <= 60 else "",
        "ISSUER": _judge_issuer(provider.issuer, is_demonstration),
        "CLIENT_ID": "" if re.fullmatch(r"\S{1,190}", provider.client_id) else "the id they gave this portal",
        "CLIENT_SECRET": _judge_secret(provider.client_secret, is_demonstration),
    }
    for setting, words in advice.items():
        if words:
            raise ImproperlyConfigured(f"Set {prefix}_{setting} to {words}.")
    if provider.is_public_id and (provider.two_factor_amr or provider.two_factor_acr):
        raise ImproperlyConfigured(
            "Remove PUBLIC_ID_TWO_FACTOR_AMR and PUBLIC_ID_TWO_FACTOR_ACR: a Public ID has one factor."
        )


def _judge_issuer(issuer: str, is_demonstration: bool) -> str:
    parts = urlsplit(issuer)
    is_whole = bool(parts.hostname) and not (parts.query or parts.fragment or parts.username)
    is_safe = parts.scheme == "https" or (is_demonstration and parts.scheme == "http")
    if is_whole and is_safe and not issuer.endswith("/.well-known/openid-configuration"):
        return ""
    return "the issuer's https address, exactly as its configuration spells it"


def _judge_secret(secret: str, is_demonstration: bool) -> str:
    is_made_up = secret.startswith("demonstration-") and not is_demonstration
    is_good = len(secret) >= SHORTEST_SECRET and not is_made_up
    return "" if is_good else f"the secret they gave this portal, {SHORTEST_SECRET} signs or more"


def _words(text: str) -> frozenset[str]:
    return frozenset(word.strip() for word in text.split(",") if word.strip())


def _shout(provider_id: str) -> str:
    return provider_id.upper().replace("-", "_")

"""The secrets of second factors among what a key rotation seals anew: the library keeps them in a JSON column."""

from collections.abc import Iterator
from typing import Any

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.db.models import Q, QuerySet

from sers_portal.base.rotation import Place, key_of, reseal_token

# What the library seals through our adapter: the app's secret, and the seed of recovery codes.
SEALED_KEYS = ("secret", "seed")
BOUND_TO = "allauth.mfa.Authenticator"


def factor_places() -> Iterator[Place]:
    """One place: the data of the authenticators."""
    yield Place("mfa.Authenticator.data", Authenticator, "data", _reseal, _old, _keys)


def _reseal(row: Any) -> dict[str, Any]:
    data = dict(row.data)
    for name in SEALED_KEYS:
        if data.get(name):
            data[name] = reseal_token(data[name], bound_to=BOUND_TO)
    return data


def _old() -> "QuerySet[Any]":
    is_old = Q()
    for name in SEALED_KEYS:
        has_one = Q(**{f"data__{name}__isnull": False})
        is_old |= has_one & ~Q(**{f"data__{name}__startswith": f"{settings.SEALING_KEY_ID}."})
    found: QuerySet[Any] = Authenticator.objects.filter(is_old)
    return found


def _keys(data: dict[str, Any]) -> list[str]:
    return [key for name in SEALED_KEYS for key in key_of(data.get(name) or "")]

"""Sealed attributes: AES-256-GCM for what a thief of the database must not read, a keyed hash to look it up by.

A token reads `key id.base64(nonce + ciphertext)`. It is bound to model, attribute and owner, so a token copied to
another row, or changed by one bit, raises `TamperedToken` and is never shown as data.
"""

import base64
import hashlib
import hmac
import os
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings

NONCE_BYTES = 12


class TamperedToken(Exception):
    """A sealed value does not belong where it stands, or was changed."""


def seal(text: str, *, bound_to: str) -> str:
    """The token that hides `text`, readable again only with the same `bound_to`."""
    nonce = os.urandom(NONCE_BYTES)
    sealed = _cipher(settings.SEALING_KEY_ID).encrypt(nonce, text.encode(), bound_to.encode())
    return f"{settings.SEALING_KEY_ID}.{base64.urlsafe_b64encode(nonce + sealed).decode()}"


def unseal(token: str, *, bound_to: str) -> str:
    """The text a token hides. Raises `TamperedToken` where it was changed or moved."""
    key_id, _, encoded = token.partition(".")
    if key_id not in settings.SEALING_KEYS:
        raise TamperedToken(f"no key has the id {key_id!r}")
    try:
        raw = base64.urlsafe_b64decode(encoded)
        return _cipher(key_id).decrypt(raw[:NONCE_BYTES], raw[NONCE_BYTES:], bound_to.encode()).decode()
    except (InvalidTag, ValueError) as error:
        raise TamperedToken(f"the token bound to {bound_to} does not open") from error


def blind_index(text: str, *, purpose: str) -> str:
    """A keyed hash to find a sealed value by: equal texts give equal hashes, and nothing else is told."""
    message = f"{purpose}:{text}".encode()
    return hmac.new(settings.BLIND_INDEX_KEY.encode(), message, hashlib.sha256).hexdigest()


def _cipher(key_id: str) -> AESGCM:
    return AESGCM(base64.b64decode(settings.SEALING_KEYS[key_id]))


class Sealed:
    """A plain-looking attribute kept as a token in `<name>_token` and, if asked, a hash in `<name>_index`.

    The model names the owner by `sealed_owner`: a text that is set before the attribute and never changes.
    """

    def __init__(self, *, indexed: bool = False) -> None:
        self.indexed = indexed

    def __set_name__(self, model: type, name: str) -> None:
        self.model_name, self.name = model.__name__, name

    def bound_to(self, owner: str) -> str:
        return f"{self.model_name}.{self.name}:{owner}"

    def __get__(self, instance: Any, model: type | None = None) -> Any:
        if instance is None:
            return self
        token = getattr(instance, f"{self.name}_token")
        return unseal(token, bound_to=self.bound_to(instance.sealed_owner)) if token else ""

    def __set__(self, instance: Any, text: str) -> None:
        token = seal(text, bound_to=self.bound_to(instance.sealed_owner)) if text else ""
        setattr(instance, f"{self.name}_token", token)
        if self.indexed:
            setattr(instance, f"{self.name}_index", self.index_of(text) if text else None)

    def index_of(self, text: str) -> str:
        """The hash under which this attribute's `text` is found."""
        return blind_index(text, purpose=f"{self.model_name}.{self.name}")

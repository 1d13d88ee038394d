"""Proving an ID token (OpenID Connect Core 1.0, 3.1.3.7): signature, issuer, audience, times and nonce.

Allauth trusts the line it fetched a token by and checks no signature there, and knows no nonce; here both are checked
whatever the line.
"""

from collections.abc import Mapping
from hmac import compare_digest
from typing import Any

import jwt

# Asymmetric ones only: with HS256 whoever has the client's secret could sign, and "none" is no signature.
ALGORITHMS = frozenset(
    {"RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA"}
)
LEEWAY_SECONDS = 60
NEEDED = ["iss", "sub", "aud", "exp", "iat"]
LONGEST_SUBJECT = 191


class UntrustedToken(Exception):
    """The token does not prove who came. The message says which check failed, and holds nothing of the token."""


def prove(token: object, *, keys: object, issuer: str, client_id: str, nonce: str) -> dict[str, Any]:
    """The claims of a token that passes every check. `keys` is the provider's key set. Raises `UntrustedToken`."""
    if not isinstance(token, str):
        raise UntrustedToken("no ID token")
    try:
        algorithm, key = _key_of(token, keys)
        claims: dict[str, Any] = jwt.decode(
            token,
            key=key.key,
            algorithms=[algorithm],
            audience=client_id,
            issuer=issuer,
            leeway=LEEWAY_SECONDS,
            options={"require": NEEDED},
        )
    except (jwt.PyJWTError, KeyError, TypeError, ValueError, AttributeError) as refused:
        raise UntrustedToken(type(refused).__name__) from refused
    _check_rest(claims, client_id=client_id, nonce=nonce)
    return claims


def _key_of(token: str, keys: object) -> tuple[str, jwt.PyJWK]:
    header = jwt.get_unverified_header(token)
    algorithm = header["alg"]
    if algorithm not in ALGORITHMS or not isinstance(keys, Mapping):
        raise UntrustedToken("algorithm not accepted")
    found = [
        jwk
        for jwk in keys["keys"]
        if jwk.get("kid") == header.get("kid") and jwk.get("use", "sig") == "sig" and jwk.get("kty") != "oct"
    ]
    if len(found) != 1:
        raise UntrustedToken("no such key")
    return algorithm, jwt.PyJWK(found[0], algorithm=algorithm)


def _check_rest(claims: Mapping[str, Any], *, client_id: str, nonce: str) -> None:
    subject, said = claims["sub"], claims.get("nonce")
    if not (isinstance(subject, str) and 0 < len(subject) <= LONGEST_SUBJECT):
        raise UntrustedToken("subject not usable")
    if not isinstance(said, str) or not compare_digest(said.encode(), nonce.encode()):
        raise UntrustedToken("nonce differs")
    for_several = isinstance(claims["aud"], list) and len(claims["aud"]) > 1
    if claims.get("azp", None if for_several else client_id) != client_id:
        raise UntrustedToken("meant for somebody else")

"""What docker-compose.yml asks of us: new secrets for its .env, and whether the web server in a container is ready."""

import base64
import os
import secrets
import urllib.error
import urllib.request
from collections.abc import Mapping

SECRETS = """\
# Written by `make .env`; docker-compose.yml reads it. Every secret below is new: keep this file out of the repository,
# and keep a copy of SEALING_KEYS in a safe, because without it sealed records cannot be read.

# The demonstration with made-up members on http://localhost:8000. For production: set SERS_MODE=production, remove
# COMPOSE_PROFILES, set the values below and read docs/guides/set-up.md and docs/guides/gateways.md.
SERS_MODE=demonstration
COMPOSE_PROFILES=demonstration
#SITE_ADDRESS=https://members.example.gov
#ALLOWED_HOSTS=members.example.gov
#EMAIL_URL=smtp+tls://user:password@mail.example.gov:587
#FROM_EMAIL=SERS Member Services <no-reply@example.gov>
#TEXT_GATEWAY=twilio
#TWILIO_ACCOUNT_SID=AC...
#TWILIO_AUTH_TOKEN=
#TWILIO_NUMBER=+12175550100

POSTGRES_PASSWORD={postgres}
WEB_DATABASE_PASSWORD={web}
REDIS_PASSWORD={redis}
SECRET_KEY={django}
BLIND_INDEX_KEY={index}
PIN_PEPPER={pepper}
AUDIT_SEAL_KEY={seal}
SEALING_KEYS=first={sealing}
SEALING_KEY_ID=first
"""


def write_secrets() -> str:
    """A .env with secrets nobody else has; hexadecimal where the value becomes part of an address."""
    return SECRETS.format(
        postgres=secrets.token_hex(24),
        web=secrets.token_hex(24),
        redis=secrets.token_hex(24),
        django=secrets.token_urlsafe(48),
        index=secrets.token_urlsafe(32),
        pepper=secrets.token_urlsafe(32),
        seal=secrets.token_urlsafe(32),
        sealing=base64.b64encode(secrets.token_bytes(32)).decode(),
    )


def is_ready(environment: Mapping[str, str] | None = None) -> bool:
    """Ask the readiness page as the load balancer would: by a name the portal answers to."""
    hosts = (os.environ if environment is None else environment).get("ALLOWED_HOSTS", "")
    request = urllib.request.Request(
        "http://127.0.0.1:8000/health/ready/", headers={"Host": hosts.split(",")[0].strip() or "localhost"}
    )
    try:
        with urllib.request.urlopen(request, timeout=8) as answer:  # noqa: S310  (our own address)
            return int(answer.status) == 200
    except OSError:
        return False

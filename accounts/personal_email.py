"""E-mail addresses as the portal keeps them, and which of them are personal, or the State's."""

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _

from accounts.models import RefusedEmailDomain

# The longest address that mail can carry (RFC 5321, 4.5.3.1).
LONGEST = 254
# Work addresses of the State: read by an employer, and lost with the job. Staff may refuse more (RefusedEmailDomain).
STATE_DOMAINS = frozenset({"illinois.gov", "state.il.us", "ilga.gov"})


def tidy_email(text: str) -> str:
    """An address in its one spelling: lower case, the domain as the mail system writes it.

    Full-width letters, ideographic dots, a trailing dot and the like come to the same domain, so they are the same
    here too. Raises `ValidationError` where the domain is none.
    """
    local, at, domain = text.strip().rpartition("@")
    try:
        plain = domain.rstrip(".。．｡").encode("idna").decode("ascii").lower()
    except UnicodeError:
        plain = ""
    is_too_long = len(local) + len(at) + len(plain) > LONGEST
    if is_too_long or not (at and local.isascii() and "." in plain) or plain.endswith(".") or "[" in plain:
        raise ValidationError(
            _("This is not an e-mail address. Write it like name@example.com."), code="invalid"
        )
    email = f"{local.lower()}@{plain}"
    validate_email(email)
    return email


def is_of_the_state(email: str) -> bool:
    """Whether a tidy address is a work address of the State."""
    return bool(_domains_of(email) & STATE_DOMAINS)


def refuse_work_email(email: str) -> None:
    """Raise `ValidationError` with the reason, and what to do, where a tidy address is an employer's."""
    domain = email.rpartition("@")[2]
    if is_of_the_state(email) or RefusedEmailDomain.objects.filter(domain__in=_domains_of(email)).exists():
        raise ValidationError(
            _(
                "%(domain)s is a work address. Your employer can read it, and you lose it when you leave. "
                "Use a personal address, for example from Gmail, Outlook, Yahoo or your internet provider."
            )
            % {"domain": domain},
            code="work_email",
        )


def _domains_of(email: str) -> set[str]:
    """The domain of an address, and each that stands above it."""
    parts = email.rpartition("@")[2].split(".")
    return {".".join(parts[start:]) for start in range(len(parts))}

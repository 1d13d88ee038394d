"""Where a request comes from, as far as it can be believed."""

import ipaddress

from django.conf import settings
from django.http import HttpRequest

# A household or an office has a whole network of this length; its single addresses change at will.
IPV6_NETWORK = 64


def origin_of(request: HttpRequest) -> str:
    """The address a request is counted under: IPv4 whole, IPv6 by its network.

    Behind proxies the nearest of them counts as the sender, unless settings say how many of them are our own
    (TRUSTED_PROXY_COUNT): then the address they saw is taken. Whatever else X-Forwarded-For says is ignored.
    """
    address = _believed(request)
    try:
        found = ipaddress.ip_address(address.strip())
    except ValueError:
        return "unknown"
    if isinstance(found, ipaddress.IPv6Address):
        if found.ipv4_mapped is not None:
            return str(found.ipv4_mapped)
        return str(ipaddress.ip_network((found, IPV6_NETWORK), strict=False))
    return str(found)


def _believed(request: HttpRequest) -> str:
    own: int = settings.TRUSTED_PROXY_COUNT
    header = request.headers.get("X-Forwarded-For", "")
    seen = header.split(",") if header else []
    return seen[-own] if 0 < own <= len(seen) else str(request.META.get("REMOTE_ADDR", ""))

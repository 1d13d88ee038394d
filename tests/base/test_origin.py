"""Where a request comes from: believed only as far as our own proxies reach."""

import pytest
from django.test import RequestFactory

from sers_portal.base.origin import origin_of


def a_request(sender: str, forwarded: str = ""):
    headers = {"X-Forwarded-For": forwarded} if forwarded else {}
    return RequestFactory().get("/", REMOTE_ADDR=sender, headers=headers)


@pytest.mark.parametrize(
    ("proxies", "forwarded", "expected"),
    [
        (0, "198.51.100.1", "203.0.113.7"),
        (1, "", "203.0.113.7"),
        (1, "198.51.100.1", "198.51.100.1"),
        (1, "9.9.9.9, 198.51.100.1", "198.51.100.1"),
        (2, "9.9.9.9, 198.51.100.1, 10.0.0.1", "198.51.100.1"),
        (2, "198.51.100.1", "203.0.113.7"),
    ],
)
def test_only_what_our_own_proxies_saw_is_believed(settings, proxies, forwarded, expected):
    settings.TRUSTED_PROXY_COUNT = proxies

    assert origin_of(a_request("203.0.113.7", forwarded)) == expected


def test_a_network_of_ipv6_is_one_origin():
    one, other = a_request("2001:db8:1:2::5"), a_request("2001:db8:1:2:ffff::9")

    assert origin_of(one) == origin_of(other) == "2001:db8:1:2::/64"


def test_ipv4_written_as_ipv6_is_ipv4():
    assert origin_of(a_request("::ffff:203.0.113.7")) == "203.0.113.7"


def test_nonsense_is_one_origin(settings):
    settings.TRUSTED_PROXY_COUNT = 1

    assert origin_of(a_request("203.0.113.7", "'; DROP TABLE")) == "unknown"

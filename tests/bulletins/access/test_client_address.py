"""The address of a client: who is believed about it."""

from ipaddress import ip_network

import pytest
from django.test import RequestFactory

from bulletins.access.client_address import client_address

PROXY = "10.0.0.1"


@pytest.mark.parametrize(
    ("peer", "forwarded", "expected"),
    [
        ("203.0.113.7", None, "203.0.113.7"),
        # From somebody who is no proxy it is forged.
        ("203.0.113.7", "198.51.100.1", "203.0.113.7"),
        (PROXY, "198.51.100.1", "198.51.100.1"),
        # What the client has sent itself stands before what the proxy added.
        (PROXY, "1.2.3.4, 198.51.100.1", "198.51.100.1"),
        (PROXY, "1.2.3.4, 198.51.100.1, 172.16.9.9", "198.51.100.1"),
        (PROXY, None, PROXY),
        (PROXY, "unknown", PROXY),
        (PROXY, "198.51.100.1, <script>", PROXY),
        # Through a UNIX socket.
        ("", "198.51.100.1", "198.51.100.1"),
        ("", None, None),
        ("::ffff:203.0.113.7", None, "203.0.113.7"),
        # One client has a whole network of IPv6.
        ("2001:db8:1:2:aaaa::1", None, "2001:db8:1:2::"),
    ],
)
def test_forwarded_addresses_count_from_trusted_proxies_only(
    settings, peer, forwarded, expected
) -> None:
    settings.TRUSTED_PROXIES = [ip_network(PROXY), ip_network("172.16.0.0/12")]
    headers = {} if forwarded is None else {"HTTP_X_FORWARDED_FOR": forwarded}
    request = RequestFactory().get("/", REMOTE_ADDR=peer, **headers)
    assert client_address(request) == expected

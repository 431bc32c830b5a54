"""The address of a client, also behind proxies: what logins are throttled and logged by."""

from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address

from django.conf import settings
from django.http import HttpRequest


def client_address(request: HttpRequest) -> str | None:
    """Return the address of a client; None where the server knows none.

    X-Forwarded-For is believed as far as `TRUSTED_PROXIES` wrote it: it is read from its end, and
    the first address that is no trusted proxy is the client. A peer without an address came through
    a UNIX socket, which only a proxy opens. Of an IPv6 address, the network (/64) is returned: a
    client has all the addresses in it.
    """
    forwarded = request.META.get("HTTP_X_FORWARDED_FOR", "").split(",")
    client: IPv4Address | IPv6Address | None = None
    for hop in [request.META.get("REMOTE_ADDR", ""), *reversed(forwarded)]:
        text = hop.strip()
        try:
            address = ip_address(text)
        except ValueError:
            if text:
                break  # no address: the one before is the last that is known
            continue
        client = getattr(address, "ipv4_mapped", None) or address
        if not any(client in network for network in settings.TRUSTED_PROXIES):
            break
    if isinstance(client, IPv6Address):
        return str(IPv6Network((client, 64), strict=False).network_address)
    return str(client) if client else None

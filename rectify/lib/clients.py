"""From which address a request comes: behind web servers of ours the last one in the chain that is none of them."""

from ipaddress import IPv4Network, IPv6Network, ip_address

from django.conf import settings
from django.http import HttpRequest

Networks = tuple[IPv4Network | IPv6Network, ...]


def client_of(request: HttpRequest) -> str:
    """The address of whoever asks. What a browser writes itself into `X-Forwarded-For` stands before what our own web servers
    (TRUSTED_PROXIES) add, and is never reached. A peer without an address is a web server at a socket of this machine."""
    peer = request.META.get("REMOTE_ADDR") or "127.0.0.1"
    passed = [part.strip() for part in request.META.get("HTTP_X_FORWARDED_FOR", "").split(",") if part.strip()]
    for address in (peer, *reversed(passed)):
        if not lies_in(address, settings.TRUSTED_PROXIES):
            return address
    return passed[0] if passed else peer


def lies_in(address: str, networks: Networks) -> bool:
    """Whether `address` is one of the networks; what is no address is in none."""
    try:
        one = ip_address(address.strip("[]"))
    except ValueError:
        return False
    mapped = getattr(one, "ipv4_mapped", None)
    return any((mapped or one) in network for network in networks)

"""What the site sends to servers of others, whose addresses anybody may have given: only into the open world."""

import http.client
import ipaddress
import socket
import ssl
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol
from urllib.parse import urlsplit

PATIENCE = 10.0
LONGEST_ADDRESS = 1000


class AddressRefused(ValueError):
    """An address to which nothing is sent from here."""


class Outgoing(Protocol):
    """The way out."""

    def post(self, url: str, headers: Mapping[str, str], body: bytes) -> int:
        """Send something and return the status of the answer. Raises AddressRefused or OSError."""


@dataclass(frozen=True)
class Target:
    """A server and what is asked of it."""

    host: str
    port: int
    path: str


def target_of(url: str) -> Target:
    """Read an address. Raises AddressRefused for all but https to a name, at its usual port and without a password."""
    try:
        parts = urlsplit(url)
        port = parts.port or 443
    except ValueError:
        raise AddressRefused("this is no address") from None
    host = parts.hostname or ""
    odd = len(url) > LONGEST_ADDRESS or any(not "!" <= letter <= "~" for letter in url) or "\\" in url
    if odd or parts.scheme != "https" or port != 443 or "@" in parts.netloc or "." not in host.strip("."):
        raise AddressRefused("only https addresses of servers with a name are sent to")
    if _is_number(host):
        raise AddressRefused("servers are called by their name")
    return Target(host, port, (parts.path or "/") + (f"?{parts.query}" if parts.query else ""))


def is_open(address: str) -> bool:
    """Whether an IP address belongs to the open world: no private, local, shared, reserved or multicast one."""
    known = ipaddress.ip_address(address)
    inner = getattr(known, "ipv4_mapped", None) or getattr(known, "sixtofour", None)
    return known.is_global and not known.is_multicast and (inner is None or is_open(str(inner)))


def _is_number(host: str) -> bool:
    """Whether a host is written as a number in any way that a resolver takes, such as 0x7f.1 or [::1]."""
    return ":" in host or not any(letter.isalpha() for letter in host.rsplit(".", 1)[-1])


class _Connection(http.client.HTTPSConnection):
    """Connects to an address that was looked at, and no other: a name could mean another one when asked again."""

    def connect(self) -> None:
        found = socket.getaddrinfo(self.host, self.port, type=socket.SOCK_STREAM)
        addresses = [str(entry[4][0]) for entry in found]
        if not addresses or not all(map(is_open, addresses)):
            raise AddressRefused("this name leads to an address that is not of the open world")
        plain = socket.create_connection((addresses[0], self.port), timeout=PATIENCE)
        self.sock = ssl.create_default_context().wrap_socket(plain, server_hostname=self.host)


class OpenWorld:
    """Sends over TLS; follows no redirect and reads nothing but the status."""

    def post(self, url: str, headers: Mapping[str, str], body: bytes) -> int:
        """Send something and return the status of the answer."""
        target = target_of(url)
        connection = _Connection(target.host, target.port, timeout=PATIENCE)
        try:
            connection.request("POST", target.path, body, dict(headers))
            return connection.getresponse().status
        except http.client.HTTPException as error:
            raise OSError(type(error).__name__) from error
        finally:
            connection.close()

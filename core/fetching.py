"""The one way out: to addresses that somebody typed, and then only into the public internet.

The host is resolved once, every address that it has must be a public one, and the connection is made to one of them:
a name that means something else a moment later leads nowhere. Redirects are not followed.
"""

import http.client
import ipaddress
import socket
import ssl
import threading
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from urllib.parse import urlsplit

from core.translation import gettext as _

LONGEST_ADDRESS = 1000
LONGEST_ANSWER = 2000
SECONDS = 10.0
# However slowly an answer drips, it is over then.
SECONDS_IN_ALL = 20.0
# Of the addresses that a host has, so many are tried: both of a machine that has an old and a new one.
MOST_TRIED = 2
PORTS = frozenset({443, 8443})
# IPv6 addresses that hold an IPv4 address which a gateway would call: NAT64, 6to4 and Teredo.
EMBEDDING = tuple(ipaddress.ip_network(net) for net in ("64:ff9b::/96", "64:ff9b:1::/48", "2002::/16", "2001::/32"))
Resolver = Callable[[str, int], list[str]]


class Unreachable(Exception):
    """Nobody answered there."""


class AddressRefused(Unreachable, ValueError):
    """Nothing is ever sent to such an address; the message says why."""


@dataclass(frozen=True)
class Target:
    """An address in its parts."""

    secure: bool
    host: str
    port: int
    path: str


@dataclass(frozen=True)
class Answer:
    """What came back: the status, and the beginning of the body."""

    status: int
    body: bytes = b""

    @property
    def words(self) -> str:
        """The beginning of the body as text."""
        return self.body[:LONGEST_ANSWER].decode(errors="replace")


def target_of(url: str, *, private: bool = False) -> Target:
    """Read an address: https on PORTS to a host with a name, without credentials. Raises AddressRefused.

    `private` opens http, every port, and hosts that are called by a number.
    """
    if len(url) > LONGEST_ADDRESS or not url.isascii() or not url.isprintable() or set(url) & set(' \\"<>^`{|}'):
        raise AddressRefused(_("Please give an address such as https://example.org/hook."))
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        raise AddressRefused(_("Please give an address such as https://example.org/hook.")) from None
    if not parts.hostname or parts.scheme not in {"https", "http"}:
        raise AddressRefused(_("Please give an address such as https://example.org/hook."))
    if "@" in parts.netloc:
        raise AddressRefused(_("An address must hold no name and no password."))
    secure = parts.scheme == "https"
    port = port if port is not None else (443 if secure else 80)
    if not private and not (secure and port in PORTS):
        raise AddressRefused(_("Only https is called, on port 443 or 8443."))
    if not private and not _is_name(parts.hostname):
        raise AddressRefused(_("Please call the host by its full name, such as example.org."))
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    return Target(secure, parts.hostname, port, path)


def ask(
    url: str,
    body: bytes | None,
    headers: Mapping[str, str],
    *,
    private: bool = False,
    resolve: Resolver | None = None,
    most: int = LONGEST_ANSWER,
) -> Answer:
    """Send a body, or ask without one, and return what came back, whatever its status: at most `most` bytes.

    It is over after SECONDS_IN_ALL, whoever drips. Raises AddressRefused or Unreachable.
    """
    target = target_of(url, private=private)
    connection = _Pinned(target, _addresses_of(target, resolve or system_addresses, private))
    deadline = threading.Timer(SECONDS_IN_ALL, connection.cut)
    deadline.daemon = True
    deadline.start()
    try:
        connection.request("GET" if body is None else "POST", target.path, body, dict(headers))
        response = connection.getresponse()
        return Answer(response.status, response.read(most))
    except (OSError, http.client.HTTPException) as error:
        raise Unreachable(f"{type(error).__name__}: {error}"[:300]) from None
    finally:
        deadline.cancel()
        connection.close()


def system_addresses(host: str, port: int) -> list[str]:
    """Return the addresses that the system knows for a host."""
    return [str(found[4][0]) for found in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]


def is_public(address: str) -> bool:
    """Whether an address stands for one machine in the public internet, by the registries of IANA."""
    try:
        known = ipaddress.ip_address(address)
    except ValueError:
        return False
    if isinstance(known, ipaddress.IPv6Address):
        if known.ipv4_mapped is not None:
            return is_public(str(known.ipv4_mapped))
        if known.is_site_local or any(known in net for net in EMBEDDING):
            return False
    own = known.is_private or known.is_loopback or known.is_link_local or known.is_unspecified
    return known.is_global and not (own or known.is_multicast or known.is_reserved)


def _is_name(host: str) -> bool:
    """Whether a host is a full name, and no number in any of the ways that resolvers take, such as 0x7f.1 or ::1."""
    labels = host.rstrip(".").split(".")
    return len(labels) > 1 and ":" not in host and labels[-1][:1].isalpha()


def _addresses_of(target: Target, resolve: Resolver, private: bool) -> list[str]:
    try:
        found = resolve(target.host, target.port)
    except (OSError, UnicodeError):
        raise Unreachable(_("This host is not known.")) from None
    if not found or not (private or all(map(is_public, found))):
        raise AddressRefused(_("This host stands in a private network, which is not called."))
    return found


class _Pinned(http.client.HTTPConnection):
    """A connection to an address that was looked at before, whatever the name means by now."""

    def __init__(self, target: Target, addresses: Sequence[str]) -> None:
        super().__init__(target.host, target.port, timeout=SECONDS)
        self.target = target
        self.addresses = addresses[:MOST_TRIED]
        self.over = False
        # The host is named as it was typed; the usual port is not.
        self.default_port = 443 if target.secure else 80

    def connect(self) -> None:
        """Connect, and over TLS let the other side prove that it has the name."""
        self.sock = self._reached()
        if self.target.secure:
            self.sock = ssl.create_default_context().wrap_socket(self.sock, server_hostname=self.target.host)
        if self.over:
            raise TimeoutError

    def _reached(self) -> socket.socket:
        failure = OSError("no address")
        for address in self.addresses:
            try:
                return socket.create_connection((address, self.target.port), SECONDS)
            except OSError as error:
                failure = error
        raise failure

    def cut(self) -> None:
        """End it from another thread. Closing would wait for whoever reads; and TLS must not be asked, who reads it."""
        self.over = True
        if self.sock is not None:
            with suppress(OSError):
                socket.socket.shutdown(self.sock, socket.SHUT_RDWR)

"""The one way out: nothing that somebody types leads into a private network.

Each test says which published weaknesses it guards against: webhooks to inner hosts, IPv4 in IPv6, helpers that skip the
guard, host names that mean something else, files named by a URL.
"""

import ast
import http.server
import ipaddress
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core import fetching
from core.fetching import LONGEST_ANSWER, AddressRefused, Unreachable, ask, is_public, target_of
from tests.architecture.sources import name, python_files

pytestmark = pytest.mark.once
OUTGOING = {
    "socket",
    "ssl",
    "http",
    "urllib",
    "requests",
    "httpx",
    "urllib3",
    "aiohttp",
    "ftplib",
    "smtplib",
    "telnetlib",
}
# The one function, mail, mail's own exceptions, and the demo, which asks its own server whether it is up.
MAY_CONNECT = {
    "core/fetching.py": {"http", "socket", "ssl"},
    "core/mail.py": {"smtplib", "ssl"},
    "accounts/mailing.py": {"smtplib"},
    "contributions/news/mailing.py": {"smtplib"},
    # These two know what a refused address is called, and send through the port.
    "museum_guide/reports/contacting.py": {"smtplib"},
    "museum_guide/visits/linking.py": {"smtplib"},
    "demo/running.py": {"socket", "urllib"},
}


def test_nothing_else_opens_connections() -> None:
    """Guards against CVE-2023-28112 and CVE-2021-41163: a helper that skips the guard, and what a payload makes us open."""
    found: dict[str, set[str]] = {}
    for path in python_files(tests=False):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            names += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            # Reading addresses connects to nothing.
            used = {one.partition(".")[0] for one in names if one != "urllib.parse"} & OUTGOING
            if used:
                found.setdefault(name(path), set()).update(used)
    assert found == MAY_CONNECT


@pytest.mark.parametrize(
    "url",
    [
        "https://127.0.0.1/",
        "https://127.1/",
        "https://0x7f.1/",
        "https://2130706433/",
        "https://0177.0.0.1/",
        "https://localhost/",
        "https://[::1]/",
        "https://[::ffff:127.0.0.1]/",
        "https://[::ffff:a00:1]/",
        "https://[64:ff9b::7f00:1]/",
        "https://[64:ff9b::a9fe:a9fe]/",
        "https://[2002:7f00:1::]/",
        "https://[fe80::1]/",
        "https://[fd00::1]/",
        "https://[::]/",
        "https://0.0.0.0/",
        "https://10.0.0.1/",
        "https://172.16.0.1/",
        "https://192.168.1.1/",
        "https://100.64.0.1/",
        "https://169.254.169.254/latest/meta-data/",
        "https://224.0.0.1/",
        "https://240.0.0.1/",
        "https://255.255.255.255/",
        "http://93.184.215.14/",
        "https://93.184.215.14:22/",
        "https://93.184.215.14:6379/",
        "https://user:secret@example.org/",
        "https://example.org@127.0.0.1/",
        "https://exa mple.org/",
        "https://example.org\\@127.0.0.1/",
        "https://example.org/\r\nX-More: 1",
        "https://еxample.org/",
        "ftp://example.org/",
        "file:///etc/passwd",
        "gopher://127.0.0.1:25/",
        "javascript:alert(1)",
        "//example.org/",
        "https://",
        "https://example.org:99999/",
        "https://example.org/" + "a" * 1000,
        "https://10.0.0.1./",
        "https://münchen.example/x",
        "https://[push.example.net/",
        "",
    ],
)
def test_what_leads_inside_is_not_called(url: str) -> None:
    """Guards against CVE-2022-39241 and CVE-2023-28111: inner hosts, and IPv4 in IPv6."""
    with pytest.raises(AddressRefused):
        ask(url, b"{}", {}, resolve=lambda _host, _port: ["127.0.0.1"])


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1", "0.1.2.3", "10.1.2.3", "172.16.0.1", "192.168.1.1", "100.64.0.1", "169.254.169.254", "224.0.0.1",
        "240.0.0.1", "255.255.255.255", "::1", "::", "::ffff:127.0.0.1", "::ffff:a00:1", "64:ff9b::7f00:1",
        "64:ff9b::a9fe:a9fe", "2002:7f00:1::", "fe80::1", "fd00::1", "ff02::1", "no address",
    ],
)  # fmt: skip
def test_a_name_that_leads_inside_is_not_called(address: str) -> None:
    assert not is_public(address)
    with pytest.raises(AddressRefused, match="private network"):
        ask("https://example.org/", b"{}", {}, resolve=lambda _host, _port: ["93.184.215.14", address])


@given(st.ip_addresses())
def test_an_address_is_public_only_by_the_registries(address: ipaddress.IPv4Address | ipaddress.IPv6Address) -> None:
    if is_public(str(address)):
        assert address.is_global
        assert not address.is_private
        assert not address.is_multicast
    mapped = ipaddress.ip_address(f"::ffff:{address}") if address.version == 4 else None
    if mapped:
        assert is_public(str(mapped)) == is_public(str(address))
        assert not is_public(f"64:ff9b::{address}")


def test_public_ones_are_taken() -> None:
    assert is_public("93.184.215.14")
    assert is_public("2606:2800:21f:cb07:6820:80da:af6b:8b2c")
    target = target_of("https://Example.org:8443/hook?a=1")
    assert (target.secure, target.host, target.port, target.path) == (True, "example.org", 8443, "/hook?a=1")


def test_a_name_that_changes_its_meaning_leads_nowhere(monkeypatch: pytest.MonkeyPatch) -> None:
    """Guards against CVE-2025-68662: a host name that is looked at once and asked again."""
    """DNS rebinding: public while it is looked at, private a moment later. It is asked once, and that answer is called."""
    asked: list[str] = []
    called: list[object] = []

    def rebinding(host: str, _port: int) -> list[str]:
        asked.append(host)
        return ["93.184.215.14"] if len(asked) == 1 else ["127.0.0.1"]

    def connect(address: object, *_more: object) -> None:
        called.append(address)
        raise OSError("far away")

    monkeypatch.setattr("socket.create_connection", connect)
    with pytest.raises(Unreachable, match="far away"):
        ask("https://rebind.example.org/", b"{}", {}, resolve=rebinding)
    assert asked == ["rebind.example.org"]
    assert called == [("93.184.215.14", 443)]
    with pytest.raises(Unreachable):
        ask("https://rebind.example.org/", b"{}", {}, resolve=lambda _host, _port: ["93.184.215.14", "10.0.0.1"])


class Receiver(http.server.BaseHTTPRequestHandler):
    """Redirects, or says more than anybody asked for."""

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers["Content-Length"]))
        if self.path == "/drip":
            self._drip()
            return
        self.server.paths.append(self.path)  # type: ignore[attr-defined]
        self.send_response(302 if self.path == "/away" else 200)
        self.send_header("Location", "/inside")
        self.end_headers()
        self.wfile.write(b"x" * 100_000)

    def _drip(self) -> None:
        with suppress(OSError):
            for _byte in range(100):
                self.wfile.write(b"H")
                time.sleep(0.05)

    def log_message(self, *_words: object) -> None:
        """Say nothing."""


@contextmanager
def receiving() -> Iterator[http.server.ThreadingHTTPServer]:
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Receiver)
    server.paths = []  # type: ignore[attr-defined]
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def test_redirects_are_not_followed_and_answers_are_capped() -> None:
    with receiving() as server:
        base = f"http://127.0.0.1:{server.server_port}"
        away = ask(f"{base}/away", b"{}", {}, private=True)
        assert away.status == 302
        long = ask(f"{base}/long", b"{}", {}, private=True)
        assert (long.status, len(long.words)) == (200, LONGEST_ANSWER)
        assert server.paths == ["/away", "/long"]  # type: ignore[attr-defined]
        with pytest.raises(Unreachable):
            ask(f"{base}/", b"{}", {})


def test_who_drips_is_not_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fetching, "SECONDS_IN_ALL", 0.3)
    with receiving() as server:
        begun = time.monotonic()
        with pytest.raises(Unreachable):
            ask(f"http://127.0.0.1:{server.server_port}/drip", b"{}", {}, private=True)
        assert time.monotonic() - begun < 3

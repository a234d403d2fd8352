"""Keeps rendered pages of signed-out readers in memory, and serves them for as long as nothing has happened since."""

import gzip
import hashlib
import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Engine, text

SECONDS = 20.0
MOST_PAGES = 512
LARGEST = 300_000
Start = Callable[..., Any]
Application = Callable[[dict[str, Any], Start], Iterable[bytes]]
# What changes with every event. PostgreSQL may commit one after others with higher ids, so the highest alone would miss
# it; the sum of the latest grows with whichever joins them.
LATEST = text("SELECT sum(id) FROM (SELECT id FROM event ORDER BY id DESC LIMIT 100) AS latest")
VIEWED = "atrium.viewed"
CACHEABLE = "atrium.cacheable"


@dataclass(frozen=True)
class KeptPage:
    """A page as it was sent, and the state of the database that it shows."""

    version: object
    until: float
    headers: list[tuple[str, str]]
    packed: bytes
    viewed: int | None
    etag: str


class PageCache:
    """A layer around the application. Only answers that a view marked as the same for everyone are kept."""

    def __init__(
        self,
        application: Application,
        engine: Engine,
        cookies: Sequence[str],
        language_of: Callable[[dict[str, Any]], str],
        count_view: Callable[[int], None],
    ) -> None:
        self.application = application
        self.engine = engine
        self.cookies = cookies
        self.language_of = language_of
        self.count_view = count_view
        self.pages: OrderedDict[tuple[str, ...], KeptPage] = OrderedDict()
        self.lock = threading.Lock()

    def __call__(self, environ: dict[str, Any], start: Start) -> Iterable[bytes]:
        """Answer from memory where that is the same as asking the application."""
        if not self._may_answer(environ):
            return self.application(environ, start)
        key = _key(environ, self.language_of(environ))
        page = self.pages.get(key)
        if page is None or page.until < time.monotonic():
            return self._fetch(key, environ, start)
        if page.version != self._version():
            return self._fetch(key, environ, start)
        if page.viewed is not None:
            self.count_view(page.viewed)
        return _send(page, environ, start)

    def _may_answer(self, environ: dict[str, Any]) -> bool:
        return (
            environ["REQUEST_METHOD"] == "GET"
            and not self._is_own(environ.get("HTTP_COOKIE", ""))
            and "HTTP_AUTHORIZATION" not in environ
            and "no-cache" not in environ.get("HTTP_CACHE_CONTROL", "")
            and not environ.get("PATH_INFO", "").startswith("/static/")
        )

    def _is_own(self, cookies: str) -> bool:
        """Whether a cookie was sent that makes pages somebody's own; what only looks like one is taken for it."""
        return bool(cookies) and any(f"{name}=" in cookies for name in self.cookies)

    def _version(self) -> object:
        with self.engine.connect() as connection:
            return connection.execute(LATEST).scalar()

    def _fetch(self, key: tuple[str, ...], environ: dict[str, Any], start: Start) -> Iterable[bytes]:
        version = self._version()
        caught: list[tuple[str, list[tuple[str, str]]]] = []

        def catch(status: str, headers: list[tuple[str, str]], *_trouble: Any) -> None:
            caught.append((status, headers))

        answer = self.application(environ, catch)
        status, headers = caught[-1]
        if not (environ.get(CACHEABLE) and status.startswith("200")) or _sets_cookie(headers):
            start(status, headers)
            return answer
        body = _whole(answer)
        if len(body) <= LARGEST:
            page = _keep(version, headers, body, environ.get(VIEWED))
            self._store(key, page)
            return _send(page, environ, start)
        start(status, headers)
        return [body]

    def _store(self, key: tuple[str, ...], page: KeptPage) -> None:
        with self.lock:
            self.pages[key] = page
            self.pages.move_to_end(key)
            while len(self.pages) > MOST_PAGES:
                self.pages.popitem(last=False)


def _key(environ: dict[str, Any], language: str) -> tuple[str, ...]:
    """Name a page. Of what readers send freely only the language counts that they get, so that it adds no variety."""
    return (
        environ.get("HTTP_HOST", ""),
        environ.get("PATH_INFO", ""),
        environ.get("QUERY_STRING", ""),
        language,
        "json" if "json" in environ.get("HTTP_ACCEPT", "") else "page",
    )


def _whole(answer: Iterable[bytes]) -> bytes:
    """Read an answer to its end and let go of what it came from."""
    try:
        return b"".join(answer)
    finally:
        close = getattr(answer, "close", None)
        if close is not None:
            close()


def _sets_cookie(headers: list[tuple[str, str]]) -> bool:
    return any(name.lower() == "set-cookie" for name, _value in headers)


def _keep(version: object, headers: list[tuple[str, str]], body: bytes, viewed: int | None) -> KeptPage:
    dropped = {"content-length", "content-encoding", "cache-control", "etag", "vary"}
    kept = [(name, value) for name, value in headers if name.lower() not in dropped]
    kept += [
        ("Cache-Control", "public, max-age=0, must-revalidate"),
        ("Vary", "Cookie, Accept-Encoding, Accept, Accept-Language"),
    ]
    etag = f'"{hashlib.blake2b(body, digest_size=12).hexdigest()}"'
    return KeptPage(version, time.monotonic() + SECONDS, kept, gzip.compress(body, 5, mtime=0), viewed, etag)


def _send(page: KeptPage, environ: dict[str, Any], start: Start) -> Iterable[bytes]:
    headers = [*page.headers, ("ETag", page.etag)]
    if environ.get("HTTP_IF_NONE_MATCH") == page.etag:
        start("304 Not Modified", headers)
        return [b""]
    packs = "gzip" in environ.get("HTTP_ACCEPT_ENCODING", "")
    body = page.packed if packs else gzip.decompress(page.packed)
    if packs:
        headers.append(("Content-Encoding", "gzip"))
    start("200 OK", [*headers, ("Content-Length", str(len(body)))])
    return [body]

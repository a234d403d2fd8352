"""Rate limits: on by default, counted by member or network, in a store that all processes share."""

import hashlib
import ipaddress
import sqlite3
import threading
import time
from collections.abc import Sequence
from pathlib import Path

from flask import current_app, request
from limits import RateLimitItem, parse_many
from limits.storage import RedisStorage, Storage
from limits.strategies import FixedWindowRateLimiter

from core.errors import Throttled
from core.settings import Settings
from core.translation import gettext as _

LIMITS = {
    "sign in": "10/minute;60/hour",
    "account mail": "5/hour",
    "second factor": "10/minute;30/hour",
    "passkey": "30/minute;300/hour",
    "provider": "20/minute;200/hour",
    "export": "3/day",
    "register": "20/hour",
    "post": "10/minute;100/hour",
    "comment": "20/minute;200/hour",
    "claim": "10/hour;30/day",
    "vote": "60/minute;600/hour",
    "edit": "30/minute",
    "draft": "60/minute",
    "flag": "10/minute;50/day",
    "moderate": "120/minute",
    "newcomer": "40/hour",
    "preview": "60/minute",
    "search": "60/minute",
    # Of a whole museum, which may be behind one address.
    "visit": "300/minute;5000/hour",
    "guide card": "300/minute",
    "guide digits": "60/minute",
    "visit mail": "3/hour;5/day",
    "suggest": "120/minute",
    "refusal": "10/hour",
    "unsubscribe": "30/minute",
    "similar": "60/minute;600/hour",
    "api": "300/minute;6000/hour",
}


class SQLiteStorage(Storage):
    """Counters in one small SQLite file, so that several web processes count together."""

    STORAGE_SCHEME = ["atrium+sqlite"]

    def __init__(self, path: Path) -> None:
        super().__init__()
        self.path = path
        self.threads = threading.local()
        self._connection().execute(
            "CREATE TABLE IF NOT EXISTS counter (key TEXT PRIMARY KEY, amount INTEGER, until REAL) WITHOUT ROWID"
        )

    @property
    def base_exceptions(self) -> type[Exception]:
        """What this storage may raise."""
        return sqlite3.Error

    def _connection(self) -> sqlite3.Connection:
        if not hasattr(self.threads, "connection"):
            connection = sqlite3.connect(self.path, timeout=5, isolation_level=None)
            connection.execute("PRAGMA journal_mode=WAL")
            connection.execute("PRAGMA synchronous=OFF")
            self.threads.connection = connection
        kept: sqlite3.Connection = self.threads.connection
        return kept

    def incr(self, key: str, expiry: float, amount: int = 1) -> int:
        """Add to a counter, begin it anew where its window has passed, and return its value."""
        now = time.time()
        row = (
            self._connection()
            .execute(
                "INSERT INTO counter VALUES (:key, :amount, :now + :expiry) ON CONFLICT (key) DO UPDATE SET "
                "amount = CASE WHEN until <= :now THEN :amount ELSE amount + :amount END, "
                "until = CASE WHEN until <= :now THEN :now + :expiry ELSE until END RETURNING amount",
                {"key": key, "amount": amount, "now": now, "expiry": expiry},
            )
            .fetchone()
        )
        return int(row[0])

    def get(self, key: str) -> int:
        """Return a counter, 0 where there is none."""
        sql = "SELECT amount FROM counter WHERE key = ? AND until > ?"
        row = self._connection().execute(sql, (key, time.time())).fetchone()
        return int(row[0]) if row else 0

    def get_expiry(self, key: str) -> float:
        """Return when a counter's window ends, in seconds since the epoch."""
        row = self._connection().execute("SELECT until FROM counter WHERE key = ?", (key,)).fetchone()
        return float(row[0]) if row else time.time()

    def check(self) -> bool:
        """Whether the file answers."""
        return bool(self._connection().execute("SELECT 1").fetchone())

    def reset(self) -> int | None:
        """Forget every counter."""
        return self._connection().execute("DELETE FROM counter").rowcount

    def clear(self, key: str) -> None:
        """Forget one counter."""
        self._connection().execute("DELETE FROM counter WHERE key = ?", (key,))

    def sweep(self) -> None:
        """Forget counters whose window has passed."""
        self._connection().execute("DELETE FROM counter WHERE until <= ?", (time.time(),))


class Limits:
    """The limits of one application."""

    def __init__(self, storage: Storage, on: bool) -> None:
        self.storage = storage
        self.on = on
        self._limiter = FixedWindowRateLimiter(storage)
        self._items: dict[str, list[RateLimitItem]] = {name: parse_many(text) for name, text in LIMITS.items()}

    def hit(self, name: str, *keys: str) -> None:
        """Count one act under a name. Raises Throttled where it is one too many."""
        if not self.on:
            return
        known = _digests(keys)
        for item in self._items[name]:
            if not self._limiter.hit(item, name, *known):
                until = self._limiter.get_window_stats(item, name, *known).reset_time
                seconds = max(1, round(until - time.time()))
                raise Throttled(
                    _("That was a lot at once. You can go on in %(seconds)s seconds.", seconds=seconds), seconds
                )

    def standing(self, name: str, *keys: str) -> tuple[int, int, int, int] | None:
        """Return of the shortest window: how many acts it allows, its seconds, how many are left, and for how long."""
        if not self.on:
            return None
        item = self._items[name][0]
        stats = self._limiter.get_window_stats(item, name, *_digests(keys))
        return item.amount, item.get_expiry(), stats.remaining, max(1, round(stats.reset_time - time.time()))


def _digests(keys: Sequence[str]) -> list[str]:
    """What is counted may be an address; only its digest is kept."""
    return [hashlib.blake2b(key.encode(), digest_size=16).hexdigest() for key in keys]


def open_limits(settings: Settings) -> Limits:
    """Open the limits in Redis where the settings name one, in a file otherwise."""
    if settings.redis_url:
        return Limits(RedisStorage(settings.redis_url), settings.limits == "on")
    return Limits(SQLiteStorage(settings.home / "limits.sqlite"), settings.limits == "on")


def throttle(name: str, *keys: object) -> None:
    """Count one act of the current request; the keys say whose it is, the reader's network when there are none."""
    limits: Limits = current_app.extensions["limits"]
    limits.hit(name, *([str(key) for key in keys] or [network_of(request.remote_addr)]))


def network_of(address: str | None) -> str:
    """Return the network that shares a limit: /24 for IPv4, /64 for IPv6."""
    try:
        known = ipaddress.ip_address(address or "")
    except ValueError:
        return "unknown"
    return str(ipaddress.ip_network(f"{known}/{24 if known.version == 4 else 64}", strict=False))

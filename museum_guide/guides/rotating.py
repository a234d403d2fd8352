"""The six digits that change every minute: a guide reads them out, and a visitor types them under the card.

A photograph of a card does not know them. The page never shows them, for then whoever holds the photograph could read
them there as well. They are those of RFC 4226 (HMAC, dynamic truncation) over the minute, as in RFC 6238, with SHA-256.
"""

import hashlib
import hmac
from datetime import datetime

from core.signing import signing_keys

PERIOD, DIGITS = 60, 6
PURPOSE = b"atrium guide code\0"


def digits_at(guide: str, at: datetime) -> str:
    """Return the digits of a guide, named by the code of the card, in the minute of a moment."""
    return _digits(signing_keys()[-1], guide, step_at(at))


def seconds_left(at: datetime) -> int:
    """Return for how many seconds the digits of a moment stay."""
    return PERIOD - int(at.timestamp()) % PERIOD


def are_digits_of(guide: str, said: str, at: datetime) -> bool:
    """Whether these are the digits of a guide now, or those of the minute before, as typing takes time."""
    typed = "".join(said.split())
    wanted = [_digits(key, guide, step_at(at) - back) for key in signing_keys() for back in (0, 1)]
    # Each is compared, so that the time taken says nothing.
    return sum(hmac.compare_digest(one.encode(), typed.encode()) for one in wanted) > 0


def step_at(at: datetime) -> int:
    """Return the number of the minute in which a moment lies, since the epoch."""
    return int(at.timestamp()) // PERIOD


def _digits(key: str, guide: str, step: int) -> str:
    own = hmac.digest(key.encode(), PURPOSE + guide.encode(), hashlib.sha256)
    digest = hmac.digest(own, step.to_bytes(8, "big"), hashlib.sha256)
    start = digest[-1] & 15
    number = int.from_bytes(digest[start : start + 4], "big") & 0x7FFFFFFF
    return f"{number % 10**DIGITS:0{DIGITS}}"

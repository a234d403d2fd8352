"""Codes that change every half minute (RFC 6238 over HOTP of RFC 4226: SHA-1, six digits, thirty seconds)."""

import base64
import hashlib
import hmac
import secrets
from datetime import datetime
from urllib.parse import quote, urlencode

PERIOD = 30
DIGITS = 6
# Clocks differ, and people take time to type: the step before and the one after count too.
DRIFT = 1


def new_secret() -> str:
    """Return a secret of 160 bits in base 32, as RFC 4226 asks for."""
    return base64.b32encode(secrets.token_bytes(20)).decode()


def code_at(secret: str, step: int) -> str:
    """Return the code of one step of time.

    >>> code_at(base64.b32encode(b"12345678901234567890").decode(), 1)  # RFC 4226, appendix D
    '287082'
    """
    digest = hmac.new(base64.b32decode(secret), step.to_bytes(8, "big"), hashlib.sha1).digest()
    start = digest[-1] & 15
    number = int.from_bytes(digest[start : start + 4], "big") & 0x7FFFFFFF
    return f"{number % 10**DIGITS:0{DIGITS}}"


def step_at(at: datetime) -> int:
    """Return the step of time in which a moment lies."""
    return int(at.timestamp()) // PERIOD


def matching_step(secret: str, code: str, at: datetime) -> int | None:
    """Return the step whose code this is at a moment, or None; every candidate is compared, in equal time."""
    present = step_at(at)
    found = None
    for step in range(present - DRIFT, present + DRIFT + 1):
        if hmac.compare_digest(code_at(secret, step).encode(), code.encode()):
            found = step
    return found


def address_for_app(secret: str, account: str, issuer: str) -> str:
    """Return the address that an app reads from a QR code."""
    label = f"{quote(issuer)}:{quote(account)}"
    values = {"secret": secret, "issuer": issuer, "algorithm": "SHA1", "digits": DIGITS, "period": PERIOD}
    return f"otpauth://totp/{label}?{urlencode(values, quote_via=quote)}"

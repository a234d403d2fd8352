"""What a provider says about itself: its addresses and its keys, kept for an hour."""

import time
from dataclasses import dataclass, field
from typing import Any

from accounts.sign_on.fetching import fetch
from accounts.sign_on.providers import Provider, is_safe
from core.fetching import Unreachable

KEPT = 3600.0
# A key that is not known is asked for anew, but not at every attempt of somebody who makes keys up.
AGAIN = 30.0
WELL_KNOWN = "/.well-known/openid-configuration"


@dataclass
class Known:
    """What is kept of one provider."""

    about: dict[str, Any] = field(default_factory=dict)
    about_at: float = 0.0
    keys: dict[str, Any] = field(default_factory=dict)
    keys_at: float = 0.0


KNOWN: dict[str, Known] = {}


def about(provider: Provider) -> dict[str, Any]:
    """Return the addresses of a provider. Raises Unreachable, also where it calls itself by another name."""
    known = _known(provider)
    if not known.about or time.monotonic() - known.about_at > KEPT:
        found = fetch(provider, provider.issuer.rstrip("/") + WELL_KNOWN)
        if found.get("issuer") != provider.issuer:
            raise Unreachable(f"{provider.issuer} calls itself {found.get('issuer')!r}")
        if not is_safe(str(found.get("authorization_endpoint"))):
            raise Unreachable(f"{provider.issuer} names no safe address to sign in at")
        known.about, known.about_at = found, time.monotonic()
    return known.about


def keys(provider: Provider, key_id: str | None) -> dict[str, Any]:
    """Return the public keys of a provider, fetched anew where the one that is asked for is not among them."""
    known = _known(provider)
    age = time.monotonic() - known.keys_at
    there = any(key.get("kid") == key_id for key in known.keys.get("keys", []))
    if not known.keys or age > KEPT or (not there and age > AGAIN):
        known.keys = fetch(provider, str(about(provider).get("jwks_uri")))
        known.keys_at = time.monotonic()
    return known.keys


def _known(provider: Provider) -> Known:
    return KNOWN.setdefault(provider.issuer, Known())

"""The way to a provider and back: what a browser takes along, so that only its own answer counts, once and soon."""

import base64
import hashlib
import hmac
import secrets
from typing import Any
from urllib.parse import urlencode

from flask import current_app, session, url_for

from accounts.sign_on import discovery
from accounts.sign_on.providers import Provider
from core.clock import now
from core.settings import Settings

KEPT = "sign on"
SECONDS = 600


def begin(provider: Provider, target: str) -> str:
    """Return the address at the provider to which the browser goes. Raises Unreachable.

    State, nonce and verifier are made of one secret that only the browser's own signed cookie holds.
    """
    address = str(discovery.about(provider)["authorization_endpoint"])
    token = secrets.token_urlsafe(32)
    session[KEPT] = {"token": token, "provider": provider.name, "next": target, "at": int(now().timestamp())}
    asked = {
        "response_type": "code",
        "client_id": provider.client_id,
        "redirect_uri": redirect_uri(provider),
        "scope": "openid email profile",
        "state": made_of(token, "state"),
        "nonce": made_of(token, "nonce"),
        "code_challenge": _coded(hashlib.sha256(made_of(token, "verifier").encode()).digest()),
        "code_challenge_method": "S256",
    }
    return f"{address}{'&' if '?' in address else '?'}{urlencode(asked)}"


def take(provider: Provider, state: str) -> dict[str, Any] | None:
    """Return what the browser took along, and use it up; None where the answer is not to what it asked."""
    kept = session.pop(KEPT, None)
    if not isinstance(kept, dict) or kept.get("provider") != provider.name:
        return None
    late = int(now().timestamp()) - kept["at"] > SECONDS
    right = hmac.compare_digest(made_of(kept["token"], "state").encode(), state.encode())
    return kept if right and not late else None


def made_of(token: str, purpose: str) -> str:
    """Return a word that nobody who sees the others can guess (43 characters, as RFC 7636 asks for)."""
    return _coded(hmac.digest(token.encode(), purpose.encode(), "sha256"))


def redirect_uri(provider: Provider) -> str:
    """Return the one address to which a provider sends back."""
    settings: Settings = current_app.extensions["settings"]
    return settings.base_url + url_for("security.provider_back", name=provider.name)


def _coded(value: bytes) -> str:
    return base64.urlsafe_b64encode(value).rstrip(b"=").decode()

"""Turns the code that a provider sent into a proof of who somebody is (OpenID Connect Core 1.0, 3.1.3).

Opened on first use alone: the libraries behind it are not for a process that serves no provider.
"""

import base64
import logging
from typing import Any
from urllib.parse import quote

from authlib.oidc.core import CodeIDToken
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet
from joserfc.jws import extract_compact

from accounts.schemas import check_address
from accounts.sign_on import discovery
from accounts.sign_on.fetching import fetch
from accounts.sign_on.models import LONGEST_SUBJECT
from accounts.sign_on.proofs import Proof
from accounts.sign_on.providers import Provider
from core.clock import now
from core.fetching import Unreachable

log = logging.getLogger(__name__)
# Signatures that need a key which only the provider has: neither `none` nor one made with a shared secret.
ALGORITHMS = ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512"]
LEEWAY = 60


def prove(provider: Provider, code: str, redirect_uri: str, nonce: str, verifier: str) -> Proof | None:
    """Return who has signed in, or None where anything about it is not as it must be; the log says what."""
    try:
        token = _exchanged(provider, code, redirect_uri, verifier)
        claims = _checked(provider, token, nonce)
    except (JoseError, Unreachable, ValueError, KeyError, TypeError) as error:
        log.warning("sign-in through %s refused: %s: %s", provider.name, type(error).__name__, error)
        return None
    return _proof(provider, claims)


def _exchanged(provider: Provider, code: str, redirect_uri: str, verifier: str) -> dict[str, Any]:
    found = discovery.about(provider)
    form = {"grant_type": "authorization_code", "code": code, "redirect_uri": redirect_uri, "code_verifier": verifier}
    headers = {}
    ways = found.get("token_endpoint_auth_methods_supported") or ["client_secret_basic"]
    if provider.client_secret and "client_secret_basic" in ways:
        pair = f"{quote(provider.client_id, safe='')}:{quote(provider.client_secret, safe='')}"
        headers["Authorization"] = f"Basic {base64.b64encode(pair.encode()).decode()}"
    else:
        form["client_id"] = provider.client_id
        if provider.client_secret:
            form["client_secret"] = provider.client_secret
    return fetch(provider, str(found["token_endpoint"]), form, headers)


def _checked(provider: Provider, token: dict[str, Any], nonce: str) -> CodeIDToken:
    """Check signature, issuer, audience, time and nonce; raises JoseError and others."""
    value = str(token["id_token"])
    key_id = extract_compact(value.encode()).headers().get("kid")
    published: Any = discovery.keys(provider, key_id)
    keys = KeySet.import_key_set(published)
    decoded = jwt.decode(value, keys, algorithms=ALGORITHMS)
    wanted = {
        "iss": {"essential": True, "value": provider.issuer},
        "aud": {"essential": True, "value": provider.client_id},
    }
    params = {"nonce": nonce, "client_id": provider.client_id, "access_token": token.get("access_token")}
    claims = CodeIDToken(decoded.claims, decoded.header, options=wanted, params=params)
    claims.validate(now=int(now().timestamp()), leeway=LEEWAY)
    subject = claims["sub"]
    if not isinstance(subject, str) or not 0 < len(subject) <= LONGEST_SUBJECT or "\0" in subject:
        raise ValueError("the subject is no name that can be kept")
    return claims


def _proof(provider: Provider, claims: CodeIDToken) -> Proof:
    said = claims.get(provider.roles_claim) if provider.roles_claim else None
    groups = said if isinstance(said, list) else [said] if isinstance(said, str) else []
    name = claims.get("name") or claims.get("preferred_username")
    return Proof(
        issuer=provider.issuer,
        subject=claims["sub"],
        email=_verified_address(claims),
        name=name if isinstance(name, str) else "",
        groups=tuple(group for group in groups if isinstance(group, str) and group in provider.roles),
        factors="mfa" in (claims.get("amr") or []),
    )


def _verified_address(claims: CodeIDToken) -> str | None:
    if claims.get("email_verified") is not True:
        return None
    try:
        return check_address(claims.get("email"))
    except ValueError:
        return None

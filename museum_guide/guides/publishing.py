"""What the site publishes of guides: certificates for cards, its public keys, and the list of what was withdrawn."""

from datetime import datetime
from typing import Any

from accounts.links import address_of
from core.clock import format_time, now
from museum_guide.addresses import base_url
from museum_guide.guides.checking import AUDIENCE, CERTIFICATE, LIST, LIST_LASTS, Keys, Withdrawn
from museum_guide.guides.queries import withdrawn_at
from museum_guide.guides.signing import ALGORITHM, padless, public_keys, signed


def certificate_of(guide: Any, museum: str) -> str:
    """Return the certificate of a guide of a museum (the last part of its address)."""
    claims = {
        "iss": base_url(),
        "aud": AUDIENCE,
        "sub": guide.code,
        "name": guide.name,
        "licence": guide.licence,
        "by": guide.issuer,
        "museum": museum,
        "places": guide.places,
        "languages": guide.languages,
        "iat": int(guide.issued_at.timestamp()),
        "nbf": int(guide.valid_from.timestamp()),
        "exp": int(guide.valid_until.timestamp()),
    }
    return signed(CERTIFICATE, claims)


def card_address(guide: Any, museum: str) -> str:
    """Return what the QR code of a card says: the live page and, behind the #, the certificate."""
    return f"{address_of('guides.guide', code=guide.code)}#{certificate_of(guide, museum)}"


def own_keys() -> Keys:
    """Return the keys of this site."""
    return Keys(base_url(), public_keys())


def published_keys() -> dict[str, Any]:
    """Return the public keys of this site as a set of JSON web keys (RFC 7517, RFC 8037)."""
    shape = {"kty": "OKP", "crv": "Ed25519", "alg": ALGORITHM, "use": "sig"}
    keys = [{**shape, "kid": name, "x": padless(public)} for name, public in public_keys().items()]
    return {"issuer": base_url(), "audience": AUDIENCE, "keys": keys}


def own_list(at: datetime) -> Withdrawn:
    """Return what this site has withdrawn, as it is now."""
    return Withdrawn(at, at + LIST_LASTS, withdrawn_at(at))


def published_list() -> dict[str, Any]:
    """Return what this site has withdrawn, to read and signed; only what is signed counts."""
    found = own_list(now())
    times = {"iat": int(found.made_at.timestamp()), "exp": int(found.good_until.timestamp())}
    claims = {"iss": base_url(), "aud": AUDIENCE, **times, "states": found.states}
    written = {"made_at": format_time(found.made_at), "good_until": format_time(found.good_until)}
    return {"issuer": base_url(), **written, "states": found.states, "signed": signed(LIST, claims)}

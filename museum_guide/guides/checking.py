"""Tells a good certificate from every other text, with nothing but the published key and the list: no network."""

import re
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any, NamedTuple

from museum_guide.guides.signing import Unsigned, opened, unpadded

CERTIFICATE, LIST = "atrium-guide+jwt", "atrium-guide-list+jwt"
AUDIENCE = "visitors"
# So long a list of what was revoked is good; then a newer one has to be fetched.
LIST_LASTS = timedelta(days=1)
PROBLEMS = ("format", "algorithm", "key", "signature", "issuer", "audience", "museum")
TEXTS = ("sub", "name", "licence", "by", "museum", "places")
BLANKS = re.compile(r"\s+")


class Keys(NamedTuple):
    """Whose certificates are believed: the address of the site, and its public keys by their names."""

    issuer: str
    public: Mapping[str, bytes]


class Withdrawn(NamedTuple):
    """What a list says: since when it is good and until when, and the state of every code that is on it."""

    made_at: datetime
    good_until: datetime
    states: Mapping[str, str]


class Checked(NamedTuple):
    """What came of a check: a state, why it is `refused`, what the certificate says, and whether the list is fresh.

    `state` is valid, early, expired, suspended, revoked or refused. `fresh` is None where there was no list at all.
    """

    state: str
    problem: str = ""
    claims: Mapping[str, Any] = {}
    fresh: bool | None = None
    listed_at: datetime | None = None


def read_keys(published: Any) -> Keys:
    """Read what stands at /guides/key.json. Raises ValueError."""
    try:
        public = {str(key["kid"]): unpadded(key["x"]) for key in published["keys"] if key["crv"] == "Ed25519"}
        if any(len(key) != 32 for key in public.values()):
            raise ValueError("a public key of Ed25519 has 32 bytes")
        return Keys(str(published["issuer"]), public)
    except (KeyError, TypeError, AttributeError):
        raise ValueError("this is no list of keys") from None


def read_list(published: Any, keys: Keys) -> Withdrawn:
    """Read what stands at /guides/revoked.json; only what is signed counts. Raises ValueError."""
    try:
        claims = opened(LIST, str(published["signed"]), keys.public)
        if claims["iss"] != keys.issuer or claims["aud"] != AUDIENCE:
            raise ValueError("this list is of another site")
        times = datetime.fromtimestamp(claims["iat"], UTC), datetime.fromtimestamp(claims["exp"], UTC)
        return Withdrawn(*times, {str(code): str(state) for code, state in claims["states"].items()})
    except (KeyError, TypeError, AttributeError, OverflowError):
        raise ValueError("this is no list of withdrawn certificates") from None


def certificate_in(text: str) -> str:
    """Return the certificate in what a camera read or somebody pasted: behind the # of an address, or all of it."""
    return BLANKS.sub("", text).rpartition("#")[2]


def check(text: str, keys: Keys, withdrawn: Withdrawn | None, at: datetime, museum: str = "") -> Checked:
    """Check a certificate at a moment; with `museum` (the last part of its address) it must be of that one."""
    fresh = withdrawn and withdrawn.made_at <= at < withdrawn.good_until
    listed_at = withdrawn and withdrawn.made_at
    try:
        claims = opened(CERTIFICATE, certificate_in(text), keys.public)
        _scope(claims, keys, museum)
    except Unsigned as problem:
        return Checked("refused", str(problem), {}, fresh, listed_at)
    state = withdrawn.states.get(claims["sub"], "") if withdrawn else ""
    return Checked(state or _by_time(claims, at), "", claims, fresh, listed_at)


def _scope(claims: Mapping[str, Any], keys: Keys, museum: str) -> None:
    whole = all(isinstance(claims.get(name), str) for name in TEXTS) and isinstance(claims.get("languages"), list)
    if not whole or not all(isinstance(claims.get(name), int) for name in ("nbf", "exp")):
        raise Unsigned("format")
    wrong: Iterable[tuple[bool, str]] = (
        (claims.get("iss") != keys.issuer, "issuer"),
        (claims.get("aud") != AUDIENCE, "audience"),
        (bool(museum) and claims["museum"] != museum, "museum"),
    )
    for is_wrong, problem in wrong:
        if is_wrong:
            raise Unsigned(problem)


def _by_time(claims: Mapping[str, Any], at: datetime) -> str:
    seconds = at.timestamp()
    return "early" if seconds < claims["nbf"] else "expired" if seconds >= claims["exp"] else "valid"

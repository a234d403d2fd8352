"""Compact signed words: JSON web signatures (RFC 7515) with Ed25519 (RFC 8037), and nothing else that those allow."""

import base64
import hashlib
import hmac
import json
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from core.signing import signing_keys

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

ALGORITHM = "EdDSA"
PURPOSE = b"atrium guide certificates"
LONGEST = 4000


class Unsigned(ValueError):
    """These words were not signed by a known key; the argument is one of the words in `checking.PROBLEMS`."""


def padless(content: bytes) -> str:
    """Write bytes in base64url without padding."""
    return base64.urlsafe_b64encode(content).rstrip(b"=").decode()


def unpadded(text: str) -> bytes:
    """Read base64url without padding. Raises ValueError, also for other ways to write the same bytes."""
    content = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
    if padless(content) != text:
        raise ValueError("not as it was written")
    return content


def key_id(public: bytes) -> str:
    """Return the name of a public key: its thumbprint (RFC 7638; RFC 8037, appendix A.3 has a check value)."""
    words = {"crv": "Ed25519", "kty": "OKP", "x": padless(public)}
    return padless(hashlib.sha256(json.dumps(words, separators=(",", ":"), sort_keys=True).encode()).digest())


def public_keys() -> dict[str, bytes]:
    """Return the public keys of the site by their names, the present one first, then those that signed before."""
    found = [_public(_private(secret)) for secret in reversed(signing_keys())]
    return {key_id(public): public for public in found}


def signed(kind: str, claims: Mapping[str, Any]) -> str:
    """Sign what is claimed, as one kind of words, with the key of the site."""
    return signed_with(_private(signing_keys()[-1]), kind, claims)


def signed_with(key: "Ed25519PrivateKey", kind: str, claims: Mapping[str, Any]) -> str:
    """Sign what is claimed with some key. The example of RFC 8037, appendix A.4, is signed in the same way."""
    header = {"alg": ALGORITHM, "kid": key_id(_public(key)), "typ": kind}
    words = ".".join(padless(json.dumps(part, separators=(",", ":")).encode()) for part in (header, claims))
    return f"{words}.{padless(key.sign(words.encode()))}"


def opened(kind: str, text: str, keys: Mapping[str, bytes]) -> dict[str, Any]:
    """Return what words of one kind claim, signed by one of these keys and by no other way. Raises Unsigned.

    The algorithm is ours and not that of the words, which may say "none"; a key that they bring along is not looked at.
    """
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    header, claims, signature, words = _parts(text)
    if header.get("alg") != ALGORITHM:
        raise Unsigned("algorithm")
    if header.get("typ") != kind or set(header) != {"alg", "kid", "typ"}:
        raise Unsigned("format")
    public = keys.get(str(header["kid"]))
    if public is None:
        raise Unsigned("key")
    try:
        Ed25519PublicKey.from_public_bytes(public).verify(signature, words)
    except InvalidSignature:
        raise Unsigned("signature") from None
    return claims


def _parts(text: str) -> tuple[dict[str, Any], dict[str, Any], bytes, bytes]:
    if len(text) > LONGEST or not text.isascii():
        raise Unsigned("format")
    words, _dot, last = text.rpartition(".")
    try:
        header, claims = (json.loads(unpadded(part)) for part in words.split("."))
        signature = unpadded(last)
    except (ValueError, RecursionError):
        raise Unsigned("format") from None
    if not isinstance(header, dict) or not isinstance(claims, dict):
        raise Unsigned("format")
    return header, claims, signature, words.encode()


def _private(secret: str) -> "Ed25519PrivateKey":
    """Return the key that belongs to a secret of the site: always the same one, and of no use for anything else."""
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    return Ed25519PrivateKey.from_private_bytes(hmac.digest(secret.encode(), PURPOSE, hashlib.sha256))


def _public(key: "Ed25519PrivateKey") -> bytes:
    return key.public_key().public_bytes_raw()

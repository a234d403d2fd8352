"""Web push as the standards have it: messages that only one browser can read, and proof of who sends them."""

import base64
import struct
from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.parse import urlsplit

import orjson
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

CURVE = ec.SECP256R1()
# The number of points of the curve (FIPS 186-5, P-256): a private key lies between 1 and one less.
ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551
RECORD = 4096
LONGEST_MESSAGE = 3000
PROOF_LASTS = timedelta(hours=12)


@dataclass(frozen=True)
class Recipient:
    """A browser: its public key (an uncompressed point of P-256, 65 bytes) and the secret it shares (16 bytes)."""

    key: bytes
    secret: bytes

    @classmethod
    def read(cls, key: str, secret: str) -> "Recipient":
        """Read both as browsers give them, in base64url. Raises ValueError where they cannot be keys."""
        recipient = cls(unpadded(key), unpadded(secret))
        ec.EllipticCurvePublicKey.from_encoded_point(CURVE, recipient.key)
        if len(recipient.key) != 65 or len(recipient.secret) != 16:
            raise ValueError("these are no keys of a push subscription")
        return recipient


def site_key(secret: str) -> ec.EllipticCurvePrivateKey:
    """Return the key with which a site proves itself to push services; the same for as long as its secret is."""
    number = int.from_bytes(_derived(secret.encode(), b"", b"atrium web push", 48))
    return ec.derive_private_key(number % (ORDER - 1) + 1, CURVE)


def public_point(key: ec.EllipticCurvePrivateKey) -> bytes:
    """Return the public half of a key as an uncompressed point."""
    return key.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)


def encrypt(message: bytes, to: Recipient, sender: ec.EllipticCurvePrivateKey, salt: bytes) -> bytes:
    """Encrypt a message for one browser, in one record (RFC 8291 over RFC 8188, `aes128gcm`).

    The sender's key and the salt (16 random bytes) are for this message alone. RFC 8291 section 5 has an example of
    every value. Raises ValueError for what is longer than push services take.
    """
    if len(message) > LONGEST_MESSAGE:
        raise ValueError("the message is too long")
    own = public_point(sender)
    shared = sender.exchange(ec.ECDH(), ec.EllipticCurvePublicKey.from_encoded_point(CURVE, to.key))
    material = _derived(shared, to.secret, b"WebPush: info\0" + to.key + own, 32)
    content_key = _derived(material, salt, b"Content-Encoding: aes128gcm\0", 16)
    nonce = _derived(material, salt, b"Content-Encoding: nonce\0", 12)
    head = salt + struct.pack(">IB", RECORD, len(own)) + own
    # The byte 2 says that this record is the last one.
    return head + AESGCM(content_key).encrypt(nonce, message + b"\2", None)


def proof(endpoint: str, site: str, key: ec.EllipticCurvePrivateKey, at: datetime) -> str:
    """Return the Authorization header by which a push service knows the site (VAPID, RFC 8292)."""
    parts = urlsplit(endpoint)
    claims = {"aud": f"{parts.scheme}://{parts.netloc}", "exp": int((at + PROOF_LASTS).timestamp()), "sub": site}
    signed = ".".join(padless(orjson.dumps(part)) for part in ({"typ": "JWT", "alg": "ES256"}, claims))
    r, s = decode_dss_signature(key.sign(signed.encode(), ec.ECDSA(hashes.SHA256())))
    signature = padless(r.to_bytes(32) + s.to_bytes(32))
    return f"vapid t={signed}.{signature}, k={padless(public_point(key))}"


def padless(content: bytes) -> str:
    """Write bytes in base64url without padding."""
    return base64.urlsafe_b64encode(content).rstrip(b"=").decode()


def unpadded(text: str) -> bytes:
    """Read base64url, with or without padding. Raises ValueError."""
    if not text.isascii():
        raise ValueError("this is no base64url")
    return base64.b64decode(text.rstrip("=") + "=" * (-len(text.rstrip("=")) % 4), altchars=b"-_", validate=True)


def _derived(material: bytes, salt: bytes, info: bytes, length: int) -> bytes:
    return HKDF(hashes.SHA256(), length, salt, info).derive(material)

"""Push messages are what the standards say."""

from datetime import UTC, datetime

import orjson
import pytest
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from hypothesis import given
from hypothesis import strategies as st

from core import webpush
from core.webpush import Recipient, padless, unpadded

pytestmark = pytest.mark.once
# The example of RFC 8291, section 5 and appendix A.
MESSAGE = b"When I grow up, I want to be a watermelon"
SENDER = "yfWPiYE-n46HLnH0KqZOF1fJJU3MYrct3AELtAQ-oRw"
SENDER_POINT = "BP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl7A8"
RECEIVER_POINT = "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4"
SECRET, SALT = "BTBZMqHH6r4Tts7J_aSIgg", "DGv6ra1nlYgDCS1FRnbzlw"
ENCRYPTED = (
    "DGv6ra1nlYgDCS1FRnbzlwAAEABBBP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl7A_"
    "yl95bQpu6cVPTpK4Mqgkf1CXztLVBSt2Ks3oZwbuwXPXLWyouBWLVWGNWQexSgSxsj_Qulcy4a-fN"
)


def test_a_message_is_encrypted_as_the_standard_shows() -> None:
    sender = ec.derive_private_key(int.from_bytes(unpadded(SENDER)), webpush.CURVE)
    assert padless(webpush.public_point(sender)) == SENDER_POINT
    recipient = Recipient.read(RECEIVER_POINT, SECRET)
    assert padless(webpush.encrypt(MESSAGE, recipient, sender, unpadded(SALT))) == ENCRYPTED
    with pytest.raises(ValueError, match="too long"):
        webpush.encrypt(b"x" * 4000, recipient, sender, unpadded(SALT))


def test_a_site_proves_itself_to_one_service_for_some_hours() -> None:
    key = webpush.site_key("a secret of thirty-two characters")
    assert webpush.public_point(key) == webpush.public_point(webpush.site_key("a secret of thirty-two characters"))
    assert webpush.public_point(key) != webpush.public_point(webpush.site_key("another one of the same length..."))
    at = datetime(2026, 3, 5, 8, tzinfo=UTC)
    scheme, _, rest = webpush.proof("https://push.example.net/send/x?y=1", "https://atrium.example", key, at).partition(
        " "
    )
    token, _, point = rest.partition(", k=")
    head, claims, signature = token.removeprefix("t=").split(".")
    assert scheme == "vapid"
    assert unpadded(point) == webpush.public_point(key)
    assert orjson.loads(unpadded(head)) == {"typ": "JWT", "alg": "ES256"}
    assert orjson.loads(unpadded(claims)) == {
        "aud": "https://push.example.net", "exp": int(at.timestamp()) + 12 * 3600, "sub": "https://atrium.example",
    }  # fmt: skip
    raw = unpadded(signature)
    proved = encode_dss_signature(int.from_bytes(raw[:32]), int.from_bytes(raw[32:]))
    key.public_key().verify(proved, f"{head}.{claims}".encode(), ec.ECDSA(hashes.SHA256()))
    with pytest.raises(InvalidSignature):
        key.public_key().verify(proved, f"{head}.x{claims}".encode(), ec.ECDSA(hashes.SHA256()))


@given(st.binary(max_size=70), st.binary(max_size=20))
def test_what_is_no_key_is_refused(key: bytes, secret: bytes) -> None:
    with pytest.raises(ValueError):  # noqa: PT011
        Recipient.read(padless(key), padless(secret))


@given(st.binary())
def test_base64url_is_read_with_and_without_padding(content: bytes) -> None:
    text = padless(content)
    assert "=" not in text
    assert unpadded(text) == unpadded(text + "=" * (-len(text) % 4)) == content

"""Certificates of guides: what proves a card, and everything that proves nothing, with and without network."""

import base64
import io
import json
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st

from contributions.models import Space
from core.application import Atrium
from core.clock import now
from museum_guide.guides import signing
from museum_guide.guides.checking import AUDIENCE, CERTIFICATE, LIST, Keys, check
from tests.conftest import Ran
from tests.museum_guide.furnished import make_museum
from tests.museum_guide.guides.cards import REGISTERED, card_of, day, decide, register_guide
from tests.people import Person

Command = Callable[..., Ran]
KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
PUBLIC = KEY.public_key().public_bytes_raw()
KEYS = Keys("https://here.example", {signing.key_id(PUBLIC): PUBLIC})
CLAIMS: dict[str, Any] = {"iss": KEYS.issuer, "aud": AUDIENCE, "sub": "ABCDEFG", "name": "Gesa", "licence": "1"}
CLAIMS |= {"by": "Town", "museum": "tower", "places": "", "languages": ["en"], "nbf": 0, "exp": 4_000_000_000}
GOOD = signing.signed_with(KEY, CERTIFICATE, CLAIMS)


def refused(text: str, museum: str = "") -> str:
    found = check(text, KEYS, None, now(), museum)
    assert found.state == "refused", found
    assert not found.claims
    return found.problem


def forged(header: dict[str, Any], key: Ed25519PrivateKey = KEY, **claims: Any) -> str:
    words = ".".join(signing.padless(json.dumps(part).encode()) for part in (header, CLAIMS | claims))
    return f"{words}.{signing.padless(key.sign(words.encode()))}"


@pytest.mark.once
def test_signatures_are_those_of_the_standard() -> None:
    """The key, its thumbprint and the signature of RFC 8037, appendix A."""
    private = base64.urlsafe_b64decode("nWGxne_9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A=")
    key = Ed25519PrivateKey.from_private_bytes(private)
    public = key.public_key().public_bytes_raw()
    assert signing.padless(public) == "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"
    assert signing.key_id(public) == "kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k"
    words = b"eyJhbGciOiJFZERTQSJ9.RXhhbXBsZSBvZiBFZDI1NTE5IHNpZ25pbmc"
    assert signing.padless(key.sign(words)).startswith(
        "hgyY0il_MGCjP0JzlnLWG1PPOt7-09PGcvMg3AIbQR6dWbhijcNR4ki4iylGjg5BhVsPt9g7sVvpAr_MuM0KAg"
    )


@pytest.mark.once
@given(st.integers(0, len(GOOD) - 1), st.characters(codec="utf-8"))
def test_no_symbol_can_be_altered(place: int, other: str) -> None:
    assert check(GOOD, KEYS, None, now()).state == "valid"
    altered = GOOD[:place] + other + GOOD[place + 1 :]
    if altered != GOOD and not other.isspace() and other != "#":
        assert refused(altered) in {"format", "signature", "key", "algorithm"}


@pytest.mark.once
def test_forgeries_are_refused_each_for_its_reason() -> None:
    name = signing.key_id(PUBLIC)
    header = {"alg": "EdDSA", "kid": name, "typ": CERTIFICATE}
    other = Ed25519PrivateKey.from_private_bytes(bytes(32))
    body = GOOD.split(".")[1]
    bare = signing.padless(json.dumps({**header, "alg": "none"}).encode())
    assert refused(f"{bare}.{body}.") == "algorithm"
    for algorithm in ("none", "None", "HS256", "ES256", "", None, ["EdDSA"]):
        assert refused(forged(header | {"alg": algorithm})) == "algorithm"
    assert refused(forged(header, other)) == "signature"
    assert refused(forged(header | {"kid": "another"}, other)) == "key"
    own = {"kty": "OKP", "crv": "Ed25519", "x": signing.padless(other.public_key().public_bytes_raw())}
    assert refused(forged(header | {"jwk": own}, other)) == "format"
    assert refused(forged(header | {"typ": LIST})) == "format"
    assert refused(forged(header, aud="curators")) == "audience"
    assert refused(forged(header, iss="https://there.example")) == "issuer"
    assert refused(forged(header), "house") == "museum"
    assert refused(forged(header, exp="never")) == refused(forged(header, name=None)) == "format"
    for text in ("", ".", "..", "a.b.c", "[" * 3000, GOOD * 20, GOOD + ".x", GOOD.rstrip("AQgw") + "=", "é" + GOOD):
        assert refused(text) == "format"


@pytest.mark.once
def test_the_clock_decides() -> None:
    at = now()
    seconds = int(at.timestamp())
    spans = ((0, seconds + 1, "valid"), (0, seconds, "expired"), (seconds + 1, seconds + 9, "early"))
    for begins, ends, state in spans:
        text = signing.signed_with(KEY, CERTIFICATE, CLAIMS | {"nbf": begins, "exp": ends})
        assert check(text, KEYS, None, at.replace(microsecond=0)).state == state


def test_a_card_is_checked_without_network(
    app: Atrium, curator: Person, public_space: Space, client_of: Any, atrium: Command, tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    """With what was fetched before: signature, time and the last list; a fetched list grows old and says so."""
    make_museum(public_space, "tower", curator)
    desk: FlaskClient = client_of(curator)
    code, second = register_guide(desk), register_guide(desk, licence="SAL-18")
    card, other = card_of(desk, code), card_of(desk, second)
    keys, listed, text = tmp_path / "key.json", tmp_path / "revoked.json", tmp_path / "card.txt"
    phone = app.test_client()
    text.write_text(card + "\n")

    def fetch() -> None:
        keys.write_bytes(phone.get("/guides/key.json").data)
        listed.write_bytes(phone.get("/guides/revoked.json").data)

    def said(what: object, *more: object) -> tuple[int, dict[str, Any]]:
        ran = atrium("guide", "check", what, "--keys", keys, "--revoked", listed, "--json", *more)
        return ran.code, json.loads(ran.out)

    fetch()
    status, found = said(text, "--museum", "tower")
    assert (status, found["state"], found["list"]["fresh"]) == (0, "valid", True)
    assert (found["claims"]["name"], found["claims"]["sub"]) == (REGISTERED["name"], code)
    assert said(card, "--museum", "house")[1]["problem"] == "museum"
    assert said(card[:-9] + ("B" if card[-9] == "A" else "A") + card[-8:])[1]["problem"] == "signature"
    assert decide(desk, code, "revoked") == decide(desk, second, "suspended") == 303
    assert said(card)[1]["state"] == "valid"
    fetch()
    assert [said(one)[1]["state"] for one in (card, other)] == ["revoked", "suspended"]
    assert atrium("guide", "check", card).code == 1
    tampered = json.loads(listed.read_text()) | {"states": {}}
    listed.write_text(json.dumps(tampered))
    assert said(card)[1]["state"] == "revoked"
    assert decide(desk, second, "resumed") == 303
    fetch()
    monkeypatch.setenv("ATRIUM_NOW", (now() + timedelta(days=2)).isoformat())
    status, found = said(other)
    assert (status, found["state"], found["list"]["fresh"]) == (0, "valid", False)
    monkeypatch.setenv("ATRIUM_NOW", (now() + timedelta(days=20)).isoformat())
    assert said(other)[1]["state"] == "expired"
    listed.write_text(json.dumps(tampered | {"signed": card.partition("#")[2]}))
    assert atrium("guide", "check", card, "--keys", keys, "--revoked", listed).code != 0
    before = app.config["SECRET_KEY"]
    monkeypatch.setitem(app.config, "SECRET_KEY", "another key of the site")
    assert json.loads(atrium("guide", "check", other, "--json").out)["problem"] == "key"
    monkeypatch.setitem(app.config, "SECRET_KEY_FALLBACKS", [before])
    assert json.loads(atrium("guide", "check", other, "--json").out)["state"] == "expired"


@pytest.mark.once
def test_the_code_of_a_card_is_read_by_others(
    app: Atrium, curator: Person, public_space: Space, client_of: Any
) -> None:
    """An independent reader finds in the picture exactly what the desk shows beside it."""
    import segno
    import zxingcpp
    from PIL import Image

    make_museum(public_space, "tower", curator)
    desk: FlaskClient = client_of(curator)
    card = card_of(desk, register_guide(desk, valid_until=day(400)))
    drawn = io.BytesIO()
    segno.make(card, micro=False, error="l").save(drawn, kind="png", scale=4, border=4)
    read = zxingcpp.read_barcodes(Image.open(drawn))
    assert [one.text for one in read] == [card]
    page = app.test_client().get("/guides/check", query_string={"certificate": card, "museum": "tower"})
    assert "Valid" in page.text
    forged_page = app.test_client().get("/guides/check", query_string={"certificate": card[:-2]})
    assert "Refused" in forged_page.text

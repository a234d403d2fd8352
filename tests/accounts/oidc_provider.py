"""A small OpenID Connect provider on this machine: it signs in whom the test names, and signs what it says with a real key."""

import base64
import hashlib
import json
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

from joserfc import jwt
from joserfc.jwk import OctKey, RSAKey

CLIENT, SECRET = "atrium", "kept between the two"
Claims = dict[str, Any]


@dataclass
class OidcProvider:
    """The provider. `person` is who signs in next; `tamper` may change what is signed, `forge` how."""

    person: Claims = field(default_factory=lambda: {"sub": "s-1"})
    tamper: Callable[[Claims], object] = len
    forge: Callable[["OidcProvider", Claims], str] | None = None
    calls_itself: str = ""
    codes: dict[str, dict[str, str]] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.key = RSAKey.generate_key(2048, {"kid": "one"})
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self.issuer = f"http://127.0.0.1:{self.server.server_port}"
        self.thread = threading.Thread(target=self.server.serve_forever, kwargs={"poll_interval": 0.02})
        self.thread.start()

    def close(self) -> None:
        self.server.shutdown()
        self.thread.join()
        self.server.server_close()

    def sign_in(self, address: str) -> str:
        """Do what a browser and its user do at the address to which it was sent; returns the way back."""
        parts = urlsplit(address)
        assert f"{parts.scheme}://{parts.netloc}{parts.path}" == f"{self.issuer}/authorize"
        asked = {name: values[0] for name, values in parse_qs(parts.query).items()}
        assert asked["client_id"] == CLIENT
        assert asked["code_challenge_method"] == "S256"
        code = f"code-{len(self.codes)}"
        self.codes[code] = asked
        return f"{asked['redirect_uri']}?{urlencode({'code': code, 'state': asked['state'], 'iss': self.issuer})}"

    def id_token(self, asked: dict[str, str]) -> str:
        at = int(time.time())
        claims: Claims = {
            "iss": self.issuer,
            "aud": CLIENT,
            "iat": at,
            "exp": at + 60,
            "nonce": asked["nonce"],
            **self.person,
        }
        self.tamper(claims)
        if self.forge:
            return self.forge(self, claims)
        return jwt.encode({"alg": "RS256", "kid": "one"}, claims, self.key)

    def answer(self, path: str, form: dict[str, str], basic: str) -> tuple[int, Claims]:
        self.asked.append(path)
        if path == "/.well-known/openid-configuration":
            ends = {"authorization_endpoint": "authorize", "token_endpoint": "token", "jwks_uri": "keys"}
            return 200, {"issuer": self.calls_itself or self.issuer} | {
                k: f"{self.issuer}/{v}" for k, v in ends.items()
            }
        if path == "/keys":
            return 200, {"keys": [self.key.as_dict(private=False)]}
        asked = self.codes.pop(form.get("code", ""), None)
        proof = (
            base64.urlsafe_b64encode(hashlib.sha256(form.get("code_verifier", "").encode()).digest())
            .rstrip(b"=")
            .decode()
        )
        known = base64.b64encode(f"{CLIENT}:{SECRET.replace(' ', '%20')}".encode()).decode()
        if path != "/token" or asked is None or proof != asked["code_challenge"] or basic != f"Basic {known}":
            return 400, {"error": "invalid_grant"}
        if form["redirect_uri"] != asked["redirect_uri"]:
            return 400, {"error": "invalid_grant"}
        return 200, {"access_token": "a", "token_type": "Bearer", "id_token": self.id_token(asked)}

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        provider = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                self._send(*provider.answer(self.path, {}, ""))

            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"])).decode()
                form = {name: values[0] for name, values in parse_qs(body).items()}
                self._send(*provider.answer(self.path, form, self.headers.get("Authorization", "")))

            def _send(self, status: int, said: Claims) -> None:
                body = json.dumps(said).encode()
                self.send_response(status)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_parts: Any) -> None:
                pass

        return Handler


def unsigned(_provider: OidcProvider, claims: Claims) -> str:
    """Sign with nothing."""
    parts = [json.dumps(part).encode() for part in ({"alg": "none", "kid": "one"}, claims)]
    return ".".join([*(base64.urlsafe_b64encode(part).rstrip(b"=").decode() for part in parts), ""])


def with_shared_secret(_provider: OidcProvider, claims: Claims) -> str:
    """Sign with what the client knows as well."""
    return jwt.encode({"alg": "HS256", "kid": "one"}, claims, OctKey.import_key(SECRET * 2))


def with_public_key(provider: OidcProvider, claims: Claims) -> str:
    """Sign with the public key as if it were a secret."""
    return jwt.encode(
        {"alg": "HS256", "kid": "one"}, claims, OctKey.import_key(base64.b64encode(provider.key.as_pem(private=False)))
    )


def with_another_key(_provider: OidcProvider, claims: Claims) -> str:
    """Sign with a key of one's own that has the same name."""
    return jwt.encode({"alg": "RS256", "kid": "one"}, claims, RSAKey.generate_key(2048))

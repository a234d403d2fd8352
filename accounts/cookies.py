"""The session cookie, read and signed with a signer that is made once instead of at every request."""

from functools import lru_cache
from typing import Any

from flask import Flask
from flask.sessions import SecureCookieSessionInterface
from itsdangerous import URLSafeTimedSerializer


class SessionCookies(SecureCookieSessionInterface):
    """Flask's own signed cookies, cheaper."""

    def get_signing_serializer(self, app: Flask) -> URLSafeTimedSerializer:
        """Return the signer for the keys that are in use now; older keys only verify."""
        keys = (*app.config["SECRET_KEY_FALLBACKS"], app.config["SECRET_KEY"])
        return self._signer(keys)

    @lru_cache(maxsize=4)  # noqa: B019
    def _signer(self, keys: tuple[Any, ...]) -> URLSafeTimedSerializer:
        options = {"key_derivation": self.key_derivation, "digest_method": self.digest_method}
        return URLSafeTimedSerializer(list(keys), salt=self.salt, serializer=self.serializer, signer_kwargs=options)

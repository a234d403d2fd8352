"""The keys of the site: the present one signs, older ones still verify."""

from flask import current_app
from itsdangerous import URLSafeSerializer


def signing_keys() -> list[str]:
    """Return the keys that are good now, the present one last, as itsdangerous wants them."""
    return [*reversed(current_app.config["SECRET_KEY_FALLBACKS"]), current_app.config["SECRET_KEY"]]


def signer(purpose: str) -> URLSafeSerializer:
    """Return what signs and reads values for one purpose; what is signed for another is not read."""
    return URLSafeSerializer(signing_keys(), salt=purpose)

"""How long somebody sat before a form: a signed time in the form itself, so that nothing is kept for it."""

from flask import Flask
from itsdangerous import BadSignature, Signer

from core.clock import now
from core.signing import signing_keys

SALT = "form begun"


def register(app: Flask) -> None:
    """Give templates `form_begun()`, the value of the field `begun`."""
    app.jinja_env.globals.update(form_begun=stamp)


def stamp() -> str:
    """Return the present moment, signed."""
    return _signer().sign(str(int(now().timestamp() * 1000))).decode()


def seconds_since(stamped: str) -> float | None:
    """Return how many seconds ago a form was opened, or None where it does not say so."""
    try:
        began = int(_signer().unsign(stamped))
    except (BadSignature, ValueError):
        return None
    return now().timestamp() - began / 1000


def _signer() -> Signer:
    return Signer(signing_keys(), salt=SALT)

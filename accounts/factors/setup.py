"""Opens the pages of second factors and passkeys."""

from flask import Flask

from accounts.factors import pages, sign_in_pages
from accounts.factors.models import Authenticator, Passkey, PendingStep, RecoveryCode, RememberedDevice
from accounts.leaving.traces import Fate, Trace, add_traces

SHORT_LIVED = "good for some minutes, and only for the browser that began it"
DIGESTS = "digests of codes that only you have"


def register(app: Flask) -> None:
    """Register what this package brings."""
    sign_in_pages.register(app)
    pages.register(app)
    add_traces(
        app,
        Trace(Authenticator.member_id, Fate.DELETED, without=("secret",)),
        Trace(RecoveryCode.member_id, Fate.DELETED, DIGESTS, taken_along=False),
        Trace(Passkey.member_id, Fate.DELETED),
        Trace(RememberedDevice.member_id, Fate.DELETED, without=("token_digest", "password_mark")),
        Trace(PendingStep.member_id, Fate.DELETED, SHORT_LIVED, taken_along=False),
    )

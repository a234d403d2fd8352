"""Opens the way in through providers; without any, its pages are not found and its libraries not opened."""

from flask import Flask

from accounts.leaving.traces import Fate, Trace, add_traces
from accounts.sign_on import pages, providers
from accounts.sign_on.models import ProvidedIdentity


def register(app: Flask) -> None:
    """Register what this package brings."""
    providers.register(app)
    pages.register(app)
    add_traces(app, Trace(ProvidedIdentity.member_id, Fate.DELETED))

"""Opens tokens: their page, their command, and what becomes of them."""

from flask import Flask

from accounts.leaving.traces import Fate, Trace, add_traces
from accounts.tokens import cli, pages, using
from accounts.tokens.ending import sweep_tokens
from accounts.tokens.models import ApiToken
from core.jobs import jobs_of


def register(app: Flask) -> None:
    """Register what this folder brings."""
    using.register(app)
    pages.register(app)
    cli.register(app)
    jobs_of(app).every("sweep tokens", sweep_tokens, hour="3", minute="50")
    add_traces(app, Trace(ApiToken.member_id, Fate.DELETED, without=("token_digest",)))

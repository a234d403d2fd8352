"""A test client whose requests know nothing of the test around them, as requests of a browser would."""

import contextvars
from typing import Any

from flask import has_app_context
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from core.database import db


class Client(FlaskClient):
    """Runs each request in a context of its own, and lets the test read afterwards what the request has written."""

    def open(self, *arguments: Any, **options: Any) -> TestResponse:
        """Send one request."""
        response = contextvars.Context().run(super().open, *arguments, **options)
        if has_app_context():
            db.session.expire_all()
        return response

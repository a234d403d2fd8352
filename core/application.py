"""The Flask application class: one transaction a request, committed before the answer leaves."""

from typing import Any

import orjson
from flask import Flask, request
from flask.json.provider import JSONProvider
from flask.typing import ResponseReturnValue

from core.database import db
from core.security import SAFE_METHODS


class FastJSON(JSONProvider):
    """JSON by orjson."""

    def dumps(self, obj: Any, **_options: Any) -> str:
        """Write an object as JSON text."""
        return orjson.dumps(obj).decode()

    def loads(self, s: str | bytes, **_options: Any) -> Any:
        """Read JSON text."""
        return orjson.loads(s)


class Atrium(Flask):
    """Flask, except that views and rules never commit: the request does, and only when it succeeded."""

    json_provider_class = FastJSON

    def dispatch_request(self) -> ResponseReturnValue:
        """Run the view, then commit what it did. A view that raises leaves nothing behind."""
        answer = super().dispatch_request()
        if request.method in SAFE_METHODS:
            return answer
        db.session.commit()
        return answer

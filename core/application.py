"""The Flask application class: one transaction a request, committed before the answer leaves."""

from typing import Any

import orjson
from flask import Flask, request
from flask.json.provider import JSONProvider
from flask.typing import ResponseReturnValue
from werkzeug.routing import IntegerConverter, Map

from core.database import LARGEST_KEY, db
from core.security import SAFE_METHODS


class FastJSON(JSONProvider):
    """JSON by orjson."""

    def dumps(self, obj: Any, **_options: Any) -> str:
        """Write an object as JSON text."""
        return orjson.dumps(obj).decode()

    def loads(self, s: str | bytes, **_options: Any) -> Any:
        """Read JSON text."""
        return orjson.loads(s)


class KeyConverter(IntegerConverter):
    """A number in an address; one that no database key can be is not found, instead of failing in the driver."""

    def __init__(self, url_map: Map, **options: Any) -> None:
        super().__init__(url_map, **{"max": LARGEST_KEY} | options)


class Atrium(Flask):
    """Flask, except that views and rules never commit: the request does, and only when it succeeded."""

    json_provider_class = FastJSON

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.url_map.converters["int"] = KeyConverter

    def dispatch_request(self) -> ResponseReturnValue:
        """Run the view, then commit what it did. A view that raises leaves nothing behind."""
        answer = super().dispatch_request()
        if request.method in SAFE_METHODS:
            return answer
        for check in self.extensions.get("commit checks", ()):
            check()
        # A view that asked the session for nothing has nothing to commit, and no session is made to find that out.
        if db.session.registry.has():
            db.session.commit()
        return answer

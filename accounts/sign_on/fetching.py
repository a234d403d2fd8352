"""Fetches JSON from a provider: from its own hosts alone, without following redirects, and never much of it."""

import ssl
from collections.abc import Mapping
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from typing import Any
from urllib.parse import urlencode, urlsplit

import orjson

from accounts.sign_on.providers import Provider

SECONDS = 10
LARGEST = 256 * 1024


class Unreachable(Exception):
    """A provider did not answer as it should; the message is for the log, not for the reader."""


def fetch(
    provider: Provider, address: str, form: Mapping[str, str] | None = None, headers: Mapping[str, str] | None = None
) -> dict[str, Any]:
    """Get a JSON object, or post a form for one. Raises Unreachable."""
    if not provider.may_ask(address):
        raise Unreachable(f"{address} is not an address of {provider.name}; name its host in `hosts` if it should be")
    try:
        status, body = _ask(address, form, dict(headers or {}))
        found = orjson.loads(body)
    except (OSError, HTTPException, orjson.JSONDecodeError) as error:
        raise Unreachable(f"{address}: {error}") from None
    if status != 200 or not isinstance(found, dict):
        raise Unreachable(f"{address} answered {status}")
    return found


def _ask(address: str, form: Mapping[str, str] | None, headers: dict[str, str]) -> tuple[int, bytes]:
    parts = urlsplit(address)
    host, port = parts.hostname or "", parts.port
    connection = (
        HTTPSConnection(host, port, timeout=SECONDS, context=ssl.create_default_context())
        if parts.scheme == "https"
        else HTTPConnection(host, port, timeout=SECONDS)
    )
    path = f"{parts.path or '/'}{'?' + parts.query if parts.query else ''}"
    headers["Accept"] = "application/json"
    if form is not None:
        headers["Content-Type"] = "application/x-www-form-urlencoded"
    try:
        connection.request(
            "GET" if form is None else "POST", path, urlencode(form) if form is not None else None, headers
        )
        answer = connection.getresponse()
        body = answer.read(LARGEST + 1)
    finally:
        connection.close()
    if len(body) > LARGEST:
        raise HTTPException("more than it should be")
    return answer.status, body

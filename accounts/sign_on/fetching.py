"""Fetches JSON from a provider: from its own hosts alone, without following redirects, and never much of it."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

import orjson

from accounts.sign_on.providers import Provider
from core.fetching import Unreachable, ask

LARGEST = 256 * 1024


def fetch(
    provider: Provider, address: str, form: Mapping[str, str] | None = None, headers: Mapping[str, str] | None = None
) -> dict[str, Any]:
    """Get a JSON object, or post a form for one. Raises Unreachable with words for the log, not for the reader."""
    if not provider.may_ask(address):
        raise Unreachable(f"{address} is not an address of {provider.name}; name its host in `hosts` if it should be")
    sent, body = {"Accept": "application/json", **(headers or {})}, None
    if form is not None:
        sent["Content-Type"], body = "application/x-www-form-urlencoded", urlencode(form).encode()
    try:
        # The operator named the host, which may well stand in the own network.
        answer = ask(address, body, sent, private=True, most=LARGEST)
        found = orjson.loads(answer.body)
    except (Unreachable, orjson.JSONDecodeError) as error:
        raise Unreachable(f"{address}: {error}") from None
    if answer.status != 200 or not isinstance(found, dict):
        raise Unreachable(f"{address} answered {answer.status}")
    return found

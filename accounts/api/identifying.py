"""The public ids of what an answer names: one statement for each table, as the sources of a site are remembered."""

import time
from collections.abc import Iterable
from typing import Any

from flask import current_app

from core.archive.identity import PublicIds

SECONDS = 60.0


def ids_of(model: Any, keys: Iterable[int | None]) -> dict[int, str]:
    """Return the public ids of rows of a table, known by archives from at most a minute ago."""
    known: dict[Any, tuple[float, PublicIds]] = current_app.extensions.setdefault("public ids", {})
    until, names = known.get(model, (0.0, None))
    if names is None or until < time.monotonic():
        names = PublicIds(model)
        known[model] = (time.monotonic() + SECONDS, names)
    return names.of(keys)


def base_url() -> str:
    """Return the public address of the site, before the path."""
    base: str = current_app.extensions["settings"].base_url
    return base

"""Keeps libraries from loading what they may need but this process does not: each web process pays for all of it."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def hidden(*modules: str) -> Iterator[None]:
    """Keep modules that are not loaded yet from being imported, as though they were not installed."""
    unloaded = [module for module in modules if module not in sys.modules]
    sys.modules.update(dict.fromkeys(unloaded))  # type: ignore[arg-type]
    try:
        yield
    finally:
        for module in unloaded:
            del sys.modules[module]

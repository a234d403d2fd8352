"""Words that name somebody: found whole and in any case, and taken out of texts."""

import re
from collections.abc import Sequence
from typing import Any

GONE = "…"


def naming(words: Sequence[str]) -> re.Pattern[str]:
    """Return what finds words that name somebody, whole and in any case."""
    return re.compile("|".join(rf"(?<!\w){re.escape(word)}(?!\w)" for word in words) or r"(?!)", re.IGNORECASE)


def without_names(value: Any, pattern: re.Pattern[str]) -> Any:
    """Return a text, or any plain value that holds texts, with what a pattern finds taken out of it."""
    if isinstance(value, str):
        return pattern.sub(GONE, value)
    if isinstance(value, dict):
        return {key: without_names(inner, pattern) for key, inner in value.items()}
    return [without_names(inner, pattern) for inner in value] if isinstance(value, list) else value

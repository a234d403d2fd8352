"""Writes results as Markdown or as JSON."""

import json
from collections.abc import Sequence
from typing import Any


def table(rows: Sequence[dict[str, Any]]) -> str:
    """Return rows with the same columns as a Markdown table."""
    names = list(rows[0])
    lines = [names, ["---" if isinstance(rows[0][name], str) else "--:" for name in names]]
    lines += [[_text(row[name]) for name in names] for row in rows]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)


def show(results: dict[str, Any], rows: Sequence[dict[str, Any]], *, as_json: bool) -> None:
    """Print results for a program, or rows for people."""
    print(json.dumps(results, indent=1) if as_json else table(rows))


def _text(value: Any) -> str:
    if isinstance(value, float):
        return f"{value:.2f}" if abs(value) < 100 else f"{value:.0f}"
    return str(value)

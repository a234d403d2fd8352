"""Opens the contributions room: its pages, its work behind them, and what it puts on shared pages."""

from flask import Flask


def register(app: Flask) -> None:
    """Register what this package brings."""

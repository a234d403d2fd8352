"""Opens visits: what a visitor sees of their own, and what their phone says of the time they spend."""

from flask import Flask

from museum_guide.visits import models

__all__ = ["models"]


def register(_app: Flask) -> None:
    """Register what this part brings."""

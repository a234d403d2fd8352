"""The commands that read and write archives."""

from flask import Flask


def register(app: Flask) -> None:
    """Add the commands to the command line."""

"""The commands that run and keep a site."""

from flask import Flask


def register(app: Flask) -> None:
    """Add the commands to the command line."""

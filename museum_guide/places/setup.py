"""Opens what is near: its page, its command, its operation, and its lines in archives."""

from flask import Flask

from museum_guide.places import cli
from museum_guide.places.api import section
from museum_guide.places.archive import register_archive
from museum_guide.places.views import blueprint


def register(app: Flask) -> None:
    """Register what this folder brings."""
    register_archive(app)
    app.register_blueprint(blueprint)
    section.register(app)
    cli.register(app)

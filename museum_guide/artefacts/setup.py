"""Opens artefacts: their pages, pictures and sounds."""

from flask import Flask

from museum_guide.artefacts import views
from museum_guide.artefacts.archive import register_archive


def register(app: Flask) -> None:
    """Register what this part brings."""
    register_archive(app)
    app.register_blueprint(views.blueprint)

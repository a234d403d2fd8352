"""Opens artefacts: their pages, pictures and sounds."""

from flask import Flask

from museum_guide.artefacts import views


def register(app: Flask) -> None:
    """Register what this part brings."""
    app.register_blueprint(views.blueprint)

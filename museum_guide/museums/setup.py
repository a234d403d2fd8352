"""Opens museums: their pages."""

from flask import Flask

from museum_guide.museums import views


def register(app: Flask) -> None:
    """Register what this part brings."""
    app.register_blueprint(views.blueprint)

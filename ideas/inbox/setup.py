"""Opens the inbox of product managers."""

from flask import Flask

from ideas.inbox import views


def register(app: Flask) -> None:
    """Register what this folder brings."""
    app.register_blueprint(views.blueprint)

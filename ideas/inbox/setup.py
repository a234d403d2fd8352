"""Opens the inbox of product managers."""

from flask import Flask

from ideas.inbox import funnel_views, views


def register(app: Flask) -> None:
    """Register what this folder brings."""
    app.register_blueprint(views.blueprint)
    app.register_blueprint(funnel_views.blueprint)

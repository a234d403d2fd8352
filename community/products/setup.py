"""Opens the products: their registry, who owns them, and what follows from that."""

from flask import Flask

from community.products import views


def register(app: Flask) -> None:
    """Register what this package brings."""
    app.register_blueprint(views.blueprint)

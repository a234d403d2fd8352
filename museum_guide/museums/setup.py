"""Opens museums: their pages."""

from flask import Flask

from museum_guide.museums import desk_views, views
from museum_guide.museums.archive import register_archive


def register(app: Flask) -> None:
    """Register what this part brings."""
    register_archive(app)
    app.register_blueprint(views.blueprint)
    app.register_blueprint(desk_views.blueprint)

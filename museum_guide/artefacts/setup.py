"""Opens artefacts: their pages, pictures and sounds."""

from flask import Flask

from museum_guide.artefacts import desk_views, media_views, views
from museum_guide.artefacts.archive import register_archive


def register(app: Flask) -> None:
    """Register what this part brings."""
    register_archive(app)
    for blueprint in (views.blueprint, desk_views.blueprint, media_views.blueprint):
        app.register_blueprint(blueprint)

"""The home page: shows at once what the place is for, with what the rooms have to show."""

from flask import Blueprint, Flask

blueprint = Blueprint("home", __name__)


def register(app: Flask) -> None:
    """Open the home page."""
    app.register_blueprint(blueprint)

"""Puts the house together. The only module that knows every package; reads like a table of contents."""

from typing import Any

import access
import accounts.setup
import community.setup
import contributions.setup
import home
import ideas.setup
import insights.setup
import museum_guide.setup
from accounts.guard import guard
from core import health, setup
from core.application import Atrium
from core.settings import Settings, load_settings


def create_app(settings: Settings | None = None, **overrides: Any) -> Atrium:
    """Return the application. Raises SettingsError when a setting is wrong."""
    settings = settings or load_settings(**overrides)
    app = Atrium("atrium", root_path=setup.ROOT, template_folder="templates", static_folder="static")
    setup.prepare(app, settings)
    health.register(app)
    accounts.setup.register(app)
    guard(app, access.ACCESS)
    contributions.setup.register(app)
    community.setup.register(app)
    ideas.setup.register(app)
    museum_guide.setup.register(app)
    insights.setup.register(app)
    home.register(app)
    return app

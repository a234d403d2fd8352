"""Prepares what every request, command and job needs: settings, database, search, jobs, mail, files, pages, errors."""

from pathlib import Path

from flask import Flask
from flask_babel import Babel
from werkzeug.middleware.proxy_fix import ProxyFix

from core import archive_commands, assets, checks, commands, installing, pages, translation
from core.database import db, engine_options
from core.embedding import open_embedder
from core.errors import tell_errors
from core.files import open_files
from core.jobs import Jobs
from core.limits import open_limits
from core.mail import open_mail
from core.search import open_search
from core.security import protect
from core.settings import Settings

ROOT = str(Path(__file__).resolve().parent.parent)
LARGEST_BODY = 2 * 1024 * 1024


def prepare(app: Flask, settings: Settings) -> None:
    """Open every port that the settings name and put the guards in place."""
    settings.home.mkdir(parents=True, exist_ok=True)
    app.config.update(
        SECRET_KEY=settings.secret_key,
        SECRET_KEY_FALLBACKS=[key for key in settings.secret_key_fallbacks.split(",") if key],
        SQLALCHEMY_DATABASE_URI=settings.database,
        SQLALCHEMY_ENGINE_OPTIONS=engine_options(settings),
        MAX_CONTENT_LENGTH=LARGEST_BODY,
        MAX_FORM_MEMORY_SIZE=LARGEST_BODY,
        SESSION_COOKIE_NAME="__Host-atrium" if settings.secure else "atrium",
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_SECURE=settings.secure,
        PREFERRED_URL_SCHEME="https" if settings.secure else "http",
    )
    app.extensions["settings"] = settings
    db.init_app(app)
    Babel(app, locale_selector=translation.babel_locale)
    translation.register(app, settings)
    tell_errors(app)
    protect(app, settings)
    app.extensions["jobs"] = Jobs(app, settings)
    app.extensions["mail"] = open_mail(settings)
    app.extensions["files"] = open_files(settings)
    app.extensions["limits"] = open_limits(settings)
    app.extensions["embedder"] = open_embedder(settings.home, on=settings.sentence_model == "on")
    with app.app_context():
        app.extensions["search"] = open_search(settings.search_url, settings.home, db.engine)
    assets.register(app)
    pages.register(app, settings)
    installing.register(app)
    checks.register(app)
    commands.register(app)
    archive_commands.register(app)
    if settings.proxies:
        trusted = settings.proxies
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=trusted, x_proto=trusted, x_host=trusted)  # type: ignore[method-assign]


def settings_of(app: Flask) -> Settings:
    """Return the settings of an application."""
    settings: Settings = app.extensions["settings"]
    return settings

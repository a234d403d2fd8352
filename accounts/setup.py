"""Opens the accounts room: sign-in, members, groups, and what every page knows of its reader."""

import dataclasses
from datetime import timedelta
from typing import Any

from flask import Flask
from flask_login import user_logged_in
from flask_security import Security, SQLAlchemyUserDatastore
from sqlalchemy.exc import SQLAlchemyError

from accounts import (
    account_pages,
    cli,
    group_pages,
    mailing,
    member_pages,
    presence,
    reading_pages,
    role_pages,
    sanction_pages,
    security_pages,
    sessions,
    still_there,
)
from accounts.api import setup as api
from accounts.archive import register_archive
from accounts.cookies import SessionCookies
from accounts.factors import setup as factors
from accounts.factors.remembering import sweep_devices
from accounts.factors.steps import sweep_steps
from accounts.leaving import setup as leaving
from accounts.models import Member, NamedRole
from accounts.panels import pages as panels
from accounts.papers import pages as papers
from accounts.people import initials, office, office_label
from accounts.registering import sweep_registrations
from accounts.sign_on import setup as sign_on
from accounts.tokens import setup as tokens
from core.clock import now
from core.database import db
from core.jobs import jobs_of

ARGON2 = {"argon2__type": "ID", "argon2__memory_cost": 19 * 1024, "argon2__time_cost": 2, "argon2__parallelism": 1}


def register(app: Flask) -> None:
    """Register what this package brings."""
    register_archive(app)
    _prepare_sign_in(app)
    presence.register(app)
    mailing.register(app)
    still_there.register(app)
    leaving.register(app)
    factors.register(app)
    sign_on.register(app)
    papers.register(app)
    panels.register(app)
    tokens.register(app)
    api.register(app)
    for pages in (
        security_pages,
        account_pages,
        role_pages,
        sanction_pages,
        group_pages,
        member_pages,
        reading_pages,
    ):
        pages.register(app)
    jobs_of(app).every("sweep accounts", _sweep, hour="3", minute="40")
    app.context_processor(_reader)
    app.extensions["habits of reader"] = lambda: sessions.session_of_request().habits
    cli.register(app)


def _prepare_sign_in(app: Flask) -> None:
    app.config.update(
        WTF_CSRF_ENABLED=False,
        SESSION_PROTECTION=None,
        SESSION_REFRESH_EACH_REQUEST=False,
        PERMANENT_SESSION_LIFETIME=sessions.LONGEST,
        SECURITY_PASSWORD_HASH="argon2",  # noqa: S106
        SECURITY_PASSWORD_SCHEMES=["argon2"],
        SECURITY_PASSWORD_SINGLE_HASH={"argon2"},
        SECURITY_PASSWORD_HASH_PASSLIB_OPTIONS=ARGON2,
        SECURITY_JOIN_USER_ROLES=False,
        SECURITY_CLI_USERS_NAME=False,
        SECURITY_CLI_ROLES_NAME=False,
        SECURITY_FRESHNESS=timedelta(minutes=15),
        SECURITY_DATETIME_FACTORY=now,
    )
    app.session_interface = SessionCookies()
    security = Security(app, SQLAlchemyUserDatastore(db, Member, NamedRole), register_blueprint=False)
    security.login_manager.user_loader(_load_member)
    security.login_manager._request_callback = None  # noqa: SLF001
    user_logged_in.connect(sessions.enter, app)
    _take_out_what_every_request_would_pay(app, security)


def _take_out_what_every_request_would_pay(app: Flask, security: Any) -> None:
    """Remove hooks that load a member or open the session on every request; the guard does that where it is needed."""
    app.before_request_funcs[None].remove(security.principal._on_before_request)  # noqa: SLF001
    app.after_request_funcs[None].remove(security.login_manager._update_remember_cookie)  # noqa: SLF001
    processors = app.template_context_processors[None]
    processors[:] = [function for function in processors if function.__module__ != "flask_login.utils"]


def _load_member(_token: str) -> Member | None:
    viewer = sessions.current_viewer()
    return db.session.get(Member, viewer.id) if viewer.signed_in else None


def _reader() -> dict[str, Any]:
    """Give templates `viewer`: the one who reads, or None for one who is not signed in."""
    try:
        viewer = sessions.current_viewer()
    except SQLAlchemyError:
        return {"viewer": None}
    if viewer.id is None:
        return {"viewer": None}
    office_word = office(viewer.roles)
    words = office_label(office_word) if office_word else ""
    return {"viewer": Reader(viewer.id, viewer.name, viewer.unread, words, initials(viewer.name), *viewer.standing[1:])}


@dataclasses.dataclass(frozen=True)
class Reader:
    """The reader of a page, as templates show one; `standing` is their office in words."""

    id: int
    name: str
    unread: int
    standing: str
    initials: str
    employee: bool
    moderator: bool
    administrator: bool
    product_manager: bool
    curator: bool


def _sweep() -> None:
    sessions.sweep_sessions()
    sweep_registrations()
    sweep_steps()
    sweep_devices()

"""Login sessions: rows that a signed cookie points to, so that each can be listed and ended on its own."""

import hashlib
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any

from flask import Flask, current_app, g, has_request_context, request, session
from sqlalchemy import ColumnElement, Select, and_, bindparam, delete, literal, select

from accounts.events import SessionsEnded, SignedIn
from accounts.models import LoginSession, Member, Role
from accounts.papers.models import papers_waiting
from accounts.presence import presence
from accounts.sanction_models import Sanction
from accounts.sanctions import in_force
from accounts.viewers import ANONYMOUS, InForce, Viewer
from core.clock import now
from core.database import UTCDateTime, db, read
from core.events import publish
from core.limits import network_of
from core.settings import Settings
from core.translation import UNKNOWN, Habits

IDLE = timedelta(days=30)
LONGEST = timedelta(days=180)
# Where the sign-in library keeps who is signed in; with us it holds the token of the login session.
TOKEN = "_user_id"  # noqa: S105
# How many unread notices a member has, as a scalar subquery on Member.id; the room that has notices sets it.
unread_count: ColumnElement[int] | None = None
# How large the community takes itself to be; the room that keeps reputation sets it.
community_size: ColumnElement[str] | None = None


@dataclass(frozen=True)
class Found:
    """A login session in force, and who it belongs to."""

    session_id: int | None
    viewer: Viewer
    proved_at: datetime | None = None
    two_factors: bool = False
    # Whether a provider vouched for the member, and whether roles sleep because less was asked for than they need.
    provided: bool = False
    # Whether a remembered device stood in for the second factor.
    remembered: bool = False
    roles_asleep: bool = False
    # How many papers the member has yet to agree to.
    papers: int = 0
    habits: Habits = UNKNOWN


NOBODY = Found(None, ANONYMOUS)


def session_of_request() -> Found:
    """Return the login session of the current request: one statement, and none where no cookie came with it."""
    if "login_session" not in g:
        g.login_session = _find(_token_of_request())
    found: Found = g.login_session
    return found


def current_viewer() -> Viewer:
    """Return who is asking; found once a request."""
    return session_of_request().viewer


def begin_session(member: Member, agent: str = "", address: str | None = None, *, two_factors: bool = False) -> str:
    """Open a login session and return its token, of which only a digest is kept."""
    token, at = secrets.token_urlsafe(32), now()
    remembered = bool(g.pop("remembered", False))
    row = LoginSession(
        token_digest=digest(token),
        member_id=member.id,
        created_at=at,
        seen_at=at,
        expires_at=at + LONGEST,
        proved_at=at - LONGEST if remembered else at,
        two_factors=two_factors,
        provided=bool(g.pop("provided", False)),
        remembered=remembered,
        agent=agent[:300],
        network=network_of(address),
    )
    db.session.add(row)
    db.session.flush()
    return token


def enter(_app: Flask, user: Member) -> None:
    """Make the current browser signed in as a member, whatever way they came in; nothing of its past is kept."""
    session.clear()
    two_factors = bool(g.pop("two_factors", False))
    session[TOKEN] = begin_session(user, request.user_agent.string, request.remote_addr, two_factors=two_factors)
    session.permanent = True
    g.pop("login_session", None)
    publish(SignedIn(actor_id=user.id, member_id=user.id))


def leave() -> None:
    """End the login session of the current browser, if it has one."""
    found = session_of_request()
    if found.session_id is not None and found.viewer.id is not None:
        end_sessions(found.viewer.id, "signed out", only=found.session_id)
    session.clear()
    g.login_session = NOBODY


def renew_token() -> None:
    """Give the current login session a new token, as is right after a password has changed."""
    found = session_of_request()
    row = db.session.get(LoginSession, found.session_id) if found.session_id else None
    if row is not None:
        token = secrets.token_urlsafe(32)
        row.token_digest = digest(token)
        session[TOKEN] = token


def end_sessions(member_id: int, why: str, *, only: int | None = None, but: int | None = None) -> int:
    """End login sessions of a member and return how many: all, `only` one, or all `but` one."""
    statement = delete(LoginSession).where(LoginSession.member_id == member_id)
    if only is not None:
        statement = statement.where(LoginSession.id == only)
    if but is not None:
        statement = statement.where(LoginSession.id != but)
    count = len(db.session.scalars(statement.returning(LoginSession.id)).all())
    if count:
        publish(SessionsEnded(actor_id=current_viewer().id, member_id=member_id, count=count, why=why))
    return count


def sessions_of(member_id: int) -> list[LoginSession]:
    """Return the login sessions of a member that are in force, the latest seen first."""
    at = now()
    in_force = (LoginSession.expires_at > at) & (LoginSession.seen_at > at - IDLE)
    statement = select(LoginSession).where(LoginSession.member_id == member_id, in_force)
    return list(db.session.scalars(statement.order_by(LoginSession.seen_at.desc(), LoginSession.id.desc())))


def sweep_sessions() -> None:
    """Forget login sessions that are past their time."""
    at = now()
    past = (LoginSession.expires_at <= at) | (LoginSession.seen_at <= at - IDLE)
    db.session.execute(delete(LoginSession).where(past))


def digest(token: str) -> str:
    """Return what is kept of a token."""
    return hashlib.sha256(token.encode()).hexdigest()


def _token_of_request() -> str | None:
    # Looking into the session would mark the answer as different for each cookie, so the cookie is looked for first.
    if not has_request_context() or current_app.config["SESSION_COOKIE_NAME"] not in request.cookies:
        return None
    token = session.get(TOKEN)
    return token if isinstance(token, str) else None


def _find(token: str | None) -> Found:
    if token is None:
        return NOBODY
    at = now()
    values: Mapping[str, Any] = {"digest": digest(token), "now": at, "idle": at - IDLE}
    row = read(_statement(unread_count, community_size), values).first()
    if row is None or row.sanction == "suspension":
        return NOBODY
    presence().note(row.session_id, row.seen_at, at)
    asleep = bool(row.roles_held) and _asks_for_more(row)
    roles = Role.NONE if asleep else row.roles_held
    silence = InForce(row.sanction, row.sanction_until, row.sanction_reason) if row.sanction else None
    viewer = Viewer(
        id=row.id,
        name=row.name,
        roles=roles,
        unread=row.unread,
        silence=silence,
        reputation=row.reputation,
        size=row.community_size,
    )
    habits = Habits(row.language, row.zone)
    return Found(
        row.session_id, viewer, row.proved_at, row.two_factors, row.provided, row.remembered, asleep, row.papers, habits
    )


def _asks_for_more(row: Any) -> bool:
    """Whether a session was opened with less than roles need here."""
    settings: Settings = current_app.extensions["settings"]
    lacks_factor = settings.second_factor == "staff" and not row.two_factors
    return lacks_factor or (settings.sign_on_staff == "required" and not row.provided)


@lru_cache(maxsize=4)
def _statement(unread: ColumnElement[int] | None, size: ColumnElement[str] | None) -> Select[Any]:
    # Plain columns instead of mapped ones: what is asked on every page need not pass through the mapper.
    member, login = Member.__table__, LoginSession.__table__
    against = Sanction.__table__
    counted = literal(0) if unread is None else unread
    told = literal("") if size is None else size
    found = (
        member.c.id,
        member.c.name,
        member.c.language,
        member.c.zone,
        member.c.roles.label("roles_held"),
        member.c.reputation,
        told.label("community_size"),
        login.c.id.label("session_id"),
        login.c.seen_at,
        login.c.proved_at,
        login.c.two_factors,
        login.c.provided,
        login.c.remembered,
        against.c.kind.label("sanction"),
        against.c.ends_at.label("sanction_until"),
        against.c.reason.label("sanction_reason"),
    )
    at = bindparam("now", type_=UTCDateTime)
    return (
        select(*found, counted.label("unread"), papers_waiting(member.c.id).label("papers"))
        .join_from(login, member, member.c.id == login.c.member_id)
        .outerjoin(against, and_(against.c.member_id == member.c.id, in_force(at)))
        .where(
            login.c.token_digest == bindparam("digest"),
            login.c.expires_at > at,
            login.c.seen_at > bindparam("idle", type_=UTCDateTime),
            member.c.active.is_(True),
            member.c.erased_at.is_(None),
        )
        # A suspension stands before a silence.
        .order_by(against.c.kind.desc(), against.c.ends_at.desc())
    )

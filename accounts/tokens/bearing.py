"""Who calls with a token: found in one statement, with the roles that the token wakes and the member still holds."""

from dataclasses import dataclass
from typing import Any

from flask import current_app, request
from sqlalchemy import Select, and_, bindparam, select

from accounts.models import Member, Role
from accounts.sanction_models import Sanction
from accounts.sanctions import in_force
from accounts.sessions import digest
from accounts.tokens.granting import PREFIX
from accounts.tokens.models import ApiToken
from accounts.tokens.scopes import roles_within
from accounts.tokens.using import usage
from accounts.viewers import ANONYMOUS, InForce, Viewer
from core.clock import now
from core.database import UTCDateTime, read
from core.settings import Settings

SCHEME = "bearer "
LONGEST = 200


@dataclass(frozen=True)
class Bearer:
    """Whoever calls: without a token `token_id` is None and the viewer is nobody."""

    viewer: Viewer
    token_id: int | None = None
    scopes: frozenset[str] = frozenset()


NOBODY = Bearer(ANONYMOUS)


def bearer_of_request() -> Bearer | None:
    """Return who calls, NOBODY where no token was sent, and None where one was sent that is good for nothing."""
    sent = request.headers.get("Authorization")
    if sent is None:
        return NOBODY
    if not sent.lower().startswith(SCHEME) or len(sent) > LONGEST:
        return None
    token = sent[len(SCHEME) :].strip()
    return _find(token) if token.startswith(PREFIX) else None


def _find(token: str) -> Bearer | None:
    at = now()
    row = read(_STATEMENT, {"digest": digest(token), "now": at}).first()
    if row is None or row.sanction == "suspension":
        return None
    usage().note(row.token_id, row.used_at, at)
    silence = InForce(row.sanction, row.sanction_until, row.sanction_reason) if row.sanction else None
    roles = roles_within(row.roles_held, row.scopes) if row.two_factors or not _roles_need_two() else Role.NONE
    viewer = Viewer(id=row.id, name=row.name, roles=roles, silence=silence)
    return Bearer(viewer, row.token_id, frozenset(row.scopes))


def _roles_need_two() -> bool:
    settings: Settings = current_app.extensions["settings"]
    return settings.second_factor == "staff"


def _statement() -> Select[Any]:
    member, token, against = Member.__table__, ApiToken.__table__, Sanction.__table__
    at = bindparam("now", type_=UTCDateTime)
    found = (
        member.c.id,
        member.c.name,
        member.c.roles.label("roles_held"),
        token.c.id.label("token_id"),
        token.c.scopes,
        token.c.two_factors,
        token.c.used_at,
        against.c.kind.label("sanction"),
        against.c.ends_at.label("sanction_until"),
        against.c.reason.label("sanction_reason"),
    )
    return (
        select(*found)
        .join_from(token, member, member.c.id == token.c.member_id)
        .outerjoin(against, and_(against.c.member_id == member.c.id, in_force(at)))
        .where(token.c.token_digest == bindparam("digest"), token.c.expires_at > at)
        .where(member.c.active.is_(True), member.c.erased_at.is_(None))
        # A suspension stands before a silence.
        .order_by(against.c.kind.desc(), against.c.ends_at.desc())
    )


_STATEMENT = _statement()

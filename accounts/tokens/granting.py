"""Making tokens: shown once, kept as a digest, good for some days and some scopes."""

import secrets
from datetime import timedelta
from typing import Annotated

from pydantic import BeforeValidator, Field
from sqlalchemy import func, select

from accounts.admitting import require_open
from accounts.changing import hold_member
from accounts.fields import FieldRefused
from accounts.models import Role
from accounts.schemas import one_line
from accounts.sessions import digest
from accounts.tokens.events import TokenMade
from accounts.tokens.models import ApiToken
from accounts.tokens.scopes import Scope, scopes_open_to
from core.clock import now
from core.database import db
from core.events import publish
from core.forms import Schema
from core.translation import gettext as _

# Scanners for secrets know a token by this: atr_ and forty hexadecimal digits.
PREFIX = "atr_"
DAYS = (7, 30, 90, 365)
MOST_TOKENS = 20


class TokenDraft(Schema):
    """What a new token is called, what it opens, and for how many days."""

    name: Annotated[str, BeforeValidator(one_line), Field(min_length=1, max_length=60)]
    scopes: Annotated[list[Scope], Field(min_length=1, max_length=len(Scope))]
    days: Annotated[int, Field(ge=1, le=max(DAYS))] = 90


def make_token(actor_id: int | None, member_id: int, roles: Role, draft: TokenDraft, *, two_factors: bool) -> str:
    """Make a token for a member whose roles in force are these, and return it, this once.

    Raises FieldRefused for a closed account, for a scope that the roles do not hold, and past MOST_TOKENS.
    """
    member = hold_member(member_id)
    require_open(member)
    scopes = sorted(set(draft.scopes))
    if not set(scopes) <= set(scopes_open_to(roles)):
        raise FieldRefused("scopes", _("Your roles do not hold all of these."))
    if (db.session.scalar(select(func.count()).where(ApiToken.member_id == member_id)) or 0) >= MOST_TOKENS:
        raise FieldRefused("", _("There are %(count)s tokens already. Revoke one first.", count=MOST_TOKENS))
    token, at = PREFIX + secrets.token_hex(20), now()
    row = ApiToken(member_id=member_id, token_digest=digest(token), hint=token[-4:], name=draft.name)
    row.scopes, row.two_factors = [str(scope) for scope in scopes], two_factors
    row.created_at, row.expires_at = at, at + timedelta(days=draft.days)
    db.session.add(row)
    db.session.flush()
    publish(TokenMade(actor_id=actor_id, member_id=member_id, token_id=row.id, scopes=row.scopes))
    return token


def tokens_of(member_id: int) -> list[ApiToken]:
    """Return the tokens of a member, the newest first; there are never many."""
    statement = select(ApiToken).where(ApiToken.member_id == member_id).order_by(ApiToken.id.desc())
    return list(db.session.scalars(statement))

"""Ends tokens: one that its member revokes, or all of them when the account is no longer safe or open."""

from sqlalchemy import delete

from accounts.tokens.events import TokensEnded
from accounts.tokens.models import ApiToken
from core.clock import now
from core.database import db
from core.events import publish


def end_tokens(actor_id: int | None, member_id: int, why: str, *, only: int | None = None) -> int:
    """End the tokens of a member, all or `only` one, and return how many there were."""
    statement = delete(ApiToken).where(ApiToken.member_id == member_id)
    if only is not None:
        statement = statement.where(ApiToken.id == only)
    count = len(db.session.scalars(statement.returning(ApiToken.id)).all())
    if count:
        publish(TokensEnded(actor_id=actor_id, member_id=member_id, count=count, why=why))
    return count


def sweep_tokens() -> None:
    """Forget tokens that are past their time."""
    db.session.execute(delete(ApiToken).where(ApiToken.expires_at <= now()))

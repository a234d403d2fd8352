"""What points follow from: each room brings statements over its own rows, and the ledger is kept equal to them."""

from collections.abc import Callable
from typing import Any

from sqlalchemy import ColumnElement, Select, exists, func, literal, select

from accounts.models import Member
from contributions.models import Contribution, State
from contributions.moderation.models import Flag
from contributions.reputation.days import day_of
from contributions.reputation.points import ABUSE, Cause
from core.database import Key

Chosen = Callable[[Any], ColumnElement[bool]]
# Returns a statement of `earned` columns for the contributions that are chosen.
Source = Callable[[Chosen], Select[Any]]
SOURCES: dict[str, Source] = {}
ABUSIVE = ("spam", "rude")


def add_source(name: str, source: Source) -> None:
    """Let points follow from something more."""
    SOURCES[name] = source


def earned(cause: Cause, member: Any, contribution: Any, by: Any, moment: Any) -> Select[Any]:
    """Return a statement of what a cause is worth to a member, for a room to add where it holds."""
    return select(
        member.label("member_id"),
        literal(cause.points, Key).label("points"),
        literal(cause.name).label("cause"),
        contribution.label("contribution_id"),
        (literal(by, Key) if isinstance(by, int) else by).label("by_id"),
        day_of(moment).label("day"),
        literal(0, Key).label("written"),
    ).where(is_here(member))


def is_here(member: Any) -> ColumnElement[bool]:
    """Whether a member is there to get points: one who was erased gets none."""
    return exists().where(Member.id == member, Member.erased_at.is_(None))


def abuse(chosen: Chosen) -> Select[Any]:
    """Posts that moderators took down and agreed to be spam or rude, each once."""
    return (
        earned(ABUSE, Contribution.author_id, Contribution.id, 0, func.min(Flag.settled_at))
        .join_from(Contribution, Flag, Flag.contribution_id == Contribution.id)
        .where(Flag.state == "agreed", Flag.reason.in_(ABUSIVE), chosen(Contribution.id))
        .where(Contribution.state.in_([State.HIDDEN, State.DELETED]))
        .group_by(Contribution.id, Contribution.author_id)
    )

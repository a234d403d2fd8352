"""Mentions: whom a text names, as far as they may read it, and telling them of it once."""

from collections import Counter
from datetime import datetime
from typing import Any

from sqlalchemy import func, select

from accounts.models import Member
from contributions.models import Contribution, Space, State
from contributions.moderation.newcomers import MOST_MENTIONS, newness_of
from contributions.news.models import Mention
from contributions.telling import Tidings, tell
from contributions.visibility import member_may_see
from core import markup
from core.database import db, once, read

MOST = 10
PARTICIPANTS = 500


def people_of(contribution: Contribution, body: str) -> dict[str, int]:
    """Return whom a plain @name can mean: who wrote in the thread, where nobody else there has that name."""
    root = contribution.thread_id or contribution.id
    if "@" not in body or root is None:
        return {}
    in_thread = (Contribution.id == root) | (Contribution.thread_id == root)
    # Who wrote behind a gate is not told to those who have not passed it; whoever comments there has.
    gate = contribution.gate_id if contribution.kind == "comment" else None
    beside = Contribution.gate_id.is_(None) | (Contribution.gate_id == gate)
    stands = (Contribution.state == State.PUBLISHED) & Contribution.concealed.is_(False)
    latest = func.max(Contribution.id)
    statement = (
        select(Member.id, Member.name)
        .join(Contribution, Contribution.author_id == Member.id)
        .where(in_thread, beside, stands, Member.erased_at.is_(None))
        .group_by(Member.id, Member.name)
        .order_by(latest.desc())
        .limit(PARTICIPANTS)
    )
    rows = [(row.id, row.name.casefold()) for row in read(statement)]
    bearers = Counter(name for _key, name in rows)
    return {name: key for key, name in rows if bearers[name] == 1}


def tell_mentioned(contribution_id: int, actor_id: int | None, at: datetime) -> None:
    """Tell those whom a contribution names and who may see it; whoever has heard of it before hears nothing."""
    contribution = db.session.get(Contribution, contribution_id)
    if contribution is None or "@" not in contribution.body:
        return
    named = dict(markup.mentioned(contribution.body, people_of(contribution, contribution.body)))
    names = {
        key: name.casefold() for key, name in list(named.items())[: most_for(contribution.author_id, contribution_id)]
    }
    readers = _readers_of(contribution_id, list(names))
    # A link that says one name and leads to another calls nobody.
    called = [key for key, name in readers.items() if key != contribution.author_id and names[key] == name.casefold()]
    new = _note(contribution_id, called, at)
    if new:
        tidings = Tidings(contribution_id, "posted", "mention", "mention", actor_id, at)
        tell(tidings, Member.id.in_(new))


def most_for(author_id: int | None, posted_id: int | None = None) -> int:
    """Return how many people one post of an author may call: fewer while the author is new here."""
    return MOST_MENTIONS if newness_of(author_id, but=posted_id).is_new else MOST


def _readers_of(contribution_id: int, keys: list[int]) -> dict[int, str]:
    statement = (
        select(Member.id, Member.name)
        .join(Contribution, Contribution.id == contribution_id)
        .join(Space, Space.id == Contribution.space_id)
        .where(Member.id.in_(keys), member_may_see())
    )
    return {row.id: row.name for row in db.session.execute(statement)}


def _note(contribution_id: int, keys: list[int], at: datetime) -> list[int]:
    """Write down who was named; returns those who were not before."""
    if not keys:
        return []
    rows: list[dict[str, Any]] = [
        {"contribution_id": contribution_id, "member_id": key, "created_at": at} for key in keys
    ]
    return list(db.session.scalars(once(Mention).values(rows).returning(Mention.member_id)))

"""Posts that seem to doubt a product are put before owners who agreed to be asked, so that one of them replies."""

import tomllib
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from re import Pattern
from typing import NamedTuple

from sqlalchemy import exists, func, or_, select
from sqlalchemy.orm import aliased

from accounts.models import EMPLOYEES, Member
from accounts.viewers import Viewer
from community.clubs.events import DoubtFound
from community.clubs.models import Doubt
from community.owners.models import Ownership, OwnerState
from community.owners.queries import owner_count, verified_now
from community.routing.models import Offer
from community.routing.offering import MOST_A_WEEK, WEEK
from community.stages.rules import phrases
from contributions.events import ContributionPosted
from contributions.models import Contribution, Space, State
from contributions.news.models import NewsHabit
from contributions.products.models import Product
from contributions.products.threads import products_of
from contributions.telling import Tidings, queue_mails, tell
from contributions.visibility import listed_to, member_may_see
from core.database import db, once, read
from core.events import publish
from core.markup import plain_text
from core.outbox import Delivery

LANE = "doubts"
EVENTS = (ContributionPosted,)
ASKED = 3
WORDS = Path(__file__).resolve().parent / "doubts.toml"


class Together(NamedTuple):
    """How many verified owners there are, how many posts that doubt, and to how many of these another owner replied."""

    owners: int
    doubts: int
    answered: int


def is_doubt(text: str) -> bool:
    """Whether a post seems to doubt that something was the right choice, by the words of doubts.toml."""
    return _pattern().search(text.casefold()) is not None


def find_doubts(deliveries: Sequence[Delivery]) -> None:
    """Put every new post that doubts before owners, once; the handler of the lane."""
    for delivery in deliveries:
        post = db.session.get(Contribution, delivery.payload["contribution_id"])
        if post is None or post.author_id is None or post.author_roles & EMPLOYEES:
            continue
        if is_doubt(f"{post.title or ''}\n{plain_text(post.html)}"):
            for product_id in products_of(post.root_id):
                _ask_owners(post, product_id, delivery)


def together(viewer: Viewer, product: Product) -> Together:
    """Count the owners of a product, the doubts that a viewer can see, and those that another owner met: one statement.

    A doubt is met where another verified owner wrote in its thread later.
    """
    reply, owner = aliased(Contribution, flat=True), aliased(Ownership)
    helped = exists().where(
        reply.thread_id == func.coalesce(Contribution.thread_id, Contribution.id),
        reply.id > Contribution.id,
        reply.author_id != Contribution.author_id,
        reply.state == State.PUBLISHED,
        reply.concealed.is_(False),
        owner.member_id == reply.author_id,
        owner.product_id == product.id,
        owner.state == OwnerState.VERIFIED,
    )
    counted = select(owner_count(product), func.count(), func.count().filter(helped)).select_from(Doubt)
    own = counted.join(Contribution, Contribution.id == Doubt.contribution_id)
    return Together(*read(own.where(Doubt.product_id == product.id, listed_to(viewer))).one())


def _ask_owners(post: Contribution, product_id: int, delivery: Delivery) -> None:
    at = delivery.created_at
    found = once(Doubt).values(contribution_id=post.id, product_id=product_id, found_at=at)
    if db.session.scalar(found.returning(Doubt.contribution_id)) is None:
        return
    chosen = _owners_to_ask(post, product_id, delivery)
    if chosen:
        rows = [{"question_id": post.root_id, "member_id": member, "offered_at": at} for member in chosen]
        db.session.execute(once(Offer).values(rows))
        tell(Tidings(post.id, "doubt", "doubt", "offer", post.author_id, at), Member.id.in_(chosen))
        queue_mails(post.id, "doubt", at)
    publish(DoubtFound(actor_id=None, contribution_id=post.id, product_id=product_id, asked=len(chosen)))


def _owners_to_ask(post: Contribution, product_id: int, delivery: Delivery) -> list[int]:
    """Choose owners who agreed, may see the post and were not asked too often; those who own it longest first."""
    offers, habit = aliased(Offer), NewsHabit
    this_week = select(func.count()).select_from(offers).where(offers.member_id == Member.id)
    statement = (
        select(Member.id)
        .join(Ownership, (Ownership.member_id == Member.id) & (Ownership.product_id == product_id))
        .join(Contribution, Contribution.id == post.id)
        .join(Space, Space.id == Contribution.space_id)
        .outerjoin(habit, habit.member_id == Member.id)
        .where(verified_now(), Ownership.helps, member_may_see(), Member.id != post.author_id)
        .where(or_(habit.member_id.is_(None), habit.takes_offers.is_(True)))
        .where(this_week.where(offers.offered_at > delivery.created_at - WEEK).scalar_subquery() < MOST_A_WEEK)
        .order_by(Ownership.verified_at, Member.id)
    )
    return list(db.session.scalars(statement.limit(ASKED)))


@lru_cache(maxsize=1)
def _pattern() -> Pattern[str]:
    languages = tomllib.loads(WORDS.read_text(encoding="utf-8"))
    return phrases(phrase for words in languages.values() for phrase in words["doubts"])

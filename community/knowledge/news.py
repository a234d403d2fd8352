"""Tells members that their words went into a knowledge page, and what becomes of suggested edits."""

from collections.abc import Sequence

from sqlalchemy import ColumnElement, select

from accounts.models import Member
from community.events import KnowledgeGrown, SuggestionDecided, SuggestionMade
from community.knowledge.models import ArticleSource, Suggestion
from contributions.models import Contribution
from contributions.telling import Tidings, queue_mails, tell
from core.outbox import Delivery

LANE = "knowledge"
EVENTS = (KnowledgeGrown, SuggestionMade, SuggestionDecided)


def tell_of_pages(deliveries: Sequence[Delivery]) -> None:
    """Tell each of those whom it concerns once; the handler of the lane."""
    for delivery in deliveries:
        key, number = delivery.payload["contribution_id"], delivery.payload.get("suggestion_id")
        if delivery.event == KnowledgeGrown.name():
            written = select(Contribution.author_id).join(
                ArticleSource, ArticleSource.contribution_id == Contribution.id
            )
            _tell(delivery, "grown", "grown", Member.id.in_(written.where(ArticleSource.article_id == key)))
        elif delivery.event == SuggestionMade.name():
            author = select(Contribution.author_id).where(Contribution.id == key).scalar_subquery()
            _tell(delivery, f"edit:{number}", "suggested", Member.id == author)
        elif delivery.payload["state"] != "withdrawn":
            author = select(Suggestion.author_id).where(Suggestion.id == number).scalar_subquery()
            _tell(delivery, f"done:{number}", "suggestion", Member.id == author)


def _tell(delivery: Delivery, occasion: str, reason: str, whom: ColumnElement[bool]) -> None:
    key = delivery.payload["contribution_id"]
    tell(Tidings(key, occasion, reason, "own", delivery.actor_id, delivery.created_at), whom)
    queue_mails(key, occasion, delivery.created_at)

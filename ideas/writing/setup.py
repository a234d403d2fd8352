"""Opens the writing of ideas: its addresses, its lane, and what it leaves of members."""

from flask import Flask
from sqlalchemy import select

from accounts.leaving.traces import add_cleaner
from core.database import db
from core.naming import naming, without_names
from core.outbox import add_lane
from core.pages import places
from ideas.slots import IDEA_DEEDS
from ideas.writing import telling, views
from ideas.writing.deeds import deeds
from ideas.writing.models import IdeaOrigin


def register(app: Flask) -> None:
    """Register what this folder brings."""
    app.register_blueprint(views.blueprint)
    add_lane(app, telling.LANE, telling.tell_of_ideas, *telling.EVENTS)
    add_cleaner(app, _clean_quotes)
    with app.app_context():
        places().fill(IDEA_DEEDS, deeds)


def _clean_quotes(_member_id: int, words: tuple[str, ...]) -> None:
    """Take the name of an erased member out of the words from which ideas were drawn."""
    pattern = naming(words)
    for word in words:
        named = select(IdeaOrigin).where(IdeaOrigin.quote.icontains(word, autoescape=True))
        for row in db.session.scalars(named):
            row.quote = without_names(row.quote, pattern)

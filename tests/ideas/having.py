"""Puts ideas where tests need them."""

from contributions.events import ContributionPosted
from contributions.models import Space, State
from contributions.posting import write
from core.clock import now
from core.database import db
from core.events import publish
from ideas.models import Area, Idea
from tests.people import Person


def have_idea(person: Person, space: Space, title: str = "A lamp in the barograph", **fields: object) -> Idea:
    """Let somebody have an idea."""
    at = now()
    given = {"created_at": at, "active_at": at, "status": "open", "phase": "open", "state": State.PUBLISHED}
    idea = Idea(title=title, author_id=person.id, space_id=space.id, **given | fields)
    write(idea, "So that one can read it at night, without a candle.")
    db.session.add(idea)
    db.session.flush()
    publish(ContributionPosted(actor_id=person.id, contribution_id=idea.id, kind="idea", thread_id=idea.id))
    db.session.commit()
    return idea


def have_area(name: str, space: Space) -> Area:
    """Open an area; its slug is its name in lower case."""
    area = Area(name=name, slug=name.casefold().replace(" ", "-"), space_id=space.id, created_at=now())
    db.session.add(area)
    db.session.commit()
    return area

"""Ideas for tests, put where an import would put them, with what their ranking follows from."""

from typing import Any

from contributions.models import Space, State, Vote
from contributions.posting import write
from contributions.resuming.models import ReadPosition
from core.clock import now
from core.database import db
from ideas.models import Area, Idea
from tests.people import Person


def make_idea(person: Person, space: Space, title: str = "A lamp in the barograph", **fields: Any) -> Idea:
    """Put an idea on the board."""
    given = {"author_id": person.id, "space_id": space.id, "state": State.PUBLISHED}
    idea = Idea(**{"title": title, "created_at": now(), "active_at": now(), **given, **fields})
    write(idea, "So that one can read it at night.")
    db.session.add(idea)
    db.session.commit()
    return idea


def make_area(space: Space, name: str = "Barographs", **fields: Any) -> Area:
    """Open an area for ideas."""
    area = Area(**{"name": name, "slug": name.casefold(), "space_id": space.id, "created_at": now(), **fields})
    db.session.add(area)
    db.session.commit()
    return area


def read_by(idea: Idea, *members: int) -> None:
    """Let members have read an idea."""
    given = {"thread_id": idea.id, "read_to": idea.id, "read_at": now()}
    db.session.add_all(ReadPosition(member_id=member, **given) for member in members)
    db.session.commit()


def voted_by(idea: Idea, *members: int, value: int = 1, **fields: Any) -> None:
    """Let members have voted on an idea."""
    given = {"contribution_id": idea.id, "value": value, "valid": True, "created_at": now(), **fields}
    db.session.add_all(Vote(member_id=member, **given) for member in members)
    db.session.commit()

"""What tests of the roadmap and the changelog need: ideas, promises through their form, and what members are told."""

from datetime import timedelta
from typing import Any

from flask.testing import FlaskClient
from sqlalchemy import func, select

from contributions.models import Notification, Space, State, Vote
from contributions.posting import write
from core.clock import now
from core.database import db
from ideas.models import Idea
from tests.community.reading import path_of
from tests.people import Person

WORDS = "It is what the title says, and we know how to make the first half of it."


def have_idea(person: Person, space: Space, title: str = "A lamp in the barograph", **fields: Any) -> Idea:
    """Put an idea where an import would put it."""
    at = now()
    idea = Idea(title=title, author_id=person.id, space_id=space.id, state=State.PUBLISHED, created_at=at, active_at=at)
    for name, value in fields.items():
        setattr(idea, name, value)
    write(idea, "So that one can read it at night.")
    db.session.add(idea)
    db.session.commit()
    return idea


def vote_for(person: Person, idea: Idea, value: int = 1) -> None:
    """Let somebody vote, whatever points that takes."""
    db.session.add(Vote(contribution_id=idea.id, member_id=person.id, value=value, created_at=now()))
    db.session.commit()


def day(away: int) -> str:
    """Return the day so many days from now as a form has it."""
    return (now() + timedelta(days=away)).date().isoformat()


def promised(client: FlaskClient, space: Space, **fields: Any) -> int:
    """Promise something through the form and return its number."""
    usual = {"title": "It reads your handwriting", "body": WORDS, "space": space.id, "evidence": "prototype"}
    usual |= {"earliest": day(10), "latest": day(40), "confidence": 60}
    response = client.post("/roadmap/new", data=usual | fields)
    assert response.status_code == 303, response.text
    return int(path_of(response).split("/")[2])


def moved(client: FlaskClient, key: int, deed: str, **fields: Any) -> int:
    """Change a promise and return the status of the answer."""
    sent = {"deed": deed, "reason": "The supplier of the lamp is late."} | fields
    return client.post(f"/roadmap/{key}/move", data=sent).status_code


def told(person: Person, reason: str = "") -> int:
    """Count what a member was told, for one reason or in all."""
    own = select(func.count()).select_from(Notification).where(Notification.member_id == person.id)
    return db.session.scalar(own.where(Notification.reason == reason) if reason else own) or 0

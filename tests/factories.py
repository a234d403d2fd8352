"""Makes what tests need, through the same rules as the site."""

from typing import Any, TypeVar

from flask.testing import FlaskClient

from accounts.models import Group, Member, Membership
from accounts.sessions import TOKEN, begin_session
from community.answering import answer_question
from community.asking import ask_question, open_discussion
from community.models import Answer, Discussion, Question
from community.schemas import AnswerDraft, DiscussionDraft, QuestionDraft
from contributions.models import Comment, Space
from contributions.posting import comment
from contributions.products.models import Product
from contributions.schemas import CommentDraft
from contributions.tagging import tag_named
from core.clock import now
from core.database import db
from tests.people import Person

Made = TypeVar("Made")
BODY = "The needle **trembles** at noon and is calm again by four, whatever the wind does."


def make_group(name: str, *members: Person) -> Group:
    """Make a group of these people."""
    group = Group(name=name, created_at=now())
    db.session.add(group)
    db.session.flush()
    db.session.add_all(Membership(group_id=group.id, member_id=person.id, since=now()) for person in members)
    db.session.commit()
    return group


def product(name: str, space: Space, tag: str = "", **fields: Any) -> Product:
    """Return a product that stands in a space; its slug is its name in lower case. It is not yet stored."""
    tag_id = tag_named(tag).id if tag else None
    given = {"slug": name.casefold().replace(" ", "-"), "trial_salt": "salt", "created_at": now(), "tag_id": tag_id}
    return Product(name=name, space_id=space.id, **given | fields)


def make_product(name: str, space: Space, tag: str = "", **fields: Any) -> Product:
    """Register a product."""
    made = product(name, space, tag, **fields)
    db.session.add(made)
    return _committed(made)


def make_space(name: str, visibility: str = "public", group: Group | None = None, **fields: Any) -> Space:
    """Open a space; its slug is its name in lower case."""
    slug = name.casefold().replace(" ", "-")
    space = Space(name=name, slug=slug, visibility=visibility, created_at=now(), **fields)
    space.group_id = group.id if group else None
    db.session.add(space)
    db.session.commit()
    return space


def ask(person: Person, space: Space, title: str = "Why does the needle tremble?", **fields: Any) -> Question:
    """Ask a question."""
    draft = QuestionDraft(title=title, space=space.id, **{"body": BODY, "tags": []} | fields)
    return _committed(ask_question(person.viewer, draft))


def discuss(person: Person, space: Space, title: str = "What did you measure today?", **fields: Any) -> Discussion:
    """Open a discussion."""
    draft = DiscussionDraft(title=title, space=space.id, **{"body": BODY, "tags": []} | fields)
    return _committed(open_discussion(person.viewer, draft))


def answer(person: Person, question: Question, body: str = BODY) -> Answer:
    """Answer a question."""
    return _committed(answer_question(person.viewer, question.id, AnswerDraft(body=body)))


def remark(person: Person, contribution: Any, body: str = "That was it, thank you.") -> Comment:
    """Comment on a contribution."""
    return _committed(comment(person.viewer, contribution.id, CommentDraft(body=body)))


def sign_in(client: FlaskClient, person: Person) -> FlaskClient:
    """Give a browser the cookie of a login session, as signing in does."""
    token = begin_session(db.session.get_one(Member, person.id))
    db.session.commit()
    with client.session_transaction() as session:
        session[TOKEN] = token
    return client


def _committed(made: Made) -> Made:
    db.session.commit()
    return made

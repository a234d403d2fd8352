"""Publishing a version of a paper, and agreeing to it."""

from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field
from sqlalchemy import Row, func, select
from sqlalchemy.exc import IntegrityError

from accounts.papers.events import PaperAgreed, PaperPublished
from accounts.papers.models import Agreement, Paper
from accounts.schemas import paragraphs
from accounts.viewers import Viewer
from core import markup
from core.clock import now
from core.database import begin_write, db
from core.errors import Conflict, Forbidden
from core.events import publish
from core.forms import Schema
from core.translation import gettext as _


class PaperDraft(Schema):
    """A new version of a paper."""

    kind: Literal["terms", "privacy"]
    body: Annotated[str, BeforeValidator(paragraphs), Field(min_length=20, max_length=100_000)]


def publish_paper(actor: Viewer, draft: PaperDraft) -> Paper:
    """Put a new version in force; whoever is signed in is asked at their next step. Raises Conflict or Forbidden."""
    if not actor.standing.administrator:
        raise Forbidden
    begin_write()
    newest = db.session.scalar(select(func.max(Paper.version)).where(Paper.kind == draft.kind)) or 0
    html = markup.render(draft.body)
    paper = Paper(kind=draft.kind, version=newest + 1, body=draft.body, html=html, published_at=now())
    try:
        with db.session.begin_nested():
            db.session.add(paper)
    except IntegrityError:
        raise Conflict(_("Somebody has just published a version of this. Reload the page to see it.")) from None
    publish(PaperPublished(actor_id=actor.id, kind=paper.kind, version=paper.version))
    return paper


def agree(actor: Viewer, shown: set[int]) -> None:
    """Note that a member agreed to the papers in force among those that were shown; once more is no error."""
    begin_write()
    for row in papers_in_force(actor.id):
        if row.Paper.id not in shown or row.agreed_at is not None:
            continue
        try:
            with db.session.begin_nested():
                db.session.add(Agreement(member_id=actor.id, paper_id=row.Paper.id, agreed_at=now()))
        except IntegrityError:
            continue
        publish(PaperAgreed(actor_id=actor.id, paper_id=row.Paper.id))


def papers_in_force(member_id: int | None) -> list[Row[Any]]:
    """Return the newest version of each kind, with when a member agreed to it: rows of (Paper, agreed_at)."""
    newest = select(func.max(Paper.id)).group_by(Paper.kind)
    own = (Agreement.paper_id == Paper.id) & (Agreement.member_id == member_id)
    statement = select(Paper, Agreement.agreed_at).outerjoin(Agreement, own).where(Paper.id.in_(newest))
    return list(db.session.execute(statement.order_by(Paper.kind.desc())))


def agreed_before(member_id: int) -> list[Row[Any]]:
    """Return what a member ever agreed to, the latest first: rows of (kind, version, agreed_at)."""
    statement = select(Paper.kind, Paper.version, Agreement.agreed_at).join(Agreement, Agreement.paper_id == Paper.id)
    ordered = statement.where(Agreement.member_id == member_id).order_by(Agreement.agreed_at.desc(), Paper.id.desc())
    return list(db.session.execute(ordered.limit(100)))

"""What the pages of tags read: tags that public threads carry, and one tag for a viewer."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import exists, select
from werkzeug.exceptions import NotFound

from accounts.viewers import Viewer
from contributions.models import Contribution, Tag, Tagging
from contributions.schemas import fold_tag
from contributions.visibility import listed_to
from core.database import db, read
from core.paging import Cursor, Order, Page, page_of

TAGS = 60
SUGGESTIONS = 8
BY_COUNT = Order((Tag.public_count, Tag.id))


def tags_page(text: str, page_key: str | None) -> dict[str, Any]:
    """Return one page of the tags that public threads carry, the most used first; those that begin with a text."""
    page = tag_rows(text, Cursor.decode(page_key, 2) if page_key else None, TAGS)
    return {"tags": page.rows, "before": page.before, "after": page.after}


def tag_rows(text: str, cursor: Cursor | None, limit: int) -> Page[Any]:
    """Return the rows of one page of tags: one statement."""
    statement = select(Tag.id, Tag.name, Tag.description, Tag.public_count).where(Tag.public_count > 0)
    if text:
        statement = statement.where(Tag.name.startswith(fold_tag(text), autoescape=True))
    rows = read(BY_COUNT.apply(statement, cursor, limit)).all()
    return page_of(rows, cursor, limit, lambda row: (row.public_count, row.id))


def suggested_tags(text: str) -> Sequence[Any]:
    """Return a few public tags that begin with a text, the most used first."""
    if not fold_tag(text):
        return []
    begins = Tag.name.startswith(fold_tag(text), autoescape=True)
    statement = select(Tag.name, Tag.public_count).where(Tag.public_count > 0, begins)
    return read(statement.order_by(Tag.public_count.desc(), Tag.name).limit(SUGGESTIONS)).all()


def tag_for(viewer: Viewer, name: str) -> Tag:
    """Return a tag that some thread carries which the viewer may see. Raises NotFound for any other."""
    carried = exists().where(Tagging.tag_id == Tag.id, Tagging.contribution_id == Contribution.id, listed_to(viewer))
    known = (Tag.public_count > 0) | carried
    found = db.session.scalars(select(Tag).where(Tag.name == fold_tag(name), known)).one_or_none()
    if found is None:
        raise NotFound
    return found

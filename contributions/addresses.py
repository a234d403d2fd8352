"""Where a contribution stands: the address of its thread, the page of it, and the mark on the page."""

from typing import Any

from sqlalchemy import select

from contributions.kinds import KINDS
from contributions.models import Contribution
from core.database import db


def address_of(contribution: Contribution) -> str:
    """Return the address at which a reader finds a contribution."""
    if contribution.thread_id is None:
        return KINDS[contribution.kind].address(contribution.id, contribution.title or "")
    row = db.session.execute(
        select(Contribution.kind, Contribution.title).where(Contribution.id == contribution.thread_id)
    ).one()
    return reply_address(KINDS[row.kind].address(contribution.thread_id, row.title), contribution)


def reply_address(thread_url: str, reply: Any) -> str:
    """Return the address of a reply (a model or a row with id, kind and host_id) within its thread.

    A long thread has pages: `at` names the post that the page must show. A comment is asked for by its host, whose
    comments are shown with it.
    """
    if reply.kind == "comment":
        return f"{thread_url}?at={reply.id}#c{reply.id}"
    return f"{thread_url}?at={reply.id}#p{reply.id}"

"""The site map (sitemaps.org, protocol 0.9): all threads that everybody may read, in parts by their ids."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import select

from accounts.viewers import ANONYMOUS
from contributions.kinds import KINDS
from contributions.models import Contribution
from contributions.visibility import listed_to
from core.database import LARGEST_KEY, read

# A part holds at most as many addresses as ids: far below the 50 000 that the protocol allows.
IDS_IN_A_PART = 10_000
LISTS = ("/", "/questions", "/discussions", "/exercises", "/ideas", "/knowledge", "/spaces", "/tags")


def parts() -> int:
    """Return how many parts there are: at least one."""
    threads = select(Contribution.id).where(Contribution.thread_id.is_(None), listed_to(ANONYMOUS))
    newest = read(threads.order_by(Contribution.id.desc()).limit(1)).scalar()
    return (newest or 0) // IDS_IN_A_PART + 1


def threads_of_part(number: int) -> Sequence[tuple[str, Any]]:
    """Return the addresses of a part, each with the moment of its last change; parts are counted from 1."""
    first = (number - 1) * IDS_IN_A_PART
    if not 0 <= first <= LARGEST_KEY - IDS_IN_A_PART:
        return []
    statement = (
        select(Contribution.id, Contribution.kind, Contribution.title, Contribution.active_at)
        .where(Contribution.id.between(first, first + IDS_IN_A_PART - 1), Contribution.thread_id.is_(None))
        .where(listed_to(ANONYMOUS))
        .order_by(Contribution.id)
    )
    return [(KINDS[row.kind].address(row.id, row.title), row.active_at) for row in read(statement)]

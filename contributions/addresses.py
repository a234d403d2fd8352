"""Where a contribution stands: the address of its thread, the page of it, and the mark on the page."""

import re
from functools import lru_cache
from typing import Any
from urllib.parse import quote

from sqlalchemy import select

from contributions.kinds import KINDS
from contributions.models import Contribution
from core.database import read


def address_of(contribution: Contribution) -> str:
    """Return the address at which a reader finds a contribution.

    What stands below something that was taken down is named without the words of the thread, which its author may no
    longer see.
    """
    if contribution.thread_id is None:
        return KINDS[contribution.kind].address(contribution.id, contribution.title or "")
    row = read(select(Contribution.kind, Contribution.title).where(Contribution.id == contribution.thread_id)).one()
    kind = KINDS[row.kind]
    if contribution.concealed:
        return reply_address(kind.short_address(contribution.thread_id), contribution)
    return reply_address(kind.address(contribution.thread_id, row.title), contribution)


def reply_address(thread_url: str, reply: Any) -> str:
    """Return the address of a reply (a model or a row with id, kind and host_id) within its thread.

    A long thread has pages, and a post with many comments shows the first few: `at` names what the page must show.
    """
    if reply.kind == "comment":
        return f"{thread_url}?at={reply.id}#c{reply.id}"
    return f"{thread_url}?at={reply.id}#p{reply.id}"


@lru_cache(maxsize=4096)
def tag_address(name: str) -> str:
    """Return the address of a tag; names such as c# hold signs that addresses give a meaning."""
    return f"/tags/{quote(name)}"


def key_of(at: str | None) -> int | None:
    """Return the key that `at` in an address names, or None where it names none."""
    return int(at) if at and at.isdecimal() and len(at) <= 18 else None


def key_named(text: str, room: str = "[a-z]+") -> int | None:
    """Return the key that somebody names, by itself or by an address in a room, or None where they name none.

    https://example.org/questions/17/why-so?at=20 names 17.
    """
    found = re.search(rf"(?:^|/{room}/)([0-9]{{1,18}})(?:[/?#].*)?\Z", text)
    return int(found[1]) if found else None

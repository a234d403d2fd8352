"""Finds where something stands now that stood elsewhere before, for those who may see it."""

import re
from collections.abc import Iterator
from contextlib import suppress

from sqlalchemy import select
from werkzeug.exceptions import NotFound

from accounts.models import Member
from accounts.viewers import Viewer
from contributions.addresses import address_of
from contributions.kinds import slug
from contributions.old_addresses.forms import known_form
from contributions.old_addresses.models import LONGEST_PATH, OldAddress
from contributions.queries import contribution_for, space_for
from core.database import db

# Sites that were brought together here may have used the same path; no more of them are asked.
MOST_SITES = 5


def new_address(viewer: Viewer, path: str, origin: str | None = None) -> str | None:
    """Return where a viewer finds what had this path on the site `origin`, or on any; None where nothing is seen."""
    for found in _named(path, origin):
        with suppress(NotFound):
            return _address(viewer, found)
    return None


def meant_before(viewer: Viewer, path: str) -> str | None:
    """Return the new address of a thread that had the same number elsewhere, where the words of the path say its title.

    For paths that our own pages use as well: the words alone tell a reader's old link from one of ours.
    """
    words = _letters(path.rsplit("/", 1)[1])
    for found in _named(path, None):
        with suppress(NotFound):
            thread = contribution_for(viewer, found.contribution_id or 0)
            if thread.title and words and _letters(slug(thread.title)) == words:
                return address_of(thread)
    return None


def _named(path: str, origin: str | None) -> Iterator[OldAddress]:
    form = known_form(path)
    if len(form) <= LONGEST_PATH and "\0" not in form:
        statement = select(OldAddress).where(OldAddress.path == form).order_by(OldAddress.id).limit(MOST_SITES)
        yield from db.session.scalars(statement.where(OldAddress.origin == origin) if origin else statement)


def _address(viewer: Viewer, found: OldAddress) -> str:
    """Return where the end of an old address stands. Raises NotFound where the viewer may not see it."""
    if found.contribution_id is not None:
        return address_of(contribution_for(viewer, found.contribution_id))
    if found.space_id is not None:
        return f"/spaces/{space_for(viewer, found.space_id).slug}"
    member = db.session.get(Member, found.member_id)
    if member is None or member.erased_at is not None:
        raise NotFound
    return f"/members/{member.id}"


def _letters(words: str) -> str:
    return re.sub(r"[\W_]+", "", words).casefold()[:60]

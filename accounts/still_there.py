"""Looks once more, as the last thing before a request commits, whether whoever wrote is still there.

An account may be erased or closed while a request of its member is under way. The row of the member is held for reading
here: whoever closes it waits for this commit and cleans up after it, or was first, and then nothing is written.
"""

from flask import Flask, g
from sqlalchemy import select

from accounts.models import Member
from accounts.sessions import Found
from core.database import db
from core.errors import Conflict
from core.translation import gettext as _


def register(app: Flask) -> None:
    """Look before every commit of a request."""
    app.extensions.setdefault("commit checks", []).append(require_still_there)


def require_still_there() -> None:
    """Raise Conflict where the member of this request was erased or their account closed meanwhile."""
    found: Found | None = g.get("login_session")
    if found is None or found.viewer.id is None:
        return
    standing = select(Member.id).where(Member.id == found.viewer.id, Member.active.is_(True))
    held = standing.where(Member.erased_at.is_(None)).with_for_update(read=True, key_share=True)
    if db.session.scalar(held) is None:
        raise Conflict(_("This account was closed while you were writing."))

"""What anybody may do with an idea beside voting and replying: mix it, and have it together."""

from typing import Any

from flask import url_for

from accounts.viewers import Viewer
from contributions.models import State
from contributions.policies import may_reply
from core.translation import lazy_gettext as _
from ideas.slots import Deed
from ideas.writing.sharing import may_share


def deeds(viewer: Viewer, row: Any) -> list[Deed]:
    """Return the deeds of writing that are open to a viewer."""
    if not viewer.signed_in or row.state != State.PUBLISHED or row.concealed:
        return []
    found = []
    if may_reply(viewer, row):
        found.append(Deed(_("Remix"), url_for("writing_ideas.new", parents=row.id), "arrow-right", rank=10))
    if row.together or may_share(viewer, row):
        address = url_for("writing_ideas.coauthors", key=row.id)
        found.append(Deed(_("Co-authors"), address, "users", rank=20))
    return found

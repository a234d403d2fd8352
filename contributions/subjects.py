"""What threads are about beyond their words, such as a work in a museum: each room says it as a column to read with."""

from sqlalchemy import ColumnElement, String, cast, func, null

from accounts.viewers import Viewer
from contributions.posts import Link
from core.pages import places

# Filled with subject(viewer) -> a scalar of the Contribution of an enclosing statement: an address, a line break and a
# name; null for other threads, and for what the viewer may not know of.
SUBJECTS = "thread subjects"


def subject_column(viewer: Viewer) -> ColumnElement[str]:
    """Return the column `subject` for statements over Contribution."""
    said = [subject(viewer) for subject in places().of(SUBJECTS)]
    return func.coalesce(*said, cast(null(), String), cast(null(), String)).label("subject")


def subject_link(said: str | None) -> Link | None:
    """Return what a thread is about as a link."""
    if not said:
        return None
    address, _break, name = said.partition("\n")
    return Link(name, address)

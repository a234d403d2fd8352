"""Following: hearing of what happens in a thread."""

from sqlalchemy import ColumnElement, delete, select

from accounts.viewers import Viewer
from contributions.events import ThreadFollowed
from contributions.models import Follow
from contributions.queries import hold_thread
from core.clock import now
from core.database import db
from core.events import publish


def set_following(actor: Viewer, key: int, following: bool) -> None:
    """Begin or cease to follow the thread of a contribution. Raises NotFound."""
    thread = hold_thread(actor, key)
    if following:
        follow(actor, thread.id)
    else:
        db.session.execute(delete(Follow).where(_own(actor, thread.id)))
    publish(ThreadFollowed(actor_id=actor.id, contribution_id=thread.id, following=following))


def follow(actor: Viewer, thread_id: int) -> None:
    """Let an actor follow a thread that is held or new, unless they do already."""
    if actor.signed_in and db.session.scalar(select(Follow.since).where(_own(actor, thread_id))) is None:
        db.session.add(Follow(contribution_id=thread_id, member_id=actor.id, since=now()))
        db.session.flush()


def _own(actor: Viewer, thread_id: int) -> ColumnElement[bool]:
    return (Follow.contribution_id == thread_id) & (Follow.member_id == actor.id)

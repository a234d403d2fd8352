"""Telling authors what a moderator decided about their post, and why."""

from accounts.viewers import Viewer
from contributions.models import Contribution, Notification
from contributions.sentences import MODERATED
from core.clock import now
from core.database import db, insert_into


def tell_author(actor: Viewer, contribution: Contribution) -> None:
    """Leave a notification with the author; a later decision about the same post takes the place of an earlier one.

    It names no moderator: authors hear the house, and see the words on the post itself.
    """
    if contribution.author_id is None or contribution.author_id == actor.id:
        return
    at = now()
    statement = insert_into(Notification).values(
        member_id=contribution.author_id,
        contribution_id=contribution.id,
        occasion=MODERATED,
        reason=MODERATED,
        kind="own",
        actor_id=None,
        created_at=at,
    )
    again = {"created_at": at, "read_at": None}
    columns = [Notification.member_id, Notification.contribution_id, Notification.occasion]
    db.session.execute(statement.on_conflict_do_update(index_elements=columns, set_=again))

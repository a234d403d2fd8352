"""What members may do on their first day and in their first posts: enough to take part, too little to flood the place.

The numbers are Discourse's defaults for new users.
"""

import re
from datetime import datetime, timedelta

from flask import has_request_context
from sqlalchemy import Row, select

from accounts.models import Member
from accounts.viewers import Viewer
from contributions.models import Contribution
from contributions.moderation.spam.judging import LINK
from core.clock import now
from core.database import db, read
from core.errors import NotYet
from core.limits import throttle
from core.times import full_time
from core.translation import gettext as _

FIRST_DAY = timedelta(days=1)
MOST_THREADS, MOST_REPLIES = 3, 10
MOST_LINKS, MOST_MENTIONS = 2, 2
BETWEEN_THREADS, BETWEEN_REPLIES = timedelta(seconds=120), timedelta(seconds=30)
MENTION = re.compile(r"(?<![\w@/.])@\w")


def require_room(actor: Viewer, posted: Contribution, known: bool) -> None:
    """Refuse a post that is more than a newcomer may write now. `known` members are past the limits of first posts.

    Raises NotYet, whose words say what the limit is and until when it holds, or Throttled for a whole network.
    """
    joined = db.session.scalar(select(Member.joined_at).where(Member.id == actor.id))
    at = now()
    first_day = joined is not None and at - joined < FIRST_DAY
    if known and not first_day:
        return
    if has_request_context():
        throttle("newcomer")
    _require_few_links(posted.body)
    opens = posted.thread_id is None
    latest = [row.created_at for row in _lately(actor.id or 0, at) if (row.thread_id is None) == opens]
    if first_day:
        _require_share(len(latest), opens, joined or at)
    if latest and not known:
        _require_pause(at - latest[0], opens)


def _lately(member_id: int, at: datetime) -> list[Row[tuple[datetime, int | None]]]:
    """Return what a member wrote in the last day, the latest first."""
    own = (Contribution.author_id == member_id) & (Contribution.created_at > at - FIRST_DAY)
    statement = select(Contribution.created_at, Contribution.thread_id).where(own)
    return list(read(statement.order_by(Contribution.created_at.desc(), Contribution.id.desc()).limit(50)))


def _require_few_links(body: str) -> None:
    if len(LINK.findall(body)) > MOST_LINKS:
        raise NotYet(
            _("Your first posts may hold %(count)s links each. Take some out, then post it.", count=MOST_LINKS)
        )
    if len(MENTION.findall(body)) > MOST_MENTIONS:
        raise NotYet(_("Your first posts may name %(count)s members each.", count=MOST_MENTIONS))


def _require_share(written: int, opens: bool, joined: datetime) -> None:
    most = MOST_THREADS if opens else MOST_REPLIES
    if written < most:
        return
    until = full_time(joined + FIRST_DAY)
    if opens:
        raise NotYet(
            _("On your first day you may open %(count)s threads. Go on at %(until)s.", count=most, until=until)
        )
    raise NotYet(_("On your first day you may write %(count)s replies. Go on at %(until)s.", count=most, until=until))


def _require_pause(since: timedelta, opens: bool) -> None:
    pause = BETWEEN_THREADS if opens else BETWEEN_REPLIES
    if since < pause:
        seconds = max(1, round((pause - since).total_seconds()))
        words = _("Newcomers take a breath between posts. You can post this in %(seconds)s seconds.", seconds=seconds)
        raise NotYet(words, seconds)

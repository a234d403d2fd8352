"""What members of trust level 0 may do: enough to take part, too little to flood the place.

The numbers are Discourse's defaults for new users. Whoever has written a little since a day is new no longer, even
before the worker has raised their level.
"""

import re
from datetime import datetime, timedelta
from typing import NamedTuple

from flask import has_request_context
from sqlalchemy import Row, func, select

from accounts.models import Member
from accounts.viewers import Viewer
from contributions.models import Contribution, State
from contributions.moderation.spam.judging import LINK
from contributions.problems import whole_body
from core.clock import now
from core.database import read
from core.errors import NotYet
from core.limits import throttle
from core.times import full_time
from core.translation import gettext as _

FIRST_DAY = timedelta(days=1)
# Who has this many posts standing is known.
KNOWN_AFTER = 3
MOST_THREADS, MOST_REPLIES = 3, 10
MOST_LINKS, MOST_MENTIONS = 2, 2
BETWEEN_THREADS, BETWEEN_REPLIES = timedelta(seconds=120), timedelta(seconds=30)
MENTION = re.compile(r"(?<![\w@/.])@\w")


class Newness(NamedTuple):
    """What says whether somebody is new: their level, when they joined, and how many of their posts stand."""

    level: int
    joined: datetime | None
    standing: int

    @property
    def known(self) -> bool:
        """Whether enough of their posts stand, so that one more is read as anybody's."""
        return self.standing >= KNOWN_AFTER

    @property
    def first_day(self) -> bool:
        """Whether they joined less than a day ago."""
        return self.joined is not None and now() - self.joined < FIRST_DAY

    @property
    def is_new(self) -> bool:
        """Whether the limits of newcomers hold for them."""
        return self.level == 0 and (self.first_day or not self.known)


def newness_of(member_id: int | None, but: int | None = None) -> Newness:
    """Return how new a member is, `but` for one contribution that is not to be counted: one statement."""
    own = select(Contribution.id).where(Contribution.author_id == member_id, Contribution.state == State.PUBLISHED)
    own = own if but is None else own.where(Contribution.id != but)
    standing = select(func.count()).select_from(own.limit(KNOWN_AFTER).subquery()).scalar_subquery()
    row = read(select(Member.trust_level, Member.joined_at, standing).where(Member.id == member_id)).one_or_none()
    return Newness._make(row) if row else Newness(0, None, 0)


def require_room(actor: Viewer, posted: Contribution, newness: Newness) -> None:
    """Refuse a post that is more than a newcomer may write now.

    Raises NotYet, whose words say what the limit is and until when it holds, or Throttled for a whole network.
    """
    if not newness.is_new:
        return
    at, first_day = now(), newness.first_day
    if has_request_context():
        throttle("newcomer")
    _require_few_links(whole_body(posted))
    opens = posted.thread_id is None
    latest = [row.created_at for row in _lately(actor.id or 0, at) if (row.thread_id is None) == opens]
    if first_day:
        _require_share(len(latest), opens, newness.joined or at)
    if latest and not newness.known:
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

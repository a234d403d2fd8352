"""The mail about one thing that happened, while its receiver may see it, has not read of it and still wants to hear."""

from typing import Any

from flask import current_app
from sqlalchemy import Row, and_, func, select
from sqlalchemy.orm import aliased

from accounts.models import Member
from contributions.models import Contribution, Notification, Space
from contributions.news.choices import Pace, pace_of
from contributions.news.models import MailChoice
from contributions.news.tokens import reply_address
from contributions.news.words import Item, Letter, Part
from contributions.sentences import own_words, sentence
from contributions.visibility import member_may_see
from core import markup
from core.database import read
from core.settings import Settings
from core.translation import gettext as _

LONGEST = 2000
Root: Any = aliased(Contribution, flat=True)
Actor = aliased(Member)


def notice(notification_id: int, member: Member) -> Letter | None:
    """Return the letter of a notification, or None where there is nothing to tell any more."""
    row = _row(notification_id)
    if row is None:
        return None
    root, key = f"post:{row.thread_id or row.contribution_id}", f"post:{row.contribution_id}"
    own = key if row.occasion == "posted" else f"{row.occasion}:{row.contribution_id}"
    parent = f"post:{row.parent_id}" if row.parent_id else root
    earlier = tuple(dict.fromkeys(name for name in (root, parent) if name != own))
    line = sentence(row.reason, row.actor_name or _("A former member"))
    text = markup.excerpt(own_words(row.occasion) or markup.plain_text(row.html), LONGEST)
    item = Item(line, row.thread_title, contribution_url(row.contribution_id), text)
    return Letter(
        subject=_subject(row, line),
        parts=(Part("", (item,)),),
        kind=row.kind,
        key=own,
        earlier=earlier,
        reply_to=reply_address(member.id, row.thread_id or row.contribution_id),
    )


def _subject(row: Row[Any], line: str) -> str:
    """Name the thread, so that mailboxes show its mails as one conversation."""
    replies = row.occasion == "posted" and row.thread_id is not None
    return _("Re: %(title)s", title=row.thread_title) if replies else f"{line}: {row.thread_title}"


def contribution_url(key: int) -> str:
    """Return the full address of a contribution; it holds none of its words, which may be hidden later."""
    settings: Settings = current_app.extensions["settings"]
    return f"{settings.base_url}/contributions/{key}"


def _row(notification_id: int) -> Row[Any] | None:
    chosen = and_(MailChoice.member_id == Member.id, MailChoice.kind == Notification.kind)
    statement = (
        select(
            Notification.reason,
            Notification.occasion,
            Notification.kind,
            Contribution.id.label("contribution_id"),
            Contribution.thread_id,
            Contribution.parent_id,
            Contribution.html,
            Root.title.label("thread_title"),
            Actor.name.label("actor_name"),
        )
        .join(Contribution, Contribution.id == Notification.contribution_id)
        .join(Space, Space.id == Contribution.space_id)
        .join(Root, Root.id == func.coalesce(Contribution.thread_id, Contribution.id))
        .join(Member, Member.id == Notification.member_id)
        .outerjoin(Actor, Actor.id == Notification.actor_id)
        .outerjoin(MailChoice, chosen)
        .where(Notification.id == notification_id, Notification.read_at.is_(None), member_may_see())
        .where(pace_of(Notification.kind, MailChoice.pace) == Pace.NOW.value)
    )
    return read(statement).one_or_none()

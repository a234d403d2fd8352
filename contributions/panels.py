"""What contributions bring to the home page of a member: drafts, news, what they follow, and what is new."""

from typing import Any

from sqlalchemy import func, literal_column

from accounts.panels.registry import Panel, row
from accounts.viewers import Standing
from contributions.kinds import KINDS
from contributions.models import Contribution, Draft, Follow, Notification, Space, State
from contributions.notifying import told_to
from contributions.visibility import listed_to, typical, viewer_id, visible_to
from core.paging import AnySelect
from core.translation import lazy_gettext as _

LONGEST = 110


def thread_address(row: Any) -> str:
    """Return the address of a row that is a thread."""
    return KINDS[row.kind].address(row.id, row.title)


def _drafts(_standing: Standing) -> AnySelect:
    words = func.coalesce(func.nullif(Draft.fields["title"].as_string(), ""), Draft.fields["body"].as_string())
    statement = row(key=Draft.id, kind=Draft.place, title=func.substr(words, 1, LONGEST), at=Draft.saved_at)
    return statement.where(Draft.member_id == viewer_id()).order_by(Draft.saved_at.desc())


def _draft_address(row: Any) -> str:
    kind, _colon, key = row.kind.partition(":")
    ways = {
        "ask": "/questions/ask",
        "discuss": "/discussions/new",
        "idea": "/ideas/new",
        "answer": f"/contributions/{key}",
    }
    ways["cell"] = f"/exercises/gates/{key}"
    return ways.get(kind, f"/contributions/{key}/{kind}")


def _news(standing: Standing) -> AnySelect:
    root: Any = Contribution.__table__.alias("root")
    title = func.coalesce(Contribution.title, root.c.title)
    return (
        row(key=Notification.id, kind=Notification.reason, title=title, at=Notification.created_at)
        .join_from(Notification, Contribution, Contribution.id == Notification.contribution_id)
        .outerjoin(root, root.c.id == Contribution.thread_id)
        .where(Notification.member_id == viewer_id(), Notification.read_at.is_(None), told_to(typical(standing)))
        .order_by(Notification.id.desc())
    )


def _followed(standing: Standing) -> AnySelect:
    return (
        _threads(Contribution.active_at)
        .join(Follow, (Follow.contribution_id == Contribution.id) & (Follow.member_id == viewer_id()))
        .where(Contribution.thread_id.is_(None), listed_to(typical(standing)))
        .order_by(Contribution.active_at.desc())
    )


def _newest(standing: Standing) -> AnySelect:
    others = (Contribution.author_id != viewer_id()) | Contribution.author_id.is_(None)
    return (
        _threads(Contribution.created_at)
        .where(Contribution.thread_id.is_(None), others, listed_to(typical(standing)))
        .order_by(Contribution.id.desc())
    )


def _hidden(standing: Standing) -> AnySelect:
    root: Any = Contribution.__table__.alias("root")
    title = func.coalesce(Contribution.title, root.c.title)
    return (
        row(key=Contribution.id, kind=Contribution.kind, title=title, at=Contribution.created_at, more=Space.name)
        .join_from(Contribution, Space, Space.id == Contribution.space_id)
        .outerjoin(root, root.c.id == Contribution.thread_id)
        .where(Contribution.state == literal_column(f"'{State.HIDDEN}'"), visible_to(typical(standing)))
        .order_by(Contribution.id.desc())
    )


def _threads(at: Any) -> AnySelect:
    statement = row(key=Contribution.id, kind=Contribution.kind, title=Contribution.title, at=at, more=Space.name)
    return statement.join_from(Contribution, Space, Space.id == Contribution.space_id)


NEWS = Panel(
    key="news",
    title=_("News for you"),
    empty=_("Nothing new. You hear here of answers and replies to what you follow."),
    url="/notifications",
    rows=_news,
    address=lambda _row: "/notifications",
)
FOLLOWED = Panel(
    key="followed",
    title=_("What you follow"),
    empty=_("Follow a thread, and it stays in sight here."),
    url="/notifications",
    rows=_followed,
    address=thread_address,
)
NEWEST = Panel(
    key="newest",
    title=_("New in your spaces"),
    empty=_("Nobody else has written anything yet."),
    url="/questions",
    rows=_newest,
    address=thread_address,
)
DRAFTS = Panel(
    key="drafts",
    title=_("What you began"),
    empty=_("Nothing is waiting to be finished."),
    url="/drafts",
    rows=_drafts,
    address=_draft_address,
)
HIDDEN = Panel(
    key="hidden",
    title=_("Hidden by moderators"),
    empty=_("Nothing is hidden."),
    url="/moderation/log?act=hidden",
    rows=_hidden,
    address=lambda row: f"/contributions/{row.id}",
    audience=lambda standing: standing.moderator,
)


def panels() -> list[Panel]:
    """Return the panels."""
    return [NEWS, FOLLOWED, NEWEST, DRAFTS, HIDDEN]

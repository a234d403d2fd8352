"""Makes of a row what a template shows: a post with its words, its author and what the viewer may do with it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import datetime
from operator import attrgetter
from typing import Any

from markupsafe import Markup

from accounts.people import Person, person
from accounts.viewers import Viewer
from contributions.addresses import tag_address
from contributions.kinds import KINDS
from contributions.models import State
from contributions.policies import (
    may_delete,
    may_edit,
    may_flag,
    may_reply,
    may_restore,
    may_unvote,
    may_vote,
    may_vote_down,
)
from core.markup import as_markup
from core.pages import ago, full_time, iso, short_number
from core.translation import gettext as _
from core.translation import ngettext, tongue

STANDING_OR_HELD = {State.PUBLISHED, State.HELD}


@dataclass(frozen=True, slots=True)
class Link:
    """A word that leads somewhere."""

    name: str
    url: str
    count: str = ""


@dataclass(slots=True)
class Post:
    """A contribution as a page shows it; `can` maps each deed that is open to the viewer to its address."""

    id: int
    kind: str
    url: str
    html: Markup
    author: Person | None
    created_iso: str
    created_text: str
    created_full: str
    edited_text: str
    score: int | None
    my_vote: int
    voting: str
    vote_url: str
    can: dict[str, str]
    deleted: str = ""
    hidden: bool = False
    comments: Sequence["Post"] = ()
    more_comments_url: str = ""
    more_comments_text: str = ""
    accepted: bool = False
    official: bool = False
    pinned: bool = False
    accepted_text: str = ""
    official_text: str = ""
    language: str = ""

    def key(self) -> tuple[Any, ...]:
        """Return everything that a page shows of this post, for finding it again once it is rendered."""
        return (*SHOWN(self), tuple(self.can.items()), tuple(comment.key() for comment in self.comments))


SHOWN = attrgetter(*(one.name for one in fields(Post) if one.name not in {"can", "comments"}))


@dataclass(slots=True)
class Thread(Post):
    """The opening post of a thread, with what only that one has. `facts` are (term, text) pairs."""

    title: str = ""
    excerpt: str = ""
    tags: Sequence[Link] = ()
    space: Link | None = None
    state: str = ""
    views_text: str = ""
    following: bool = False
    facts: Sequence[tuple[str, str]] = ()
    closed_text: str = ""


def post(viewer: Viewer, row: Any, votes: Mapping[int, int], url: str) -> Post:
    """Make a post of a row with the columns of `rows.POST_COLUMNS`."""
    return Post(**_shown(viewer, row, votes, url))


def thread(viewer: Viewer, row: Any, votes: Mapping[int, int], following: bool, state: str) -> Thread:
    """Make the opening post of a row with the columns of `rows.POST_COLUMNS` and `rows.THREAD_COLUMNS`."""
    shown = Thread(
        **_shown(viewer, row, votes, KINDS[row.kind].address(row.id, row.title)),
        title=row.title,
        excerpt=row.excerpt,
        tags=tag_links(row.tags),
        space=Link(row.space_name, f"/spaces/{row.space_slug}"),
        state=state,
        views_text=ngettext("%(num)s view", "%(num)s views", row.views),
        following=following,
        facts=(
            (_("Asked") if row.kind == "question" else _("Opened"), ago(row.created_at)),
            (_("Active"), ago(row.active_at)),
            (_("Views"), short_number(row.views)),
            (_("Space"), row.space_name),
        ),
    )
    if viewer.signed_in:
        shown.can["follow"] = f"/contributions/{row.id}/follow{'?following=no' if following else ''}"
    return shown


def _shown(viewer: Viewer, row: Any, votes: Mapping[int, int], url: str) -> dict[str, Any]:
    created: datetime = row.created_at
    return {
        "id": row.id,
        "kind": row.kind,
        "url": url,
        "html": as_markup(row.html),
        "language": tongue(row.language),
        "author": person(row.author_id, row.author_name, row.author_roles, row.author_reputation, row.author_level),
        "created_iso": iso(created),
        "created_text": ago(created),
        "created_full": full_time(created),
        "edited_text": _("edited %(ago)s", ago=ago(row.edited_at)) if row.edited_at else "",
        "score": row.score,
        "my_vote": votes.get(row.id, 0),
        "voting": _voting(viewer, row),
        "vote_url": f"/contributions/{row.id}/vote" if viewer.signed_in else f"/login?next=/contributions/{row.id}",
        "can": deeds(viewer, row),
        "deleted": taken_down(row),
        "hidden": row.state != State.PUBLISHED or row.concealed,
    }


def _voting(viewer: Viewer, row: Any) -> str:
    if not viewer.signed_in:
        return "signed_out"
    if row.author_id == viewer.id:
        return "own"
    if not may_unvote(viewer, row):
        return "closed"
    if not may_vote(viewer, row):
        return "few_points"
    return "open" if may_vote_down(viewer, row) else "up_only"


def deeds(viewer: Viewer, row: Any) -> dict[str, str]:
    """Return what the viewer may do with a contribution: deed to address."""
    can: dict[str, str] = {}
    if row.edited_at:
        can["history"] = f"/contributions/{row.id}/history"
    if not viewer.signed_in:
        return can
    if may_reply(viewer, row):
        can["comment"] = f"/contributions/{row.id}/comment"
    if may_flag(viewer, row):
        can["flag"] = f"/contributions/{row.id}/flag"
    if may_edit(viewer, row):
        can["edit"] = f"/contributions/{row.id}/edit"
    if may_delete(viewer, row):
        can["delete"] = f"/contributions/{row.id}/delete"
    if viewer.standing.moderator and row.state in STANDING_OR_HELD and row.author_id != viewer.id:
        can["hide"] = f"/contributions/{row.id}/hide"
    if may_restore(viewer, row, row.state_by_id):
        can["restore"] = f"/contributions/{row.id}/restore"
    return can


def taken_down(row: Any) -> str:
    """Say, for those who still see it, that a contribution does not stand, and why; empty where it stands."""
    if row.state == State.DELETED:
        return row.state_reason or _("Deleted. Only its author and moderators still see this.")
    if row.state == State.HIDDEN:
        return row.state_reason or _("Hidden by a moderator. Only its author and moderators still see this.")
    if row.state == State.HELD:
        return _("This waits for a look of a moderator. Until then only its author and moderators see it.")
    return _("What this belongs to has been taken down.") if row.concealed else ""


def with_comments(shown: Post, row: Any, comments: Sequence[Post]) -> None:
    """Hang the first comments on a post, and the way to the rest."""
    shown.comments = comments
    further = row.comment_count - len(comments)
    if comments and further > 0:
        shown.more_comments_url = f"/contributions/{row.id}/comments"
        shown.more_comments_text = ngettext("Show %(num)s more comment", "Show %(num)s more comments", further)


def tag_links(names: str | None) -> list[Link]:
    """Make links of tags that came as one text."""
    return [Link(name, tag_address(name)) for name in names.split(" ")] if names else []

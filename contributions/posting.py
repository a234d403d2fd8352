"""Posting: what every new contribution has in common, whatever its kind."""

from accounts.models import Role
from accounts.viewers import Viewer
from contributions import counters
from contributions.drafting import discard_draft
from contributions.events import ContributionPosted
from contributions.following import follow
from contributions.guests.force import note_act, term_for
from contributions.mentioning import people_of
from contributions.models import Comment, Contribution, State
from contributions.moderation.screening import Held, hold_back, screen
from contributions.policies import may_open_thread, may_reply, may_write_now, require, require_open
from contributions.queries import contribution_for, hold_thread, space_for
from contributions.schemas import CommentDraft, ThreadDraft
from contributions.tagging import require_tags, set_tags
from core import markup
from core.clock import now
from core.database import db
from core.events import publish


def write(contribution: Contribution, body: str) -> None:
    """Give a contribution its words, rendered once."""
    contribution.body = body
    contribution.html = markup.render(contribution.spoken(body), people_of(contribution, body))
    contribution.excerpt = markup.excerpt(markup.plain_text(contribution.html))


def open_thread(actor: Viewer, thread: Contribution, draft: ThreadDraft, place: str) -> None:
    """Post a contribution that opens a thread. Raises NotFound for the space, Refused where it is not open to it."""
    space = space_for(actor, draft.space)
    require(may_open_thread(actor, space))
    require_tags(actor, draft.tags)
    thread.title = draft.title
    write(thread, draft.body)
    _post(actor, thread, space.id, screen(actor, thread, draft.begun))
    set_tags(thread, draft.tags)
    discard_draft(actor, place)


def reply(actor: Viewer, answer: Contribution, thread_id: int, body: str, place: str, begun: str = "") -> None:
    """Post a contribution under the opening one of a thread. Raises NotFound or Refused."""
    thread = hold_thread(actor, thread_id)
    require(may_reply(actor, thread))
    _place(answer, thread, thread)
    _add_to(thread, actor, answer, body, begun)
    discard_draft(actor, place)


def comment(actor: Viewer, parent_id: int, draft: CommentDraft) -> Comment:
    """Comment on a contribution. Raises NotFound or Refused."""
    parent = contribution_for(actor, parent_id)
    thread = hold_thread(actor, parent_id)
    require(may_reply(actor, parent))
    require_open(actor, thread, parent, "comment")
    posted = Comment()
    _place(posted, thread, parent)
    _add_to(thread, actor, posted, draft.body, draft.begun)
    discard_draft(actor, f"comment:{parent_id}")
    return posted


def _place(posted: Contribution, thread: Contribution, parent: Contribution) -> None:
    posted.thread_id = thread.id
    posted.parent_id = parent.id
    if isinstance(posted, Comment):
        posted.host_id = parent.host_id if isinstance(parent, Comment) else parent.id
        posted.gate_id = parent.gate_id


def _add_to(thread: Contribution, actor: Viewer, posted: Contribution, body: str, begun: str) -> None:
    write(posted, body)
    _post(actor, posted, thread.space_id, screen(actor, posted, begun))
    counters.recount_thread(thread.id)
    db.session.refresh(thread)


def _post(actor: Viewer, posted: Contribution, space_id: int, held: Held | None) -> None:
    require(may_write_now(actor))
    at = now()
    term = term_for(actor, posted.thread_id) if posted.thread_id else None
    posted.author_id, posted.author_roles = actor.id, actor.roles | (Role.GUEST if term else Role.NONE)
    posted.space_id = space_id
    posted.state, posted.created_at, posted.active_at = State.HELD if held else State.PUBLISHED, at, at
    db.session.add(posted)
    db.session.flush()
    follow(actor, posted.root_id)
    if term:
        note_act(actor, term, posted.id, "replied")
    if held:
        hold_back(posted, held)
        return
    publish(
        ContributionPosted(actor_id=actor.id, contribution_id=posted.id, kind=posted.kind, thread_id=posted.root_id)
    )

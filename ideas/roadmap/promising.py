"""Promising, moving a promise, and saying what became of it. Nothing is taken back: every change is one more row."""

from sqlalchemy import select

from accounts.fields import FieldRefused
from accounts.viewers import Viewer
from contributions.policies import YES, Verdict, may_reply, may_write_now, require
from contributions.posting import open_thread
from contributions.queries import contribution_of_kind
from core.clock import now
from core.database import db, locked
from core.errors import Conflict
from core.events import publish
from core.translation import gettext as _
from ideas.links import idea_named
from ideas.roadmap.events import PromiseMoved
from ideas.roadmap.models import Outcome, Promise, PromiseMove
from ideas.roadmap.schemas import MoveDraft, PromiseDraft

PLACE = "promise"
COMMITMENT = ("earliest", "latest", "confidence", "evidence", "evidence_url")


def may_promise(actor: Viewer) -> Verdict:
    """Whether an actor may promise for the house, and say what became of its promises: staff."""
    return YES if actor.standing.employee else Verdict(False, _("Only staff promise something here."))


def make_promise(actor: Viewer, draft: PromiseDraft) -> Promise:
    """Promise something. Raises Refused, FieldRefused, or NotFound for the space."""
    require(may_promise(actor))
    _require_order(draft.earliest, draft.latest)
    idea = idea_named(actor, "idea", draft.idea) if draft.idea else None
    if idea is None and not draft.space:
        raise FieldRefused("space", _("Choose a space, or name an idea."))
    promise = Promise(outcome=Outcome.OPEN, first_latest_day=draft.latest, idea_id=idea.id if idea else None)
    _commit_to(promise, draft)
    words = draft.model_copy(update={"space": idea.space_id if idea else draft.space})
    open_thread(actor, promise, words, PLACE)
    _note(actor, promise, "", made=True)
    return promise


def move_promise(actor: Viewer, key: int, draft: MoveDraft) -> Promise:
    """Change a promise, or say what became of it. Raises NotFound, Refused, FieldRefused or Conflict."""
    require(may_promise(actor))
    contribution_of_kind(actor, key, Promise)
    promise = locked(select(Promise).where(Promise.id == key))
    if promise is None:
        raise Conflict(_("This promise is gone."))
    require(may_reply(actor, promise))
    require(may_write_now(actor))
    if (promise.outcome == Outcome.OPEN) == (draft.deed == "reopen"):
        raise Conflict(_("Somebody has said already what became of it. Reload the page."))
    if draft.deed == "move":
        _require_order(draft.earliest or promise.earliest_day, draft.latest or promise.latest_day)
        _commit_to(promise, draft)
    else:
        _settle(promise, draft)
    db.session.flush()
    _note(actor, promise, draft.reason, made=False)
    return promise


def _commit_to(promise: Promise, draft: PromiseDraft | MoveDraft) -> None:
    """Take over what was said, and leave what was left out."""
    for name in COMMITMENT:
        value = getattr(draft, name)
        if value is not None:
            setattr(promise, f"{name}_day" if name in {"earliest", "latest"} else name, value)


def _settle(promise: Promise, draft: MoveDraft) -> None:
    promise.delivered_day = _delivered_day(draft) if draft.deed == "deliver" else None
    promise.outcome = {
        "deliver": Outcome.KEPT if (promise.delivered_day or 0) <= promise.first_latest_day else Outcome.LATE,
        "break": Outcome.BROKEN,
        "withdraw": Outcome.WITHDRAWN,
        "reopen": Outcome.OPEN,
    }[draft.deed]
    promise.settled_at = None if draft.deed == "reopen" else now()


def _delivered_day(draft: MoveDraft) -> int:
    today = now().date().toordinal()
    # Whoever lives east of Greenwich has a day that has not begun in UTC.
    if draft.delivered is not None and draft.delivered > today + 1:
        raise FieldRefused("delivered", _("That day has not come yet."))
    return draft.delivered if draft.delivered is not None else today


def _require_order(earliest: int, latest: int) -> None:
    if earliest > latest:
        raise FieldRefused("latest", _("The last day cannot come before the first."))


def _note(actor: Viewer, promise: Promise, reason: str, *, made: bool) -> None:
    said = ("outcome", "earliest_day", "latest_day", "delivered_day", "confidence", "evidence", "evidence_url")
    row = PromiseMove(promise_id=promise.id, reason=reason, by_id=actor.id, created_at=now())
    for name in said:
        setattr(row, name, getattr(promise, name))
    db.session.add(row)
    db.session.flush()
    publish(
        PromiseMoved(actor_id=actor.id, contribution_id=promise.id, move_id=row.id, outcome=promise.outcome, made=made)
    )

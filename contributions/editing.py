"""Editing: new words, with every earlier wording kept."""

from sqlalchemy import func, select

from accounts.viewers import Viewer
from contributions.drafting import discard_draft
from contributions.events import ContributionEdited
from contributions.models import Contribution, Revision
from contributions.moderation.screening import screen_again
from contributions.policies import may_edit, require, require_open
from contributions.posting import write
from contributions.problems import problem_of, state_problem, states_problem
from contributions.queries import hold_contribution
from contributions.schemas import ReplyEdit, ThreadEdit
from contributions.tagging import require_tags, set_tags, tags_of
from core.clock import now
from core.database import db
from core.errors import Conflict
from core.events import publish
from core.translation import gettext as _


def edit(actor: Viewer, key: int, change: ThreadEdit | ReplyEdit) -> Contribution:
    """Give a contribution new words. Raises NotFound, Refused, or Conflict where somebody edited it meanwhile."""
    contribution = hold_contribution(actor, key)
    require(may_edit(actor, contribution))
    require_open(actor, db.session.get_one(Contribution, contribution.root_id), contribution, "edit")
    return reword(actor, contribution, change)


def reword(actor: Viewer, contribution: Contribution, change: ThreadEdit | ReplyEdit) -> Contribution:
    """Give a contribution that is held new words, by whoever has been found to be allowed to. Raises Conflict."""
    key = contribution.id
    if change.revision != latest_revision(key):
        raise Conflict(_("Somebody has edited this since you opened it. Compare the history, then save again."))
    if isinstance(change, ThreadEdit):
        require_tags(actor, change.tags)
    number = _keep_original(contribution)
    lost: list[int] = []
    if isinstance(change, ThreadEdit):
        contribution.title = change.title
        lost = set_tags(contribution, change.tags)
        if change.problem is not None and states_problem(contribution):
            state_problem(contribution, change.problem)
    write(contribution, change.body)
    contribution.edited_at = now()
    _keep(contribution, number + 1, actor.id, change.comment)
    discard_draft(actor, f"edit:{key}")
    root = contribution.root_id
    publish(ContributionEdited(actor_id=actor.id, contribution_id=key, thread_id=root, tags_lost=lost))
    screen_again(actor, contribution)
    return contribution


def revert(actor: Viewer, key: int, number: int) -> Contribution:
    """Give a contribution the words of an earlier revision again. Raises NotFound, Refused or Conflict."""
    earlier = db.session.scalars(
        select(Revision).where(Revision.contribution_id == key, Revision.number == number)
    ).one()
    comment = _("Back to version %(number)s", number=number)
    latest = latest_revision(key)
    if earlier.title is None:
        return edit(actor, key, ReplyEdit.model_construct(body=earlier.body, comment=comment, revision=latest))
    change = ThreadEdit.model_construct(
        title=earlier.title,
        body=earlier.body,
        problem=earlier.problem,
        tags=earlier.tags,
        comment=comment,
        revision=latest,
    )
    return edit(actor, key, change)


def latest_revision(key: int) -> int:
    """Return the number of the newest revision; 0 while a contribution has never been edited."""
    statement = select(func.max(Revision.number)).where(Revision.contribution_id == key)
    return db.session.scalar(statement) or 0


def _keep_original(contribution: Contribution) -> int:
    latest = latest_revision(contribution.id)
    if latest == 0:
        _keep(contribution, 1, contribution.author_id, "")
    return latest or 1


def _keep(contribution: Contribution, number: int, editor_id: int | None, comment: str) -> None:
    db.session.add(
        Revision(
            contribution_id=contribution.id,
            number=number,
            title=contribution.title,
            body=contribution.body,
            problem=problem_of(contribution),
            tags=tags_of(contribution.id),
            editor_id=editor_id,
            comment=comment,
            created_at=contribution.created_at if number == 1 else now(),
        )
    )
    db.session.flush()

"""Flags: members say that a post needs a look; enough of them conceal it until a moderator has looked."""

from dataclasses import dataclass
from typing import Annotated, Literal

from flask import current_app
from pydantic import BeforeValidator, Field
from sqlalchemy import case, func, select, update
from sqlalchemy.exc import IntegrityError

from accounts.viewers import Viewer
from contributions.models import Contribution, State
from contributions.moderation.events import FlagRaised, FlagWithdrawn
from contributions.moderation.holding import conceal, open_review, withdraw_review
from contributions.moderation.models import Flag
from contributions.policies import may_flag, require
from contributions.queries import contribution_for, hold_thread
from contributions.schemas import one_line
from contributions.visibility import visible_to
from core.clock import now
from core.database import db
from core.errors import Conflict, Refused
from core.events import publish
from core.forms import Schema
from core.settings import Settings
from core.translation import gettext as _

STAFF_WEIGHT = 2.0


class FlagDraft(Schema):
    """Why a post needs a look, in a code and, where wanted, in words."""

    reason: Literal["spam", "rude", "off_topic", "wrong_place", "other"]
    words: Annotated[str, BeforeValidator(one_line), Field(max_length=300)] = ""


@dataclass(frozen=True)
class Record:
    """What became of a member's earlier flags."""

    agreed: int
    disagreed: int


def reason_names() -> dict[str, tuple[str, str]]:
    """Return every reason code with its name and what it is for."""
    return {
        "spam": (_("Spam"), _("It advertises something, or leads away from here.")),
        "rude": (_("Rude"), _("It is unkind, hateful or threatens somebody.")),
        "off_topic": (_("Off topic"), _("It has nothing to do with what this place is for.")),
        "wrong_place": (_("In the wrong place"), _("It belongs into another space, or is no answer.")),
        "other": (_("Something else"), _("Say below what it is.")),
    }


def raise_flag(actor: Viewer, key: int, draft: FlagDraft) -> Flag:
    """Flag a contribution, which puts it before the moderators. Raises NotFound, Refused or Conflict."""
    contribution = _held(actor, key)
    require(may_flag(actor, contribution))
    if draft.reason == "other" and not draft.words:
        raise Refused(_("Say in a few words what the moderators should look at."))
    if _was_answered(actor, contribution):
        raise Refused(_("The moderators have looked at your flag on this, and kept the post."))
    flag = Flag(contribution_id=key, member_id=actor.id, reason=draft.reason, words=draft.words, created_at=now())
    flag.weight, flag.state = weight_of(actor), "open"
    try:
        with db.session.begin_nested():
            db.session.add(flag)
    except IntegrityError:
        raise Conflict(_("You have flagged this already. The moderators will look at it.")) from None
    publish(FlagRaised(actor_id=actor.id, contribution_id=key, reason=draft.reason))
    review = open_review(contribution, "flags")
    review.weight = open_weight(key)
    limit = _settings().flags_conceal
    if limit and review.weight >= limit and contribution.state == State.PUBLISHED:
        conceal(contribution, "flags")
    return flag


def withdraw_flag(actor: Viewer, key: int) -> None:
    """Take an open flag back; what was concealed stays so until a moderator has looked. Raises NotFound or Refused."""
    contribution = _held(actor, key)
    own = (Flag.contribution_id == key) & (Flag.member_id == actor.id) & (Flag.state == "open")
    taken = update(Flag).where(own).values(state="withdrawn", settled_at=now(), settled_by_id=actor.id)
    if not db.session.scalars(taken.returning(Flag.id)).all():
        raise Refused(_("You have no open flag on this."))
    withdraw_review(contribution, open_weight(key))
    publish(FlagWithdrawn(actor_id=actor.id, contribution_id=key))


def has_open_flag(viewer: Viewer, key: int) -> bool:
    """Whether a viewer has a flag on a contribution at which nobody has looked."""
    own = (Flag.contribution_id == key) & (Flag.member_id == viewer.id) & (Flag.state == "open")
    return db.session.scalar(select(Flag.id).where(own)) is not None


def is_seen(viewer: Viewer, key: int) -> bool:
    """Whether a viewer still sees a post: theirs may have been the flag that concealed it."""
    return db.session.scalar(select(Contribution.id).where(Contribution.id == key, visible_to(viewer))) is not None


def weight_of(actor: Viewer) -> float:
    """Return what a flag of an actor weighs: staff and moderators 2, members by their record."""
    if actor.standing.moderator or actor.standing.employee:
        return STAFF_WEIGHT
    return weight_of_record(record_of(actor.id or 0))


def weight_of_record(record: Record) -> float:
    """Return twice the share of agreed flags as rule of succession estimates it, which begins at 1.

    Laplace: (agreed + 1) / (agreed + disagreed + 2). Two agreed and none disagreed give 2 * 3/4 = 1.5; none agreed and
    four disagreed give 2 * 1/6 = 0.33.
    """
    return 2 * (record.agreed + 1) / (record.agreed + record.disagreed + 2)


def record_of(member_id: int) -> Record:
    """Return how many flags of a member the moderators agreed and disagreed with."""
    counted = [func.coalesce(func.sum(case((Flag.state == word, 1), else_=0)), 0) for word in ("agreed", "disagreed")]
    row = db.session.execute(select(*counted).where(Flag.member_id == member_id)).one()
    return Record(int(row[0]), int(row[1]))


def open_weight(key: int) -> float:
    """Return the weight of the open flags on a contribution."""
    total = select(func.coalesce(func.sum(Flag.weight), 0.0)).where(Flag.contribution_id == key, Flag.state == "open")
    return float(db.session.scalar(total) or 0.0)


def _held(actor: Viewer, key: int) -> Contribution:
    """Return a contribution whose thread is held, as every other change of it does."""
    hold_thread(actor, key)
    contribution = contribution_for(actor, key)
    db.session.refresh(contribution)
    return contribution


def _was_answered(actor: Viewer, contribution: Contribution) -> bool:
    """Whether moderators disagreed with a flag of the actor on the words that stand there now."""
    earlier = (Flag.contribution_id == contribution.id) & (Flag.member_id == actor.id) & (Flag.state == "disagreed")
    at = db.session.scalar(select(func.max(Flag.settled_at)).where(earlier))
    return at is not None and (contribution.edited_at is None or contribution.edited_at <= at)


def _settings() -> Settings:
    settings: Settings = current_app.extensions["settings"]
    return settings

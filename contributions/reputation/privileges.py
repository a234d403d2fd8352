"""What a member's points open: asked by policies, and told by the session, so that it costs no statement on a page."""

from typing import NamedTuple

from flask import g, has_request_context
from sqlalchemy import ScalarSelect, func, literal, select

from accounts.models import Member
from accounts.viewers import Viewer
from contributions.reputation.models import CommunitySize
from contributions.reputation.points import LEAST
from contributions.reputation.sizes import Privilege, Size, needed_for
from core.database import read
from core.translation import gettext as _


class Worth(NamedTuple):
    """What decides about privileges: points, and the size of the community."""

    reputation: int
    size: Size


def size_in_use() -> ScalarSelect[str]:
    """The size whose thresholds hold, as a scalar subquery."""
    latest = select(CommunitySize.size).order_by(CommunitySize.id.desc()).limit(1).scalar_subquery()
    return select(func.coalesce(latest, literal(Size.SMALL.value))).scalar_subquery()


def worth_of(actor: Viewer) -> Worth:
    """Return the worth of an actor as their session told it; of one who came another way it is read, once a request."""
    if actor.size:
        return Worth(actor.reputation, Size(actor.size))
    if not has_request_context():
        return _read_worth(actor)
    known: dict[int | None, Worth] = g.setdefault("worths", {})
    if actor.id not in known:
        known[actor.id] = _read_worth(actor)
    return known[actor.id]


def _read_worth(actor: Viewer) -> Worth:
    statement = select(Member.reputation, size_in_use()).where(Member.id == actor.id)
    row = read(statement).one_or_none()
    return Worth(row[0], Size(row[1])) if row else Worth(LEAST, Size.SMALL)


def lacking(actor: Viewer, privilege: Privilege) -> str:
    """Say what an actor lacks for a privilege; empty where they have it."""
    if is_free(actor, privilege):
        return ""
    worth = worth_of(actor)
    needed = needed_for(privilege, worth.size)
    return "" if worth.reputation >= needed else _words(privilege, needed, worth.reputation)


def is_free(actor: Viewer, privilege: Privilege) -> bool:
    """Whether an actor needs no points: moderators, and staff but for the words of others."""
    return actor.standing.moderator or (actor.standing.employee and privilege != Privilege.EDIT_OTHERS)


def _words(privilege: Privilege, needed: int, points: int) -> str:
    words = {
        Privilege.VOTE_UP: _("Voting up takes %(needed)s points of reputation. You have %(points)s."),
        Privilege.VOTE_DOWN: _("Voting down takes %(needed)s points of reputation. You have %(points)s."),
        Privilege.CREATE_TAGS: _("Making a new tag takes %(needed)s points of reputation. You have %(points)s."),
        Privilege.MARK_DUPLICATES: _("Marking duplicates takes %(needed)s points of reputation. You have %(points)s."),
        Privilege.EDIT_KNOWLEDGE: _(
            "Editing knowledge pages takes %(needed)s points of reputation. You have %(points)s, so suggest one."
        ),
        Privilege.EDIT_OTHERS: _(
            "Editing what others wrote takes %(needed)s points of reputation. You have %(points)s."
        ),
    }
    return words[privilege] % {"needed": needed, "points": points}

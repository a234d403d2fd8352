"""Choosing how large the community is, and what that would change for whom, before it is done."""

from typing import Any, NamedTuple

from sqlalchemy import or_, select

from accounts.models import EMPLOYEES, Member, Role
from accounts.viewers import Viewer
from contributions.reputation.events import CommunitySizeChosen
from contributions.reputation.models import CommunitySize
from contributions.reputation.queries import members_at
from contributions.reputation.sizes import THRESHOLDS, Privilege, Size, privilege_names, privileges_at
from contributions.resuming.models import ReadingDay
from contributions.trust.figures import figures_of, new_to_all
from contributions.trust.levels import WINDOW, next_level
from contributions.trust.settling import chosen_size
from core.clock import now
from core.database import db
from core.errors import Forbidden
from core.events import publish

# Members whose points or reading are looked at for the preview, those with most points first.
LOOKED_AT = 2000
NAMED = 50
KEEPERS = int(EMPLOYEES | Role.MODERATOR)


class Change(NamedTuple):
    """What another size would change for one member."""

    id: int
    name: str
    gains: list[str]
    loses: list[str]
    level: int
    level_then: int


def choose_size(actor: Viewer, size: Size) -> None:
    """Let the thresholds of a size hold from now on; the worker settles the levels. Raises Forbidden."""
    if not actor.standing.administrator:
        raise Forbidden
    before = chosen_size()
    if before == size:
        return
    db.session.add(CommunitySize(size=size, chosen_at=now(), chosen_by_id=actor.id))
    publish(CommunitySizeChosen(actor_id=actor.id, before=before, after=size))


def thresholds_with_counts() -> list[dict[str, Any]]:
    """Return each privilege with its threshold in each size, and how many members reach it: one statement."""
    names = privilege_names()
    least = [THRESHOLDS[privilege].of(size) for privilege in Privilege for size in Size]
    counted = iter(members_at(least))
    return [
        {"name": names[one], "cells": [(size, THRESHOLDS[one].of(size), next(counted)) for size in Size]}
        for one in Privilege
    ]


def changes_for(before: Size, after: Size) -> list[Change]:
    """Return what a size would change for those with most points and those who read lately: two statements."""
    community, names, at = new_to_all(), privilege_names(), now()
    members = sorted(figures_of(_looked_at()), key=lambda one: (-one.reputation, one.id))
    changes = []
    for one in members:
        had, has = privileges_at(one.reputation, before), privileges_at(one.reputation, after)
        gains, loses = ([names[each] for each in Privilege if each in some] for some in (has - had, had - has))
        then = next_level(one.level, one.since, one.figures, community, after, at)
        if gains or loses or then != one.level:
            changes.append(Change(one.id, one.name, gains, loses, one.level, then))
    return changes


def _looked_at() -> Any:
    """Members without an office, who go by points."""
    reads = select(ReadingDay.member_id).where(ReadingDay.last_at > now() - WINDOW)
    plain = Member.roles_held.op("&")(KEEPERS) == 0
    chosen = select(Member.id).where(plain, Member.erased_at.is_(None), ~Member.is_pending)
    active = chosen.where(or_(Member.reputation > 1, Member.id.in_(reads)))
    return active.order_by(Member.reputation.desc(), Member.id).limit(LOOKED_AT)

"""Who helps, and how the community as a whole is doing: figures for the home page."""

from datetime import timedelta
from functools import lru_cache
from typing import Any

from sqlalchemy import bindparam, func, select

from accounts.models import Member
from accounts.people import person
from accounts.viewers import Standing, Viewer
from contributions.models import Contribution, Space, Tag
from contributions.visibility import readable_by, typical, visible_to
from core.clock import now
from core.database import UTCDateTime, read
from core.pages import short_number
from core.paging import AnySelect
from core.translation import gettext as _
from core.translation import ngettext

RECENT = timedelta(days=60)
HELPERS = 6
LOOKED_AT = 400


def recent_helpers(viewer: Viewer) -> list[dict[str, Any]]:
    """Return the members with most answers among the latest few hundred that the viewer may see."""
    values = {"viewer_id": viewer.id, "since": now() - RECENT}
    return [
        {
            "member": person(row.id, row.name, row.roles_held, row.reputation, row.trust_level),
            "count_text": ngettext("%(num)s answer", "%(num)s answers", row.number),
        }
        for row in read(_helpers(viewer.standing), values)
    ]


@lru_cache(maxsize=32)
def _helpers(standing: Standing) -> AnySelect:
    latest = (
        select(Contribution.author_id)
        .where(Contribution.kind == "answer", Contribution.author_id.is_not(None), visible_to(typical(standing)))
        .where(Contribution.created_at >= bindparam("since", type_=UTCDateTime))
        .order_by(Contribution.created_at.desc(), Contribution.id.desc())
        .limit(LOOKED_AT)
        .subquery()
    )
    number = func.count().label("number")
    shown = (Member.id, Member.name, Member.roles_held.label("roles_held"), Member.reputation, Member.trust_level)
    return (
        select(*shown, number)
        .join(latest, latest.c.author_id == Member.id)
        .group_by(*shown)
        .order_by(number.desc(), Member.id)
        .limit(HELPERS)
    )


def community_figures(viewer: Viewer) -> list[dict[str, Any]]:
    """Return the sizes of the community: members, and threads in the spaces that the viewer may read."""
    row = read(_sizes(viewer.standing), {"viewer_id": viewer.id}).one()
    return [
        {"number": short_number(row[0]), "label": _("members"), "unit": "", "url": "/members"},
        {"number": short_number(row[1]), "label": _("threads"), "unit": "", "url": "/questions"},
        {"number": short_number(row[2]), "label": _("tags"), "unit": "", "url": "/tags"},
    ]


@lru_cache(maxsize=32)
def _sizes(standing: Standing) -> AnySelect:
    readable = readable_by(typical(standing))
    counted = select(func.count()).select_from(Member).where(Member.erased_at.is_(None), ~Member.is_pending)
    members = counted.scalar_subquery()
    threads = select(func.coalesce(func.sum(Space.thread_count), 0)).where(readable).scalar_subquery()
    tags = select(func.count()).select_from(Tag).where(Tag.public_count > 0).scalar_subquery()
    return select(members, threads, tags)

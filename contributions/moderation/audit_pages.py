"""The page of the log: who of the moderators and administrators did what, to whom, when and why."""

from typing import Any

from flask import Blueprint, Response, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import ColumnElement, Row, Select, and_, func, or_, select, true

from accounts.guard import current_viewer
from accounts.models import Group, Member
from accounts.viewers import Viewer
from contributions.models import Contribution, Space
from contributions.moderation.models import AuditEntry
from contributions.schemas import one_line
from contributions.visibility import readable_by, visible_to
from core.clock import parse_time
from core.database import read
from core.pages import ago, full_time, iso
from core.paging import Cursor, Order, page_of
from core.translation import gettext as _

blueprint = Blueprint("audit", __name__)
PAGE = 50
LATEST = Order((AuditEntry.id,))


def act_names() -> dict[str, str]:
    """Return every act with its name, as it stands between who did it and to what."""
    return {
        "kept": _("kept"),
        "released": _("let onto the page"),
        "hidden": _("hid"),
        "deleted": _("deleted"),
        "restored": _("put back"),
        "edited": _("edited"),
        "merged": _("merged into another question"),
        "unmerged": _("took out of another question"),
        "suspended": _("suspended"),
        "silenced": _("silenced"),
        "lifted": _("lifted the sanction of"),
        "roles": _("changed the roles of"),
        "disabled": _("closed the account of"),
        "enabled": _("opened the account of"),
        "group": _("changed the group"),
        "membership": _("changed who is in the group"),
        "space": _("changed the space"),
        "guest_named": _("asked to be guest staff:"),
        "guest_accepted": _("agreed to be guest staff:"),
        "guest_declined": _("declined to be guest staff:"),
        "guest_ended": _("ended the guest role of"),
        "guest_replied": _("replied as guest staff in"),
        "guest_official": _("made official, as guest staff, an answer in"),
        "guest_unofficial": _("took back, as guest staff, an official mark in"),
        "votes": _("decided whether the votes count of"),
        "level": _("changed the trust level of"),
        "size": _("chose the thresholds of"),
    }


@blueprint.get("/moderation/log")
def log() -> ResponseReturnValue:
    """List what moderators and administrators did."""
    viewer, names = current_viewer(), act_names()
    act = request.args.get("act", "")
    who = one_line(request.args.get("who", ""))[:60]
    entries, pager = log_page(viewer, act if act in names else "", who, request.args.get("page"))
    page = render_template(
        "moderation/log.html",
        entries=entries,
        pager=pager,
        acts=[("", _("Everything")), *names.items()],
        act=act,
        who=who,
        current="moderation",
    )
    return Response(page, headers={"Cache-Control": "no-store"})


def log_page(viewer: Viewer, act: str, who: str, after: str | None) -> tuple[list[dict[str, Any]], dict[str, Any]]:
    """Return one page of the log, the latest first, and its pager: one statement. Raises CursorError."""
    cursor = Cursor.decode(after, 1) if after else None
    rows = read(LATEST.apply(_entries(viewer, act, who), cursor, PAGE), {"viewer_id": viewer.id}).all()
    page = page_of(rows, cursor, PAGE, lambda row: (row.id,))
    return [_shown(row) for row in page.rows], page.links(url_for("audit.log", act=act or None, who=who or None))


def _entries(viewer: Viewer, act: str, who: str) -> Select[*tuple[Any, ...]]:
    actor, target, root = _named("actor"), _named("target"), Contribution.__table__.alias("root")
    statement = (
        select(
            AuditEntry.id,
            AuditEntry.act,
            AuditEntry.reason,
            AuditEntry.details,
            AuditEntry.created_at,
            AuditEntry.actor_id,
            actor.c.name.label("actor_name"),
            AuditEntry.member_id,
            target.c.name.label("member_name"),
            AuditEntry.contribution_id,
            func.coalesce(Contribution.title, root.c.title).label("title"),
            Space.slug.label("space_slug"),
            Space.name.label("space_name"),
            AuditEntry.group_id,
            Group.name.label("group_name"),
        )
        .outerjoin(actor, actor.c.id == AuditEntry.actor_id)
        .outerjoin(target, target.c.id == AuditEntry.member_id)
        .outerjoin(Contribution, and_(Contribution.id == AuditEntry.contribution_id, visible_to(viewer)))
        .outerjoin(root, root.c.id == Contribution.thread_id)
        .outerjoin(Space, and_(Space.id == AuditEntry.space_id, readable_by(viewer)))
        .outerjoin(Group, Group.id == AuditEntry.group_id)
        .where(_open_to(viewer))
    )
    if act:
        statement = statement.where(AuditEntry.act == act)
    if who:
        begins = [func.lower(table.c.name).startswith(who.lower(), autoescape=True) for table in (actor, target)]
        statement = statement.where(or_(*begins))
    return statement


def _open_to(viewer: Viewer) -> ColumnElement[bool]:
    """Acts on what the viewer may see; groups are the administrators' own affair."""
    if viewer.standing.administrator:
        return true()
    seen = or_(AuditEntry.contribution_id.is_(None), Contribution.id.is_not(None))
    entered = or_(AuditEntry.space_id.is_(None), Space.id.is_not(None))
    return and_(seen, entered, AuditEntry.group_id.is_(None))


def _named(name: str) -> Any:
    return Member.__table__.alias(name)


def _shown(row: Row[Any]) -> dict[str, Any]:
    until = row.details.get("until")
    return {
        "act": act_names().get(row.act, row.act),
        "actor": row.actor_name or _("A former member"),
        "actor_url": f"/members/{row.actor_id}",
        "target": _target(row),
        "of": row.member_name if row.contribution_id is not None else None,
        "of_url": f"/members/{row.member_id}",
        "reason": row.reason,
        "until": full_time(parse_time(until)) if until else "",
        "iso": iso(row.created_at),
        "ago": ago(row.created_at),
        "full": full_time(row.created_at),
    }


def _target(row: Row[Any]) -> tuple[str, str]:
    """Return the text and the address of what was acted on."""
    if row.contribution_id is not None:
        return row.title or _("a post that is gone"), f"/contributions/{row.contribution_id}"
    if row.space_slug is not None:
        return row.space_name, f"/spaces/{row.space_slug}"
    if row.group_id is not None:
        return row.group_name or _("a group that is gone"), f"/groups/{row.group_id}"
    if row.act == "size":
        return _("the community"), "/community/size"
    return row.member_name or _("A former member"), f"/members/{row.member_id}"

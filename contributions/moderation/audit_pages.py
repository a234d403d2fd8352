"""The page of the log: who of the moderators and administrators did what, to whom, when and why."""

from typing import Any

from flask import Blueprint, Response, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import Row

from accounts.guard import current_viewer
from contributions.moderation.audit_log import entries_page
from contributions.schemas import one_line
from core.clock import parse_time
from core.pages import ago, full_time, iso
from core.translation import gettext as _

blueprint = Blueprint("audit", __name__)


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
        "ring": _("decided about accounts that seem to vote as one"),
        "behalf": _("voted in the name of a customer:"),
        "size": _("chose the thresholds of"),
    }


@blueprint.get("/moderation/log")
def log() -> ResponseReturnValue:
    """List what moderators and administrators did."""
    viewer, names = current_viewer(), act_names()
    act = request.args.get("act", "")
    who = one_line(request.args.get("who", ""))[:60]
    found = entries_page(viewer, act if act in names else "", who, request.args.get("page"))
    page = render_template(
        "moderation/log.html",
        entries=[_shown(row) for row in found.rows],
        pager=found.links(url_for("audit.log", act=act or None, who=who or None)),
        acts=[("", _("Everything")), *names.items()],
        act=act,
        who=who,
        current="moderation",
    )
    return Response(page, headers={"Cache-Control": "no-store"})


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

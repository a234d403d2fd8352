"""The public pages of members: the list, and one page for each."""

from flask import Blueprint, Flask, render_template, request, url_for
from flask.typing import ResponseReturnValue

from accounts.guard import current_viewer
from accounts.people import level_names, person
from accounts.queries import member_shown, members
from accounts.schemas import one_line
from core.markup import as_markup
from core.pages import places, same_for_everyone
from core.paging import Cursor

blueprint = Blueprint("accounts", __name__)


def register(app: Flask) -> None:
    """Open the pages."""
    app.register_blueprint(blueprint)


@blueprint.get("/members", endpoint="members")
def list_members() -> ResponseReturnValue:
    """List members, the newest first."""
    if not current_viewer().signed_in:
        same_for_everyone()
    name = one_line(request.args.get("name", ""))[:60]
    key = request.args.get("page")
    page = members(Cursor.decode(key, 2) if key else None, name)
    base = url_for("accounts.members", name=name or None)
    rows = [
        (person(entry.id, entry.name, entry.roles, entry.reputation, entry.trust_level), entry) for entry in page.rows
    ]
    return render_template("accounts/members.html", rows=rows, name=name, pager=page.links(base), current="members")


@blueprint.get("/members/<int:member_id>")
def profile(member_id: int) -> ResponseReturnValue:
    """Show what a member tells of themselves, and what they did in each room."""
    viewer = current_viewer()
    if not viewer.signed_in:
        same_for_everyone()
    member = member_shown(member_id)
    if member.erased_at is not None:
        return render_template("accounts/erased.html", current="members"), 410
    panels = [panel for provider in places().of("profile") for panel in provider(viewer, member)]
    return render_template(
        "accounts/profile_page.html",
        member=member,
        shown=person(member.id, member.name, member.roles_held, member.reputation, member.trust_level),
        level=level_names()[member.trust_level],
        about=as_markup(member.about_html),
        panels=panels,
        own=viewer.id == member.id,
        current="members",
    )

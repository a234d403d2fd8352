"""Where administrators keep groups."""

from flask import Blueprint, Flask, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from accounts import grouping
from accounts.fields import attempt
from accounts.guard import current_viewer
from accounts.schemas import GroupDraft, Whom
from accounts.security_pages import keep_private, read

blueprint = Blueprint("groups", __name__, url_prefix="/groups")
blueprint.after_request(keep_private)


def register(app: Flask) -> None:
    """Open the pages."""
    app.register_blueprint(blueprint)


@blueprint.route("", methods=["GET", "POST"])
def groups() -> ResponseReturnValue:
    """List the groups, and create one."""
    form = attempt(read(GroupDraft), lambda draft: grouping.create_group(current_viewer(), draft))
    if form.draft:
        return redirect(url_for("groups.groups"), 303)
    page = render_template("accounts/groups.html", groups=grouping.groups(), form=form)
    return page, 422 if form.errors else 200


@blueprint.route("/<int:group_id>", methods=["GET", "POST"])
def group(group_id: int) -> ResponseReturnValue:
    """Show who belongs to a group, and add a member."""
    found = grouping.group_of(group_id)
    form = attempt(read(Whom), lambda draft: grouping.add_to_group(current_viewer(), found, draft))
    if form.draft:
        return redirect(url_for("groups.group", group_id=group_id), 303)
    page = render_template("accounts/group.html", group=found, rows=grouping.members_of(found), form=form)
    return page, 422 if form.errors else 200


@blueprint.post("/<int:group_id>/remove/<int:member_id>")
def remove(group_id: int, member_id: int) -> ResponseReturnValue:
    """Take a member out of a group."""
    grouping.remove_from_group(current_viewer(), grouping.group_of(group_id), member_id)
    return redirect(url_for("groups.group", group_id=group_id), 303)

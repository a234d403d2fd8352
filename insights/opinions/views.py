"""Addresses of groups of opinion."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from accounts.guard import current_viewer
from core.translation import ngettext
from insights.opinions.pages import conversation_page, named, why_none
from insights.opinions.reading import set_for, sets_for

blueprint = Blueprint("opinions", __name__, url_prefix="/insights/groups")


@blueprint.get("")
def conversations() -> ResponseReturnValue:
    """List what was voted on, with the number of groups that were found."""
    rows = [
        {
            "name": named(one),
            "url": f"/insights/groups/{one.key}" if one.groups else one.url,
            "people": ngettext("%(num)s person", "%(num)s people", one.people),
            "says": ngettext("%(num)s group", "%(num)s groups", one.groups) if one.groups else why_none(one.reason),
        }
        for one in sets_for(current_viewer())
    ]
    return render_template("insights/opinions/conversations.html", rows=rows)


@blueprint.get("/<key>")
def conversation(key: str) -> ResponseReturnValue:
    """Show who votes alike, what each group stands for, and what all want."""
    viewer = current_viewer()
    return render_template("insights/opinions/conversation.html", **conversation_page(viewer, set_for(viewer, key)))

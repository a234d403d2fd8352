"""Where administrators see every threshold, and choose which hold."""

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from accounts.guard import current_viewer
from accounts.people import level_names
from contributions.reputation import choosing
from contributions.reputation.sizes import Size, size_names
from contributions.trust.levels import BARS
from contributions.trust.settling import chosen_size
from contributions.trust.showing import figure_names
from core.forms import Schema, read_form
from core.translation import gettext as _

blueprint = Blueprint("size", __name__, url_prefix="/community/size")


class Choice(Schema):
    """Which thresholds shall hold."""

    size: Size


@blueprint.route("", methods=["GET", "POST"])
def choose() -> ResponseReturnValue:
    """Show the thresholds of each size and what another would change, and take a choice."""
    if request.method == "POST":
        return _chosen()
    now, asked = chosen_size(), request.args.get("size", "")
    then = Size(asked) if asked in set(Size) and asked != now else None
    changes = choosing.changes_for(now, then) if then else []
    page = render_template(
        "contributions/size.html",
        sizes=size_names(),
        now=now,
        then=then,
        privileges=choosing.thresholds_with_counts(),
        levels=_levels(),
        level_names=level_names(),
        changes=changes[: choosing.NAMED],
        changed=len(changes),
        looked_at=choosing.LOOKED_AT,
    )
    return Response(page, headers={"Cache-Control": "no-store"})


def _chosen() -> ResponseReturnValue:
    form = read_form(Choice)
    if form.draft is None:
        flash(_("Please choose one."), "careful")
        return redirect(url_for("size.choose"), 303)
    choosing.choose_size(current_viewer(), form.draft.size)
    flash(_("These thresholds hold from now on."), "success")
    return redirect(url_for("size.choose"), 303)


def _levels() -> list[tuple[str, list[tuple[str, list[int]]]]]:
    """Return the bars of each level, each with what it takes in each size."""
    names, levels = figure_names(), level_names()
    return [
        (levels[level], [(names[figure], [BARS[size][level][figure] for size in Size]) for figure in bars])
        for level, bars in BARS[Size.LARGE].items()
    ]

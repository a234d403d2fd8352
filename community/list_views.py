"""Addresses of the forum's lists: questions, discussions, tags and spaces."""

from typing import Any

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue

from accounts.guard import current_viewer
from community.pages import cards_page, popular_tags, spaces_aside
from community.queries import LISTS
from community.views import blueprint
from contributions.addresses import tag_address
from contributions.lists import RARE, Filter
from contributions.plain_lists import threads_page
from contributions.policies import may_open_thread
from contributions.queries import space_named, spaces_of
from contributions.tag_pages import suggested_tags, tag_for, tags_page
from core.pages import same_for_everyone
from core.translation import gettext as _

__all__ = ["blueprint"]


def order_tabs(base: str, order: str) -> list[dict[str, Any]]:
    """Return the orders of a list of questions as tabs."""
    names = {"newest": _("Newest"), "active": _("Active"), "hot": _("Hot"), "unanswered": _("Unanswered")}
    return [{"url": f"{base}?order={key}", "text": text, "current": key == order} for key, text in names.items()]


def chosen_order() -> str:
    """Return the order that the address names, the newest first otherwise."""
    order = request.args.get("order", "newest")
    return order if order in LISTS else "newest"


def show_questions(
    base: str, heading: str, lead: str, chosen: Filter, feed_url: str, **more: Any
) -> ResponseReturnValue:
    """Render one page of a list of questions."""
    viewer, order = current_viewer(), chosen_order()
    cards, pager = cards_page(viewer, order, chosen, request.args.get("page"), f"{base}?order={order}")
    if not viewer.signed_in:
        same_for_everyone()
    return render_template(
        "community/questions.html",
        current="questions",
        heading=heading,
        lead=lead,
        cards=cards,
        pager=pager,
        order=order,
        orders=order_tabs(base, order),
        feed_url=feed_url,
        ask_url=url_for("community.ask", **more),
        spaces=spaces_aside(viewer, chosen.space),
        tags=popular_tags(),
        empty_reason="unanswered" if order == "unanswered" else None,
    )


@blueprint.get("/questions")
def questions() -> ResponseReturnValue:
    """List all questions."""
    return show_questions("/questions", _("Questions"), "", Filter(), "/feed.atom")


@blueprint.get("/spaces")
def spaces() -> ResponseReturnValue:
    """List the spaces."""
    viewer = current_viewer()
    if not viewer.signed_in:
        same_for_everyone()
    return render_template("community/spaces.html", spaces=spaces_of(viewer))


@blueprint.get("/spaces/<slug>")
def space(slug: str) -> ResponseReturnValue:
    """List what is asked in a space."""
    viewer = current_viewer()
    found = space_named(viewer, slug)
    more = {"space": found.id} if may_open_thread(viewer, found) or not viewer.signed_in else {}
    chosen, feed_url = Filter(space=found.id), url_for("publishing.feed", space=slug)
    return show_questions(f"/spaces/{slug}", found.name, found.description, chosen, feed_url, **more)


@blueprint.get("/tags")
def tags() -> ResponseReturnValue:
    """List the tags."""
    if not current_viewer().signed_in:
        same_for_everyone()
    text = request.args.get("q", "").strip()
    return render_template(
        "community/tags.html", current="tags", text=text, **tags_page(text, request.args.get("page"))
    )


@blueprint.get("/tags/suggest")
def suggest_tags() -> ResponseReturnValue:
    """Offer tags that begin with what has been typed, as JSON."""
    return [{"name": tag.name, "count": tag.public_count} for tag in suggested_tags(request.args.get("q", ""))]


@blueprint.get("/tags/<name>")
def tag(name: str) -> ResponseReturnValue:
    """List what carries a tag."""
    found = tag_for(current_viewer(), name)
    return show_questions(
        tag_address(found.name),
        found.name,
        found.description,
        Filter(tag=found.id, rare=found.public_count < RARE),
        url_for("publishing.feed", tag=found.name),
        tags=found.name,
    )


@blueprint.get("/discussions")
def discussions() -> ResponseReturnValue:
    """List all discussions."""
    viewer = current_viewer()
    if not viewer.signed_in:
        same_for_everyone()
    page = threads_page(viewer, "discussion", "active", request.args.get("page"), "/discussions")
    return render_template("community/discussions.html", current="questions", spaces=spaces_aside(viewer), **page)

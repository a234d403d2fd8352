"""Addresses of what programs fetch: feeds, the site map, and the rules for robots."""

from flask import Blueprint, Response, current_app, render_template, request
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import NotFound

from contributions.publishing import feeds, sitemap
from core.pages import same_for_everyone

blueprint = Blueprint("publishing", __name__)
CLOSED_TO_ROBOTS = ("/account", "/drafts", "/login", "/notifications", "/register", "/reset", "/search")


def _answer(template: str, mimetype: str, **shown: object) -> Response:
    same_for_everyone()
    base = current_app.extensions["settings"].base_url
    return Response(render_template(template, base=base, **shown), content_type=f"{mimetype}; charset=utf-8")


@blueprint.get("/feed.atom")
def feed() -> ResponseReturnValue:
    """Give the newest as an Atom feed, whoever asks as one who is not signed in."""
    shown = feeds.entries(feeds.Chosen.of(request.args))
    return _answer(
        "contributions/publishing/feed.xml",
        "application/atom+xml",
        entries=shown,
        updated=feeds.updated(shown),
        itself=request.full_path.rstrip("?"),
    )


@blueprint.get("/sitemap.xml")
def index() -> ResponseReturnValue:
    """Name the parts of the site map."""
    return _answer("contributions/publishing/parts.xml", "application/xml", parts=sitemap.parts())


@blueprint.get("/sitemap/<int:number>.xml")
def part(number: int) -> ResponseReturnValue:
    """Give one part of the site map. Beyond the last there is none."""
    threads = sitemap.threads_of_part(number)
    if not threads and not 1 <= number <= sitemap.parts():
        raise NotFound
    lists = sitemap.LISTS if number == 1 else ()
    return _answer("contributions/publishing/part.xml", "application/xml", lists=lists, threads=threads)


@blueprint.get("/robots.txt")
def robots() -> ResponseReturnValue:
    """Tell robots where the site map is, and what is of no use to them."""
    lines = ["User-agent: *", *(f"Disallow: {path}" for path in CLOSED_TO_ROBOTS)]
    lines.append(f"Sitemap: {current_app.extensions['settings'].base_url}/sitemap.xml")
    same_for_everyone()
    return Response("\n".join([*lines, ""]), content_type="text/plain; charset=utf-8")

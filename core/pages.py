"""What every page has: the site's name, the viewer, dates and numbers in words, and the places that rooms fill."""

import gzip
from collections.abc import Callable
from typing import Any

from flask import Flask, Response, current_app, redirect, request
from jinja2.environment import Template, TemplateModule
from jinja2.runtime import Context

from core import fragments, page_cache, times
from core.database import db
from core.jobs import jobs_of
from core.settings import Settings
from core.times import ago, calendar_day, full_time, iso, short_number
from core.translation import lazy_gettext as _
from core.translation import spoken_to_strangers
from core.view_counter import ViewCounter, view_counter

SMALLEST_PACKED = 1000


class Places:
    """Lets each room put something on pages that several rooms share, such as home, a profile or a search result."""

    def __init__(self) -> None:
        self.filled: dict[str, list[Callable[..., Any]]] = {}

    def fill(self, place: str, provider: Callable[..., Any]) -> None:
        """Put a provider in a place."""
        self.filled.setdefault(place, []).append(provider)

    def of(self, place: str) -> list[Callable[..., Any]]:
        """Return the providers of a place, in the order in which the rooms were opened."""
        return self.filled.get(place, [])


class PageTemplate(Template):
    """A template that imports macros at once: pages add no globals, so there are none to look for at each import."""

    def _get_default_module(self, ctx: Context | None = None) -> TemplateModule:
        return super()._get_default_module()


def register(app: Flask, settings: Settings) -> None:
    """Give every template what it needs, and keep pages of signed-out readers."""
    app.extensions["places"] = Places()
    fragments.register(app)
    app.jinja_env.template_class = PageTemplate
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    tagline = settings.site_tagline or _("Ask, answer, shape what comes next")
    app.jinja_env.globals.update(site={"name": settings.site_name, "tagline": tagline})
    times.register(app)
    app.context_processor(lambda: {"current": "", "canonical": settings.base_url + request.path})
    app.after_request(_pack)
    app.extensions["view counter"] = ViewCounter(jobs_of(app))
    if settings.page_cache == "on":
        with app.app_context():
            count = view_counter(app).count
            cache = page_cache.PageCache(app.wsgi_app, db.engine, own_cookies(app), spoken_to_strangers(app), count)
        app.wsgi_app = cache  # type: ignore[method-assign,assignment]


def own_cookies(app: Flask) -> list[str]:
    """Return the names of the cookies that make a page somebody's own; a room that has such a cookie adds its name."""
    names: list[str] = app.extensions.setdefault("own cookies", [app.config["SESSION_COOKIE_NAME"]])
    return names


def _pack(response: Response) -> Response:
    """Send text packed to whoever can unpack it; quickly, since what many read is packed well and kept elsewhere."""
    text = response.mimetype in {"text/html", "application/json"} and not response.is_streamed
    if (
        not text
        or page_cache.CACHEABLE in request.environ
        or "Content-Encoding" in response.headers
        or "gzip" not in request.headers.get("Accept-Encoding", "")
    ):
        return response
    body = response.get_data()
    response.vary.add("Accept-Encoding")
    if len(body) > SMALLEST_PACKED:
        response.set_data(gzip.compress(body, 1, mtime=0))
        response.headers["Content-Encoding"] = "gzip"
    return response


def places() -> Places:
    """Return the places of the current application."""
    filled: Places = current_app.extensions["places"]
    return filled


def same_for_everyone() -> None:
    """Say that the page under way holds nothing of the reader, so that it may be kept for other signed-out readers."""
    request.environ[page_cache.CACHEABLE] = True


def moved(url: str) -> Response:
    """Lead for good to the address at which a page stands now, with the query that came along."""
    query = request.query_string.decode(errors="replace")
    return redirect(f"{url}?{query}" if query else url, 301)  # type: ignore[return-value]


def viewed(contribution_id: int) -> None:
    """Count a view of what the page under way shows; nothing is written now."""
    request.environ[page_cache.VIEWED] = contribution_id
    view_counter(current_app).count(contribution_id)


__all__ = [
    "PageTemplate",
    "Places",
    "ago",
    "calendar_day",
    "full_time",
    "iso",
    "moved",
    "own_cookies",
    "places",
    "same_for_everyone",
    "short_number",
    "viewed",
]

"""What every page has: the site's name, the viewer, dates and numbers in words, and the places that rooms fill."""

import gzip
from collections.abc import Callable
from datetime import date, datetime
from functools import lru_cache
from typing import Any

from babel import dates
from flask import Flask, Response, current_app, redirect, request
from jinja2.environment import Template, TemplateModule
from jinja2.runtime import Context

from core import fragments, page_cache
from core.clock import now
from core.database import db
from core.jobs import jobs_of
from core.settings import Settings
from core.translation import gettext as _
from core.translation import locale, ngettext
from core.view_counter import ViewCounter, view_counter

SMALLEST_PACKED = 1000
MINUTE, HOUR, DAY = 60, 3600, 86400


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
    app.jinja_env.globals.update(site={"name": settings.site_name, "tagline": settings.site_tagline})
    app.jinja_env.filters.update(ago=ago, moment=full_time, iso=iso, day=calendar_day, number=short_number)
    app.context_processor(lambda: {"current": "", "canonical": settings.base_url + request.path})
    app.after_request(_pack)
    app.extensions["view counter"] = ViewCounter(jobs_of(app))
    if settings.page_cache == "on":
        cookie = app.config["SESSION_COOKIE_NAME"]
        with app.app_context():
            cache = page_cache.PageCache(app.wsgi_app, db.engine, cookie, view_counter(app).count)
        app.wsgi_app = cache  # type: ignore[method-assign,assignment]


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


def ago(moment: datetime) -> str:
    """Say how long ago a moment was, in words; past a month, say the day."""
    seconds = max(0, int((now() - moment).total_seconds()))
    if seconds < MINUTE:
        return _("just now")
    if seconds < HOUR:
        return ngettext("%(num)s minute ago", "%(num)s minutes ago", seconds // MINUTE)
    if seconds < DAY:
        return ngettext("%(num)s hour ago", "%(num)s hours ago", seconds // HOUR)
    if seconds < 30 * DAY:
        return ngettext("%(num)s day ago", "%(num)s days ago", seconds // DAY)
    return _day(moment.date(), locale())


@lru_cache(maxsize=4096)
def _day(day: date, language: str, form: str = "d MMM yyyy") -> str:
    return dates.format_date(day, form, locale=language)


def iso(moment: datetime) -> str:
    """Write a moment for the datetime attribute."""
    return f"{moment.isoformat()[:19]}Z"


def full_time(moment: datetime) -> str:
    """Write a moment in full, in the reader's language."""
    return f"{_day(moment.date(), locale(), 'd MMMM yyyy')}, {moment.hour:02}:{moment.minute:02} UTC"


def calendar_day(moment: datetime) -> str:
    """Write the day of a moment, in the reader's language."""
    return _day(moment.date(), locale())


def short_number(value: int) -> str:
    """Write a number in at most four characters: 999, 1.2k, 34k, 1.1M."""
    size = abs(value)
    if size < 1000:
        return str(value)
    if size < 10_000:
        return f"{value / 1000:.1f}k".replace(".0k", "k")
    return f"{value // 1000}k" if size < 1_000_000 else f"{value / 1_000_000:.1f}M"

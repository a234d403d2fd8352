"""The search page."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import func, select

from accounts.guard import current_viewer
from accounts.people import Person, person
from accounts.viewers import Viewer
from contributions.kinds import KINDS
from contributions.models import Space
from contributions.posts import Link, tag_links
from contributions.searching import Found, find
from contributions.visibility import readable_by
from core.database import read
from core.limits import throttle
from core.markup import plain_text
from core.pages import ago, full_time, iso, same_for_everyone
from core.search import QueryError, SearchQuery, parse_query, snippet

blueprint = Blueprint("search", __name__)
PAGE = 20


@dataclass(frozen=True, slots=True)
class Result:
    """One thing that was found, as the page shows it."""

    id: int
    kind: str
    title: str
    url: str
    snippet: Sequence[tuple[str, bool]]
    tags: Sequence[Link]
    space: str
    score: int | None
    author: Person | None
    created_iso: str
    created_text: str
    created_full: str


@blueprint.get("/search")
def search() -> ResponseReturnValue:
    """Search, or explain how to."""
    text = _asked()
    viewer = current_viewer()
    if not text:
        if not viewer.signed_in:
            same_for_everyone()
        return render_template("contributions/search.html", query="", results=None, found=None, problem="")
    throttle("search")
    try:
        query = understood(viewer, text)
    except QueryError as error:
        return render_template(
            "contributions/search.html", query=text, results=None, found=None, problem=str(error)
        ), 422
    if query.text != text and query.text and not query.notes:
        return redirect(url_for("search.search", q=query.text, page=request.args.get("page")), 302)
    found = find(viewer, query, PAGE, request.args.get("page") or None)
    return render_template(
        "contributions/search.html",
        query=query.text,
        found=found,
        results=results_of(found),
        next_url=url_for("search.search", q=query.text, page=found.page.after) if found.page.after else None,
        corrected_url=url_for("search.search", q=found.page.suggestion) if found.page.suggestion else None,
        problem="",
    )


def _asked() -> str:
    """Return what is searched for; the search field of a thread adds the thread it stands in."""
    text, thread = request.args.get("q", "").strip(), request.args.get("thread", "")
    return f"{text} thread:{thread}" if text and thread.isdecimal() else text


def understood(viewer: Viewer, text: str) -> SearchQuery:
    """Read a query, with `space:` turned into the spaces of that name that the viewer may read. Raises QueryError."""
    query = parse_query(text)
    names = {value.casefold() for value in query.values("space") + query.values("space", excluded=True)}
    if not names:
        return query
    named = func.lower(Space.name).in_(names) | Space.slug.in_(names)
    rows = read(select(Space.id, Space.name, Space.slug).where(named, readable_by(viewer)))
    known: dict[str, list[int]] = {}
    for row in rows:
        known.setdefault(row.name.casefold(), []).append(row.id)
        known.setdefault(row.slug, []).append(row.id)
    return query.with_spaces(known)


def results_of(found: Found) -> list[Result]:
    """Make results of the rows that were found."""
    return [_result(row, found.page.searched) for row in found.rows]


def _result(row: Any, query: SearchQuery) -> Result:
    opens = row.thread_id is None
    title = row.own_title if opens else row.thread_title
    url = KINDS[row.kind].address(row.id, title) if opens else f"/contributions/{row.id}"
    return Result(
        id=row.id,
        kind=row.kind,
        title=title,
        url=url,
        snippet=snippet(plain_text(row.html), query),
        tags=tag_links(row.tags),
        space=row.space_name,
        score=row.score,
        author=person(row.author_id, row.author_name, row.author_roles),
        created_iso=iso(row.created_at),
        created_text=ago(row.created_at),
        created_full=full_time(row.created_at),
    )

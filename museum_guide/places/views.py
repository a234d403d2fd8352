"""The page of what is near: by a position that is looked at and forgotten, or by the name of a town."""

from typing import Any
from urllib.parse import urlencode

from flask import Blueprint, Response, make_response, render_template, request
from flask.typing import ResponseReturnValue
from pydantic import ValidationError

from accounts.guard import current_viewer
from accounts.viewers import Viewer
from core.forms import explain
from core.paging import PAGE, CursorError
from core.translation import gettext as _
from museum_guide.places.asking import Asked, lift_of_site, middle_of
from museum_guide.places.distances import Point
from museum_guide.places.nearby import Near, near, with_hours

blueprint = Blueprint("places", __name__)
# A map shows no more than this, and nobody walks farther down a list.
LAST_PAGE = 500


@blueprint.get("/nearby")
def nearby() -> ResponseReturnValue:
    """Show museums and places of heritage around a point or a town."""
    viewer, given = current_viewer(), request.args.to_dict()
    try:
        asked, errors = Asked.model_validate(given), dict[str, str]()
    except ValidationError as error:
        asked, errors = Asked(), explain(error)
    town = middle_of(viewer, asked.town) if asked.town and asked.lat is None else None
    centre = town[1] if town else asked.point
    shown = _found(viewer, asked, centre) if centre.on_earth else {}
    lift = lift_of_site() if viewer.standing.employee or viewer.standing.curator else None
    page = render_template(
        "museum_guide/places/nearby.html",
        current="museums",
        asked=asked,
        given=given,
        errors=errors,
        town=town[0] if town else "",
        lift=lift,
        **shown,
    )
    return _with_position(make_response(page, 422 if errors else 200))


def _found(viewer: Viewer, asked: Asked, centre: Point) -> dict[str, Any]:
    found = near(viewer, asked.around(centre))
    number = _page_number()
    begin = (number - 1) * PAGE
    links = {
        "newer_url": _address(number - 1) if number > 1 else None,
        "older_url": _address(number + 1) if begin + PAGE < len(found) and number < LAST_PAGE else None,
    }
    rows = with_hours(found[begin : begin + PAGE]) if not asked.open_today else found[begin : begin + PAGE]
    return {"rows": [card(one) for one in rows], "total": len(found), "pager": links}


def card(one: Near) -> dict[str, Any]:
    """Return a place with its words: how far it is, never more exactly than that is known, and when it is open."""
    return {
        "place": one,
        "distance": distance_in_words(one.distance_m, approximate=one.approximate),
        "lifted": one.counts_m < one.distance_m * 0.99,
        "less": round(100 * (1 - one.counts_m / one.distance_m)) if one.distance_m else 0,
        "hours": ", ".join(one.hours.spans) if one.hours and one.hours.open_today else "",
        "closed": one.hours is not None and not one.hours.open_today,
    }


def distance_in_words(metres: float, approximate: bool) -> str:
    """Return a distance as people say it; of a place that is only roughly known, rounded to half kilometres."""
    if approximate:
        half = max(0.5, round(metres / 500) / 2)
        return _("about %(km)s km, roughly", km=f"{half:g}")
    if metres < 995:
        return _("%(metres)s m", metres=round(metres / 10) * 10)
    return _("%(km)s km", km=f"{metres / 1000:.1f}")


def _page_number() -> int:
    given = request.args.get("page", "1")
    if not (given.isascii() and given.isdigit() and 1 <= int(given[:9]) <= LAST_PAGE):
        raise CursorError
    return int(given)


def _address(number: int) -> str:
    return f"/nearby?{urlencode({**request.args.to_dict(), 'page': number})}"


def _with_position(response: Response) -> Response:
    """Let this page alone ask the browser where it is, and let nobody keep the answer."""
    response.headers["Permissions-Policy"] = "camera=(), geolocation=(self), microphone=()"
    response.headers["Cache-Control"] = "no-store"
    response.headers["Referrer-Policy"] = "no-referrer"
    return response

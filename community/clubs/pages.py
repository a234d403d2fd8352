"""Puts together what the pages of owners' clubs show."""

from collections.abc import Mapping
from typing import Any, NamedTuple

from accounts.people import person
from accounts.viewers import Viewer
from community.clubs.doubting import together
from community.clubs.models import About
from community.clubs.queries import NOTES, REVIEWS, notes_page, reviewer, reviews_page, stars_of, starters, taken_down
from community.clubs.survey import own_part
from contributions.addresses import key_of
from contributions.kinds import KINDS
from contributions.products.models import Product
from core.pages import ago, full_time, iso
from core.translation import gettext as _


class ReviewList(NamedTuple):
    """How a reader wants reviews: in one of REVIEWS, and of so many stars, or all."""

    order: str = "newest"
    stars: int | None = None


def review_list(given: Mapping[str, str]) -> ReviewList:
    """Return what an address chooses; what cannot be read chooses nothing."""
    order, stars = given.get("order", ""), key_of(given.get("stars"))
    return ReviewList(order if order in REVIEWS else "newest", stars if stars in range(1, 6) else None)


def club_page(viewer: Viewer, product: Product, given: Mapping[str, str]) -> dict[str, Any]:
    """Return what the page of a club shows, the notes as an address chooses them."""
    about = About.USE if given.get("about") == About.USE else About.REASON
    order = "newest" if given.get("order") == "newest" else "best"
    page = notes_page(viewer, product, about, order, given.get("page"))
    base, own = f"/products/{product.slug}/club", own_part(viewer, product)
    return {
        "product": product,
        "is_owner": own.is_owner,
        "wave": own.wave,
        "about": about,
        "sorts": _sorts(base, about),
        "orders": _note_orders(base, about, order) if len(page.rows) > 1 or page.before else [],
        "notes": [_shown(row, viewer) for row in page.rows],
        "pager": page.links(f"{base}?about={about}&order={order}"),
        "starters": [
            {"url": KINDS[row.kind].address(row.id, row.title), "title": row.title} for row in starters(viewer, product)
        ],
        "together": together(viewer, product),
    }


def reviews_shown(viewer: Viewer, product: Product, chosen: ReviewList, page_key: str | None) -> dict[str, Any]:
    """Return what the list of reviews shows."""
    page = reviews_page(viewer, product, chosen.order, chosen.stars, page_key)
    stars = stars_of(viewer, product)
    base = f"/products/{product.slug}/reviews"
    wanted = f"&stars={chosen.stars}" if chosen.stars else ""
    return {
        "product": product,
        "rows": [_shown(row, viewer) | {"rating": row.rating} for row in page.rows],
        "pager": page.links(f"{base}?order={chosen.order}{wanted}"),
        "stars": stars,
        "bars": [
            {"stars": number, "count": stars.counts[number - 1], "url": f"{base}?stars={number}"}
            for number in range(5, 0, -1)
        ],
        "chosen": chosen,
        "orders": _review_orders(base, chosen),
        "taken_down": taken_down(viewer, product),
        "own": reviewer(viewer, product) if viewer.signed_in else None,
    }


def _shown(row: Any, viewer: Viewer) -> dict[str, Any]:
    return {
        "id": row.id,
        "url": KINDS[row.kind].address(row.id, row.title),
        "title": row.title,
        "excerpt": "" if row.body == row.title else row.excerpt,
        "score": row.score,
        "comments": row.comment_count,
        "author": person(row.author_id, row.author_name, row.author_roles),
        "votable": viewer.signed_in and row.author_id != viewer.id,
        "when": (iso(row.created_at), ago(row.created_at), full_time(row.created_at)),
    }


def _sorts(base: str, about: str) -> list[dict[str, Any]]:
    names = {About.REASON: _("Why we chose it"), About.USE: _("How we really use it")}
    return [{"url": f"{base}?about={key}", "text": text, "current": key == about} for key, text in names.items()]


def _note_orders(base: str, about: str, order: str) -> list[dict[str, Any]]:
    names = {"best": _("Best"), "newest": _("Newest")}
    return [{"url": f"{base}?about={about}&order={key}", "text": names[key], "current": key == order} for key in NOTES]


def _review_orders(base: str, chosen: ReviewList) -> list[dict[str, Any]]:
    names = {"newest": _("Newest"), "lowest": _("Lowest first"), "highest": _("Highest first")}
    wanted = f"&stars={chosen.stars}" if chosen.stars else ""
    return [
        {"url": f"{base}?order={key}{wanted}", "text": names[key], "current": key == chosen.order} for key in REVIEWS
    ]

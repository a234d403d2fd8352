"""Puts together what the page of a product shows."""

from typing import Any

from accounts.people import person
from accounts.viewers import Viewer
from community.owners.queries import owners_shown
from community.products.queries import around, still_sold, tag_and_owners, top_questions
from contributions.products.models import Product
from core.clock import now
from core.markup import as_markup


def product_page(viewer: Viewer, product: Product) -> dict[str, Any]:
    """Return what the page of a product shows, in at most six statements."""
    near = around(viewer, product)
    tag, owners = tag_and_owners(product)
    solved, waiting = top_questions(viewer, product)
    return {
        "product": product,
        "html": as_markup(product.html),
        "tag": tag,
        "before": near.before,
        "after": near.after,
        "sold": still_sold(product.sold_until, now()),
        "owners": owners,
        "shown": [person(row.id, row.name, row.roles) for row in owners_shown(product)],
        "solved": solved,
        "waiting": waiting,
    }

"""Lists of threads and single ones, for the rooms that have kinds of them."""

from typing import Annotated, Any, Literal

from pydantic import Field

from accounts.api.shapes import Listing
from accounts.viewers import Viewer
from contributions.api.shapes import cards_of, thread_of
from contributions.lists import Filter, fetch_page, limits_of, list_statement
from contributions.narrowing import narrowed
from contributions.products.threads import product_for
from contributions.thread_pages import thread_row
from core.database import LARGEST_KEY


class ThreadListing(Listing):
    """Which threads are wanted: in an order, under a tag, in a space (the word in its address), about a product."""

    order: Literal["newest", "active", "hot"] = "newest"
    tag: Annotated[str, Field(max_length=60)] = ""
    space: Annotated[str, Field(max_length=100)] = ""
    product: Annotated[int, Field(ge=0, le=LARGEST_KEY, description="Its number; 0 for any.")] = 0

    def chosen(self, viewer: Viewer) -> Filter:
        """Return what the list is limited to: up to three statements. Raises NotFound for what cannot be seen."""
        chosen = narrowed(viewer, space=self.space, tag=self.tag)
        return chosen._replace(product=product_for(viewer, self.product).id) if self.product else chosen


def threads(viewer: Viewer, kind: str, asked: ThreadListing) -> tuple[list[dict[str, Any]], str | None]:
    """Return the fields of the cards of one page of threads of a kind, and the key of the next page."""
    chosen = asked.chosen(viewer)
    statement = list_statement(viewer.standing, kind, asked.order, limits_of(chosen))
    page = fetch_page(statement, viewer, asked.order, chosen, asked.cursor(2), asked.limit)
    return cards_of(page.rows), page.after


def thread(viewer: Viewer, kind: str, number: int) -> dict[str, Any]:
    """Return the fields of one thread of a kind. Raises NotFound."""
    return thread_of(viewer, thread_row(viewer, kind, number))

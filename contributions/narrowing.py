"""What the words of an address limit a list of threads to."""

from accounts.viewers import Viewer
from contributions.lists import RARE, Filter
from contributions.products.threads import product_named
from contributions.queries import space_named
from contributions.tag_pages import tag_for


def narrowed(viewer: Viewer, *, space: str = "", tag: str = "", product: str = "") -> Filter:
    """Return the filter for a space, a tag and a product by name: a statement for each that is named.

    Raises NotFound for what the viewer may not know of.
    """
    found = tag_for(viewer, tag) if tag else None
    return Filter(
        space=space_named(viewer, space).id if space else None,
        tag=found.id if found else None,
        rare=found is not None and found.public_count < RARE,
        product=product_named(viewer, product).id if product else None,
    )

"""Operations about products, their reviews, and owning one."""

from datetime import datetime
from typing import Annotated, Any, Literal

from pydantic import Field

from accounts.api.answering import Invalid
from accounts.api.identifying import base_url, ids_of
from accounts.api.operations import Section
from accounts.api.shapes import Answered, Listed, Listing, MemberNamed, Number, PublicId, onward
from accounts.fields import FieldRefused
from accounts.models import Member
from accounts.viewers import Viewer
from community.clubs.queries import reviews_page, stars_of
from community.clubs.schemas import ReviewDraft
from community.clubs.writing import review_product
from community.owners.claiming import claim, own_ownership
from community.owners.models import Ownership
from community.owners.queries import owners_by_product
from community.owners.schemas import ClaimDraft
from community.products.queries import around, products_page, still_sold, tag_and_owners
from contributions.api.shapes import Hypertext, Written, author_of, permalink, written
from contributions.models import Contribution
from contributions.products.models import Product
from contributions.products.threads import product_for
from core.clock import now

section = Section("Products")


class ProductCard(Answered):
    """A product in a list. `owners` counts those whose purchase is verified."""

    number: Number
    name: str
    purpose: str
    url: str
    sold: bool
    owners: int


class ProductNamed(Answered):
    """A product, by name."""

    number: Number
    name: str


class ProductShown(ProductCard):
    """A product. `stars` counts the reviews with one to five stars; `before` and `after` are the models around it."""

    html: Hypertext
    tag: str
    stars: list[int]
    sold_since: datetime | None
    sold_until: datetime | None
    before: ProductNamed | None
    after: ProductNamed | None


class ReviewListing(Listing):
    """Which reviews are wanted: in an order, and of so many stars (0 for all)."""

    order: Literal["newest", "lowest", "highest"] = "newest"
    stars: Annotated[int, Field(ge=0, le=5)] = 0


class ReviewShown(Answered):
    """What a verified owner thinks of a product."""

    number: Number
    id: PublicId
    url: str
    rating: int
    title: str
    body: Annotated[str, Field(description="Markdown.")]
    author: MemberNamed | None
    created: datetime
    score: int
    comments: int


class OwnershipShown(Answered):
    """Whether the caller owns a product: `state` is none, claimed or verified."""

    product: Number
    state: str
    claimed: datetime | None
    verified: datetime | None


@section.add("GET", "/products", Listed[ProductCard], scope=None, asks=Listing)
def products(viewer: Viewer, asked: Listing) -> Listed[ProductCard]:
    """List products, the newest first; the questions about one are listed by `/questions?product=`."""
    page = products_page(viewer, asked.after or None, asked.limit)
    owners = owners_by_product([row.id for row in page.rows])
    return Listed(**onward(page, [ProductCard(**_card(row, owners.get(row.id, 0))) for row in page.rows]))


@section.add("GET", "/products/<int:number>", ProductShown, scope=None)
def product(viewer: Viewer, number: int) -> ProductShown:
    """Show one product."""
    found = product_for(viewer, number)
    tag, owners = tag_and_owners(found)
    near = around(viewer, found)
    return ProductShown(
        **_card(found, owners),
        html=found.html,
        tag=tag,
        stars=list(stars_of(viewer, found).counts),
        sold_since=found.sold_since,
        sold_until=found.sold_until,
        before=_named(near.before),
        after=_named(near.after),
    )


@section.add("GET", "/products/<int:number>/reviews", Listed[ReviewShown], scope=None, asks=ReviewListing)
def reviews(viewer: Viewer, number: int, asked: ReviewListing) -> Listed[ReviewShown]:
    """List the reviews of a product."""
    found = product_for(viewer, number)
    page = reviews_page(viewer, found, asked.order, asked.stars or None, asked.after or None, asked.limit)
    ids = ids_of(Contribution, [row.id for row in page.rows])
    people = ids_of(Member, [row.author_id for row in page.rows])
    return Listed(**onward(page, [_review(row, ids, people) for row in page.rows]))


@section.add("PUT", "/products/<int:number>/review", Written, takes=ReviewDraft, limit="post")
def review(viewer: Viewer, number: int, draft: ReviewDraft) -> Written:
    """Review a product that one owns, or change one's review of it."""
    return written(review_product(viewer, product_for(viewer, number), draft))


@section.add("GET", "/products/<int:number>/ownership", OwnershipShown)
def ownership(viewer: Viewer, number: int) -> OwnershipShown:
    """Say whether the caller is known as an owner of a product."""
    found = product_for(viewer, number)
    return _ownership(found, own_ownership(viewer, found))


@section.add("POST", "/products/<int:number>/ownership", OwnershipShown, takes=ClaimDraft, limit="claim")
def claim_product(viewer: Viewer, number: int, draft: ClaimDraft) -> OwnershipShown:
    """Claim a product: with a code it is verified at once, with other proof staff looks at it."""
    found = product_for(viewer, number)
    try:
        return _ownership(found, claim(viewer, found, draft))
    except FieldRefused as refusal:
        raise Invalid({refusal.field: str(refusal)}) from None


def _card(row: Any, owners: int) -> dict[str, Any]:
    return {
        "number": row.id,
        "name": row.name,
        "purpose": row.purpose,
        "url": f"{base_url()}/products/{row.slug}",
        "sold": still_sold(row.sold_until, now()),
        "owners": owners,
    }


def _named(row: Any) -> ProductNamed | None:
    return ProductNamed(number=row.id, name=row.name) if row else None


def _review(row: Any, ids: dict[int, str], people: dict[int, str]) -> ReviewShown:
    return ReviewShown(
        number=row.id,
        id=ids[row.id],
        url=permalink(row.id),
        rating=row.rating,
        title=row.title,
        body=row.body,
        author=author_of(row, people),
        created=row.created_at,
        score=row.score,
        comments=row.comment_count,
    )


def _ownership(found: Product, own: Ownership | None) -> OwnershipShown:
    if own is None:
        return OwnershipShown(product=found.id, state="none", claimed=None, verified=None)
    return OwnershipShown(product=found.id, state=own.state, claimed=own.claimed_at, verified=own.verified_at)

"""Products and who owns them as lines of an archive. Codes that prove purchases are no part of one."""

import secrets
from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Annotated, Any, ClassVar, Literal, Self

from flask import Flask
from pydantic import Field, model_validator
from sqlalchemy import select

from accounts.models import Member
from community.owners.holding_back import arm_of
from community.owners.models import Ownership, OwnerState
from contributions.archive.reactions import Pair, known_pairs
from contributions.archive.spaces import tag_form, tag_ids
from contributions.kinds import slug
from contributions.models import Space, Tag
from contributions.products.models import Product, ProductThread
from core import markup
from core.archive.batches import Batch, insert_rows, known_by_id, reserve_ids
from core.archive.identity import PublicIds
from core.archive.lines import Id, Line, Moment, Reference
from core.archive.registry import Family, RecordType, add_record_types
from core.archive.rows import pages_of_rows
from core.database import db

PRODUCT = Reference("product")
SALT = 16


class ProductLine(Line):
    """A product. `salt` decides who is held back from the starter pack."""

    type: Literal["product"]
    id: Id
    name: Annotated[str, Field(min_length=1, max_length=80)]
    slug: Annotated[str, Field(max_length=80)] | None = None
    purpose: Annotated[str, Field(max_length=200)] = ""
    description: str = ""
    space: Id
    whole_space: bool = False
    tag: Annotated[str, Field(max_length=60)] | None = None
    replaces: Id | None = None
    sold_since: Moment | None = None
    sold_until: Moment | None = None
    salt: Annotated[str, Field(max_length=32)] | None = None
    created: Moment | None = None
    references: ClassVar = {"space": Reference("space"), "replaces": PRODUCT}

    @model_validator(mode="after")
    def _possible(self) -> Self:
        if self.sold_since and self.sold_until and self.sold_until < self.sold_since:
            raise ValueError("a product cannot leave the shops before it came there")
        if self.replaces == self.id:
            raise ValueError("a product cannot replace itself")
        return self

    def moment(self) -> datetime | None:
        """Return when the product was registered."""
        return self.created

    def uniques(self) -> Iterator[tuple[str, str, str]]:
        """Yield what only one product can have."""
        yield "product named", self.name, f"a product is called {self.name!r}"
        yield "product at", self.slug or slug(self.name), f"a product has the address {self.slug or slug(self.name)!r}"
        if self.tag:
            yield "product tagged", tag_form(self.tag), f"a product has the tag {self.tag!r}"
        if self.replaces:
            yield "product after", self.replaces, f"{self.replaces!r} is replaced by another product"


class OwnershipLine(Line):
    """A member who owns a product now; verified where it says when."""

    type: Literal["ownership"]
    product: Id
    by: Id
    claimed: Moment
    verified: Moment | None = None
    bought: Moment | None = None
    proof: Annotated[str, Field(max_length=200)] = ""
    shown: bool = False
    helps: bool = False
    takes_pack: bool = True
    references: ClassVar = {"product": PRODUCT, "by": Reference("member")}

    def moment(self) -> datetime | None:
        """Return when it was claimed."""
        return self.claimed

    def uniques(self) -> Iterator[tuple[str, str, str]]:
        """Yield the pair of product and member."""
        yield "ownership of", f"{self.product}\0{self.by}", f"{self.by!r} owns {self.product!r}"


def name_products(rows: Sequence[Pair]) -> None:
    """Say of new threads which product they are about: pairs of thread and product."""
    insert_rows(ProductThread, [{"thread_id": thread, "product_id": product} for thread, product in rows])


def _add_products(batch: Batch) -> None:
    keys = reserve_ids(Product, len(batch.lines))
    spaces = batch.ids("space", batch.column("space"))
    tags = tag_ids([tag_form(line.tag) for line in batch.lines if line.tag])
    for key, line in zip(keys, batch.lines, strict=True):
        before = batch.ids("product", [line.replaces]) if line.replaces else {}
        row = {
            **batch.stamp(line),
            "id": key,
            "name": line.name,
            "slug": line.slug or slug(line.name),
            "purpose": line.purpose,
            "description": line.description,
            "html": markup.render(line.description),
            "space_id": spaces[line.space],
            "whole_space": line.whole_space,
            "tag_id": tags.get(tag_form(line.tag)) if line.tag else None,
            "predecessor_id": before.get(line.replaces),
            "sold_since": line.sold_since,
            "sold_until": line.sold_until,
            "trial_salt": line.salt or secrets.token_hex(SALT),
            "created_at": line.created or batch.beginning,
        }
        insert_rows(Product, [row])


def _export_products() -> Iterator[ProductLine]:
    named, spaces = PublicIds(Product), PublicIds(Space)
    statement = select(*Product.__table__.c, Tag.name.label("tag")).outerjoin(Tag, Tag.id == Product.tag_id)
    for rows in pages_of_rows(statement, Product.id):
        keys = named.of(key for row in rows for key in (row.id, row.predecessor_id))
        places = spaces.of(row.space_id for row in rows)
        for row in rows:
            yield ProductLine.model_construct(
                type="product",
                id=keys[row.id],
                name=row.name,
                slug=None if row.slug == slug(row.name) else row.slug,
                purpose=row.purpose,
                description=row.description,
                space=places[row.space_id],
                whole_space=row.whole_space,
                tag=row.tag,
                replaces=keys.get(row.predecessor_id),
                sold_since=row.sold_since,
                sold_until=row.sold_until,
                salt=row.trial_salt,
                created=row.created_at,
            )


def _pairs(batch: Batch) -> list[Pair | None]:
    products, people = batch.ids("product", batch.column("product")), batch.ids("member", batch.column("by"))
    return [
        (products[line.product], people[line.by]) if line.product in products and line.by in people else None
        for line in batch.lines
    ]


def _known_ownerships(batch: Batch) -> set[int]:
    return known_pairs(Ownership.product_id, Ownership.member_id, _pairs(batch))


def _add_ownerships(batch: Batch) -> None:
    salts = {row.id: row.trial_salt for row in db.session.execute(select(Product.id, Product.trial_salt))}
    rows = [
        _ownership(line, pair, salts[pair[0]])
        for line, pair in zip(batch.lines, _pairs(batch), strict=True)
        if pair is not None
    ]
    insert_rows(Ownership, rows)


def _ownership(line: OwnershipLine, pair: Pair, salt: str) -> dict[str, Any]:
    return {
        "product_id": pair[0],
        "member_id": pair[1],
        "state": OwnerState.VERIFIED if line.verified else OwnerState.CLAIMED,
        "proof": line.proof,
        "bought_at": line.bought,
        "claimed_at": line.claimed,
        "verified_at": line.verified,
        "arm": arm_of(salt, pair[1]) if line.verified else None,
        "shown": line.shown,
        "helps": line.helps,
        "takes_pack": line.takes_pack,
    }


def _export_ownerships() -> Iterator[OwnershipLine]:
    products, members = PublicIds(Product), PublicIds(Member)
    present = select(*Ownership.__table__.c).where(Ownership.ended_at.is_(None))
    for rows in pages_of_rows(present, Ownership.id):
        owned, people = products.of(row.product_id for row in rows), members.of(row.member_id for row in rows)
        for row in rows:
            yield OwnershipLine.model_construct(
                type="ownership",
                product=owned[row.product_id],
                by=people[row.member_id],
                claimed=row.claimed_at,
                verified=row.verified_at,
                bought=row.bought_at,
                proof=row.proof,
                shown=row.shown,
                helps=row.helps,
                takes_pack=row.takes_pack,
            )


PRODUCT_TYPE = RecordType(
    shape=ProductLine,
    rank=45,
    file="products",
    known=lambda batch: known_by_id("product", batch),
    add=_add_products,
    export=_export_products,
    family=Family("product", Product),
    tree="replaces",
)
OWNERSHIP_TYPE = RecordType(OwnershipLine, 46, "ownerships", _known_ownerships, _add_ownerships, _export_ownerships)


def register_archive(app: Flask) -> None:
    """Make the lines of this package known."""
    add_record_types(app, PRODUCT_TYPE, OWNERSHIP_TYPE)

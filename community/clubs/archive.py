"""Reviews, owners' notes and starter packs as lines of an archive."""

from collections.abc import Iterator, Sequence
from typing import Annotated, Any, ClassVar, Literal, cast

from flask import Flask
from pydantic import Field
from sqlalchemy import Table, select

from community.clubs.models import OwnerNote, ProductReview, StarterThread
from community.products.archive import PRODUCT, name_products
from contributions.archive.exporting import thread_type
from contributions.archive.lines import CONTRIBUTION, SPACE, WRITER, ThreadLine
from contributions.archive.reactions import known_pairs
from contributions.archive.storing import add_contributions
from contributions.models import Contribution
from contributions.products.models import Product
from core.archive.batches import Batch, insert_rows
from core.archive.identity import PublicIds
from core.archive.lines import Id, Line, key_of
from core.archive.registry import RecordType, add_record_types
from core.archive.rows import pages_of_rows
from core.database import db


class ReviewLine(ThreadLine):
    """A review of a product; one of each author."""

    type: Literal["review"]
    product: Id
    rating: Annotated[int, Field(ge=1, le=5)]
    references: ClassVar = {**WRITER, "space": SPACE, "product": PRODUCT}

    def uniques(self) -> Iterator[tuple[str, str, str]]:
        """Yield the pair of product and author, where the author is known."""
        if self.author:
            yield "review of", f"{self.product}\0{self.author}", f"{self.author!r} has reviewed {self.product!r}"


class NoteLine(ThreadLine):
    """A short word of an owner: a reason for the choice, or a use."""

    type: Literal["note"]
    product: Id
    about: Literal["reason", "use"]
    references: ClassVar = {**WRITER, "space": SPACE, "product": PRODUCT}


class StarterLine(Line):
    """A step of the starter pack of a product."""

    type: Literal["starter"]
    product: Id
    step: Annotated[int, Field(ge=1, le=3)]
    thread: Id
    references: ClassVar = {"product": PRODUCT, "thread": CONTRIBUTION}

    def uniques(self) -> Iterator[tuple[str, str, str]]:
        """Yield the step, and the thread, which a product has once."""
        yield "step of", f"{self.product}\0{self.step}", f"step {self.step} of {self.product!r} is there"
        yield "starter of", f"{self.product}\0{self.thread}", f"{self.thread!r} is a step of {self.product!r}"


def _add_reviews(batch: Batch) -> None:
    people = batch.ids("member", batch.column("author"))
    _add(batch, ProductReview, lambda line: {"member_id": people.get(line.author or ""), "rating": line.rating})


def _add_notes(batch: Batch) -> None:
    _add(batch, OwnerNote, lambda line: {"about": line.about})


def _add(batch: Batch, model: Any, details: Any) -> None:
    keys = add_contributions(batch)
    products = batch.ids("product", batch.column("product"))
    rows = [{"id": keys[key_of(line)], "product_id": products[line.product], **details(line)} for line in batch.lines]
    insert_rows(model, rows)
    name_products([(row["id"], row["product_id"]) for row in rows])


def _reviews(ids: Sequence[int]) -> dict[int, dict[str, Any]]:
    return _details(cast("Table", ProductReview.__table__), "rating", ids)


def _notes(ids: Sequence[int]) -> dict[int, dict[str, Any]]:
    return _details(cast("Table", OwnerNote.__table__), "about", ids)


def _details(table: Table, name: str, ids: Sequence[int]) -> dict[int, dict[str, Any]]:
    rows = db.session.execute(select(table.c.id, table.c.product_id, table.c[name]).where(table.c.id.in_(ids))).all()
    products = PublicIds(Product).of(row.product_id for row in rows)
    return {row.id: {"product": products[row.product_id], name: row[2]} for row in rows}


def _known_starters(batch: Batch) -> set[int]:
    products = batch.ids("product", batch.column("product"))
    pairs = [(products[line.product], line.step) if line.product in products else None for line in batch.lines]
    return known_pairs(StarterThread.product_id, StarterThread.step, pairs)


def _add_starters(batch: Batch) -> None:
    products = batch.ids("product", batch.column("product"))
    threads = batch.ids("contribution", batch.column("thread"))
    insert_rows(
        StarterThread,
        [
            {"product_id": products[line.product], "step": line.step, "thread_id": threads[line.thread]}
            for line in batch.lines
        ],
    )


def _export_starters() -> Iterator[StarterLine]:
    products, contributions = PublicIds(Product), PublicIds(Contribution)
    for page in pages_of_rows(select(Product.id), Product.id):
        within = StarterThread.product_id.in_([row.id for row in page])
        ordered = select(*StarterThread.__table__.c).where(within)
        rows = db.session.execute(ordered.order_by(StarterThread.product_id, StarterThread.step)).all()
        owned = products.of(row.product_id for row in rows)
        threads = contributions.of(row.thread_id for row in rows)
        for row in rows:
            yield StarterLine.model_construct(
                type="starter", product=owned[row.product_id], step=row.step, thread=threads[row.thread_id]
            )


def register_archive(app: Flask) -> None:
    """Make the lines of this package known."""
    add_record_types(
        app,
        thread_type(ReviewLine, 54, _add_reviews, _reviews),
        thread_type(NoteLine, 55, _add_notes, _notes),
        RecordType(StarterLine, 96, "starters", _known_starters, _add_starters, _export_starters),
    )

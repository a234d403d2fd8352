"""Reads large tables page by page, in the order of ids, so that an export stays flat in memory."""

from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import Select

from core.database import db

PAGE = 1000


def pages_of_rows(statement: Select[Any], key: Any, page: int = PAGE) -> Iterator[Sequence[Any]]:
    """Yield the rows of a statement in pages, in the order of a unique column that is among its columns."""
    ordered = statement.order_by(key).limit(page)
    rows = db.session.execute(ordered).all()
    while rows:
        yield rows
        rows = db.session.execute(ordered.where(key > getattr(rows[-1], key.key))).all()

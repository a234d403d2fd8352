"""Takes the names of erased members out of what is said about ideas beside contributions."""

from collections.abc import Callable
from typing import Any

from sqlalchemy import select

from core.database import db
from core.naming import naming, without_names


def cleaner(model: Any, *columns: Any) -> Callable[[int, tuple[str, ...]], None]:
    """Return what takes the name of an erased member out of these texts, whoever wrote them."""

    def clean(_member_id: int, words: tuple[str, ...]) -> None:
        pattern = naming(words)
        for column in columns:
            for word in words:
                for row in db.session.scalars(select(model).where(column.icontains(word, autoescape=True))):
                    setattr(row, column.key, without_names(getattr(row, column.key), pattern))

    return clean

"""Keyset paging: a page is found by the key of its neighbour, so page 1 000 costs what page 1 does."""

import base64
import binascii
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Generic, TypeVar

import orjson
from sqlalchemy import Select, literal, tuple_

from core.database import LARGEST_KEY, UTCDateTime
from core.translation import gettext as _

Row = TypeVar("Row")
PAGE = 20
AnySelect = Select[*tuple[Any, ...]]
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


class CursorError(ValueError):
    """A page key that this site did not make."""

    def __init__(self) -> None:
        super().__init__(_("This page address is not one of ours; start again from the first page."))


@dataclass(frozen=True)
class Page(Generic[Row]):
    """One page of a list, and the opaque keys of its neighbours (None where there is none)."""

    rows: Sequence[Row]
    before: str | None
    after: str | None

    def links(self, base: str, anchor: str = "") -> dict[str, str | None]:
        """Return the addresses of the neighbours, for the pager of a list that stands at `base`."""
        joint = "&" if "?" in base else "?"
        return {
            "newer_url": f"{base}{joint}page={self.before}{anchor}" if self.before else None,
            "older_url": f"{base}{joint}page={self.after}{anchor}" if self.after else None,
        }


@dataclass(frozen=True)
class Cursor:
    """Where a page begins: the key of the row beside it, and on which side the page lies."""

    key: tuple[Any, ...]
    backwards: bool = False

    def encode(self) -> str:
        """Return the cursor as text for an address."""
        return base64.urlsafe_b64encode(orjson.dumps([self.backwards, *map(_number, self.key)])).decode().rstrip("=")

    @classmethod
    def decode(cls, text: str, width: int) -> "Cursor":
        """Read a cursor of `width` key values. Raises CursorError."""
        try:
            padded = text.encode("ascii") + b"=" * (-len(text) % 4)
            backwards, *key = orjson.loads(base64.urlsafe_b64decode(padded))
        except (ValueError, TypeError, binascii.Error):
            raise CursorError from None
        if len(key) != width or not isinstance(backwards, bool) or not all(map(_is_key, key)):
            raise CursorError
        return cls(tuple(key), backwards)


@dataclass(frozen=True)
class Order:
    """An order by numeric columns, all descending or all ascending; the last column must be unique."""

    columns: tuple[Any, ...]
    descending: bool = True

    def apply(self, statement: AnySelect, cursor: Cursor | None, limit: int) -> AnySelect:
        """Limit a statement to one page and a row more, with a row-value comparison that an index serves."""
        downwards = self.descending != (cursor is not None and cursor.backwards)
        if cursor is not None:
            here, there = tuple_(*self.columns), tuple_(*self._values(cursor))
            statement = statement.where(here < there if downwards else here > there)
        ordered = [column.desc() if downwards else column.asc() for column in self.columns]
        return statement.order_by(*ordered).limit(limit + 1)

    def _values(self, cursor: Cursor) -> list[Any]:
        """Give the numbers of a cursor the types of the columns; moments travel as microseconds."""
        pairs = zip(self.columns, cursor.key, strict=True)
        return [
            literal(_moment(value) if isinstance(column.type, UTCDateTime) else value, column.type)
            for column, value in pairs
        ]


def _is_key(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and abs(value) <= LARGEST_KEY


def _moment(microseconds: float) -> datetime:
    try:
        return EPOCH + timedelta(microseconds=microseconds)
    except OverflowError:
        raise CursorError from None


def microseconds(moment: datetime) -> int:
    """Return a moment as microseconds since 1970, the form in which a cursor holds it."""
    return (moment - EPOCH) // timedelta(microseconds=1)


def _number(value: Any) -> Any:
    return microseconds(value) if isinstance(value, datetime) else value


def page_of(rows: Sequence[Row], cursor: Cursor | None, limit: int, key: Callable[[Row], tuple[Any, ...]]) -> Page[Row]:
    """Make a page of the rows that `Order.apply` fetched, one more than `limit` where there is a further page."""
    more, kept = len(rows) > limit, list(rows[:limit])
    backwards = cursor is not None and cursor.backwards
    if backwards:
        kept.reverse()
    has_before = more if backwards else cursor is not None
    has_after = True if backwards else more
    return Page(
        rows=kept,
        before=Cursor(key(kept[0]), backwards=True).encode() if kept and has_before else None,
        after=Cursor(key(kept[-1])).encode() if kept and has_after else None,
    )

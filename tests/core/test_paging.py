"""Keyset paging: walking forth and back meets every row once, and a foreign key is told apart."""

from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import Column, Integer, MetaData, Table, create_engine, insert, select
from sqlalchemy.pool import StaticPool

from core.paging import Cursor, CursorError, Order, page_of

pytestmark = pytest.mark.once
LIST = Table("list", MetaData(), Column("score", Integer), Column("id", Integer, primary_key=True))
ENGINE = create_engine("sqlite://", poolclass=StaticPool)
LIST.metadata.create_all(ENGINE)


def walk(order: Order, limit: int, *, backwards: bool) -> list[tuple[int, int]]:
    """Follow the links of the pages from the first to the last, or from the last to the first."""
    met: list[tuple[int, int]] = []
    with ENGINE.connect() as connection:
        key: str | None = Cursor((-(10**6), -(10**6)), backwards=True).encode() if backwards else None
        while True:
            cursor = Cursor.decode(key, 2) if key else None
            rows = connection.execute(order.apply(select(LIST.c.score, LIST.c.id), cursor, limit)).all()
            page = page_of(rows, cursor, limit, tuple)
            assert len(page.rows) <= limit
            met[:] = [*map(tuple, page.rows), *met] if backwards else [*met, *map(tuple, page.rows)]
            key = page.before if backwards else page.after
            if key is None:
                return met


@settings(max_examples=60, deadline=None)
@given(scores=st.lists(st.integers(-3, 3), max_size=25), limit=st.integers(1, 7))
def test_every_row_is_met_once_and_in_order(scores: list[int], limit: int) -> None:
    with ENGINE.begin() as connection:
        connection.execute(LIST.delete())
        if scores:
            connection.execute(insert(LIST), [{"score": score, "id": key} for key, score in enumerate(scores)])
    expected = sorted(((score, key) for key, score in enumerate(scores)), reverse=True)

    order = Order((LIST.c.score, LIST.c.id))

    assert walk(order, limit, backwards=False) == expected
    assert walk(order, limit, backwards=True) == expected
    assert walk(Order(order.columns, descending=False), limit, backwards=False) == expected[::-1]


@given(key=st.tuples(st.integers(-(2**53), 2**53), st.floats(-1e9, 1e9)), backwards=st.booleans())
def test_a_cursor_survives_an_address(key: tuple[int, float], backwards: bool) -> None:
    assert Cursor.decode(Cursor(key, backwards).encode(), 2) == Cursor(key, backwards)


@given(st.text())
def test_foreign_text_is_refused_and_never_breaks(text: str) -> None:
    with suppress(CursorError):
        assert len(Cursor.decode(text, 2).key) == 2


@pytest.mark.parametrize("key", [(1,), (1, 2, 3), ("a", 2), (None, 2), ([1], 2), (True, 2)])
def test_a_key_of_another_shape_is_refused(key: tuple[object, ...]) -> None:
    import base64

    import orjson

    text = base64.urlsafe_b64encode(orjson.dumps([False, *key])).decode().rstrip("=")
    with pytest.raises(CursorError):
        Cursor.decode(text, 2)

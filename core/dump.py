"""Every row of every table as lines of JSON, out of one snapshot and back again, from either database into either."""

import base64
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from itertools import islice
from typing import Any, BinaryIO

import orjson
from sqlalchemy import Connection, ForeignKeyConstraint, LargeBinary, Table, delete, func, insert, select, text

from core.clock import parse_time
from core.database import Base, UTCDateTime, db

BATCH = 500
Change = Callable[[Any], Any]


def tables() -> list[Table]:
    """Return our tables, those that others point to first."""
    return list(Base.metadata.sorted_tables)


@contextmanager
def snapshot() -> Iterator[Connection]:
    """Read everything as it stood at one moment, while others go on writing."""
    with db.engine.connect() as connection:
        if connection.dialect.name == "sqlite":
            connection.exec_driver_sql("BEGIN")
        else:
            connection.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)
        yield connection
        connection.rollback()


def write_rows(connection: Connection, table: Table, file: BinaryIO) -> int:
    """Write the names of a table's columns and then its rows, a line each; returns the number of rows."""
    file.write(orjson.dumps([column.name for column in table.columns]) + b"\n")
    count = 0
    rows = connection.execution_options(yield_per=BATCH).execute(select(table).order_by(*table.primary_key))
    for count, row in enumerate(rows, start=1):
        file.write(orjson.dumps(list(row), default=_pack) + b"\n")
    return count


def is_empty(connection: Connection) -> bool:
    """Whether no table holds a row."""
    return not any(connection.execute(select(*table.primary_key).limit(1)).first() for table in tables())


@contextmanager
def replacing() -> Iterator[Connection]:
    """Delete every row, take in others, and commit; rows may point to later ones until the end of the block."""
    with db.engine.connect() as connection:
        with _deferred(connection):
            for table in reversed(tables()):
                connection.execute(delete(table))
            yield connection
        connection.commit()


def read_rows(connection: Connection, table: Table, lines: Iterable[bytes]) -> int:
    """Store the lines that `write_rows` wrote; returns the number of rows."""
    rest = iter(lines)
    names: list[str] = orjson.loads(next(rest))
    changes = [_unpack(table, name) for name in names]
    count = 0
    while batch := [_row(names, changes, line) for line in islice(rest, BATCH)]:
        connection.execute(insert(table), batch)
        count += len(batch)
    return count


def _row(names: list[str], changes: list[Change | None], line: bytes) -> dict[str, Any]:
    values = orjson.loads(line)
    return {
        name: change(value) if change and value is not None else value
        for name, change, value in zip(names, changes, values, strict=True)
    }


def _pack(value: Any) -> str:
    if isinstance(value, bytes):
        return base64.b64encode(value).decode()
    raise TypeError


def _unpack(table: Table, name: str) -> Change | None:
    kept = table.columns[name].type
    if isinstance(kept, UTCDateTime):
        return parse_time
    return base64.b64decode if isinstance(kept, LargeBinary) else None


@contextmanager
def _deferred(connection: Connection) -> Iterator[None]:
    """Check foreign keys at the end only; on PostgreSQL those within one table, as the order serves the others."""
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql("BEGIN IMMEDIATE")
        connection.exec_driver_sql("PRAGMA defer_foreign_keys=ON")
        yield
        return
    _alter(connection, "DEFERRABLE INITIALLY DEFERRED")
    yield
    connection.execute(text("SET CONSTRAINTS ALL IMMEDIATE"))
    _alter(connection, "NOT DEFERRABLE")
    for table in tables():
        _set_sequence(connection, table)


def _alter(connection: Connection, words: str) -> None:
    for table in tables():
        for constraint in table.foreign_key_constraints:
            if constraint.referred_table is table:
                name = _name(connection, constraint)
                connection.exec_driver_sql(f'ALTER TABLE "{table.name}" ALTER CONSTRAINT "{name}" {words}')


def _name(connection: Connection, constraint: ForeignKeyConstraint) -> str:
    name = connection.dialect.identifier_preparer.format_constraint(constraint)
    return str(name).strip('"')


def _set_sequence(connection: Connection, table: Table) -> None:
    if "id" not in table.columns:
        return
    highest = func.max(table.columns.id)
    sequence = func.pg_get_serial_sequence(f'"{table.name}"', "id")
    connection.execute(select(func.setval(sequence, func.coalesce(highest, 1), highest.is_not(None))))

"""The database: one typed base class, one session, one commit a request, on SQLite and on PostgreSQL."""

import sqlite3
import zlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Annotated, Any, TypeVar

from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import (
    JSON,
    BigInteger,
    Connection,
    CursorResult,
    DateTime,
    Dialect,
    Engine,
    Executable,
    Insert,
    Integer,
    MetaData,
    Select,
    event,
    func,
    select,
)
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import DeclarativeBase, mapped_column
from sqlalchemy.types import TypeDecorator

from core.settings import Settings

Row = TypeVar("Row")


class UTCDateTime(TypeDecorator[datetime]):
    """A moment in UTC: kept without an offset by SQLite and with one by PostgreSQL, always aware in Python."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Refuse a moment without an offset and turn every other one into UTC."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"{value} has no time zone")
        value = value.astimezone(UTC)
        return value.replace(tzinfo=None) if dialect.name == "sqlite" else value

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Give an aware moment back."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


LARGEST_KEY = 2**63 - 1
Key = BigInteger().with_variant(Integer, "sqlite")
identity = Annotated[int, mapped_column(Key, primary_key=True)]
moment = Annotated[datetime, mapped_column(UTCDateTime)]


class Base(DeclarativeBase):
    """The base of every table; constraint names are fixed so that migrations can name them."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map = {int: Key, datetime: UTCDateTime, dict[str, Any]: JSON, list[str]: JSON}


# Models stand on our own Base; of the extension only `db.session` and `db.engine` are used.
db: SQLAlchemy = SQLAlchemy()


def engine_options(settings: Settings) -> dict[str, Any]:
    """Return the engine options that suit the database of these settings."""
    if settings.database.startswith("sqlite"):
        # Reads run outside a transaction; the first write opens an immediate one, so that no lock is ever upgraded.
        return {"connect_args": {"isolation_level": "IMMEDIATE", "timeout": 30, "check_same_thread": False}}
    return {"pool_size": 5, "max_overflow": 10, "pool_pre_ping": True}


@event.listens_for(Engine, "connect")
def _tune_sqlite(connection: Any, _record: Any) -> None:
    if not isinstance(connection, sqlite3.Connection):
        return
    for pragma in (
        "journal_mode=WAL",
        "synchronous=NORMAL",
        "foreign_keys=ON",
        "busy_timeout=30000",
        "temp_store=MEMORY",
        "cache_size=-2000",
    ):
        connection.execute(f"PRAGMA {pragma}").close()


def begin_write() -> None:
    """Open the write transaction now, so that what is read from here on cannot change before it is written.

    On PostgreSQL rows are locked one by one instead; see `locked`.
    """
    connection = db.session.connection()
    if connection.dialect.name == "sqlite":
        driver: Any = connection.connection.dbapi_connection
        if not driver.in_transaction:
            connection.exec_driver_sql("BEGIN IMMEDIATE")


def take_turn(of: str) -> None:
    """Open the write transaction, and let nobody else take a turn of this name until it ends."""
    begin_write()
    if db.engine.dialect.name == "postgresql":
        db.session.execute(select(func.pg_advisory_xact_lock(zlib.crc32(of.encode()))))


@contextmanager
def own_transaction(of: str) -> Iterator[Connection]:
    """Open a transaction beside the request's own, in which nobody else has a turn of this name; committed at the end.

    For the few writes that are so many that the session in between would cost more than they do.
    """
    with db.engine.begin() as connection:
        if connection.dialect.name == "postgresql":
            connection.execute(select(func.pg_advisory_xact_lock(zlib.crc32(of.encode()))))
        else:
            driver: Any = connection.connection.dbapi_connection
            driver.execute("BEGIN IMMEDIATE")
        yield connection


def locked(statement: Select[Row], parameters: Mapping[str, Any] | None = None) -> Row | None:
    """Return the one row of a statement, held against other writers until the transaction ends, or None."""
    begin_write()
    held = statement.with_for_update().execution_options(populate_existing=True)
    return db.session.scalars(held, parameters or {}).one_or_none()


def read(statement: Executable, parameters: Mapping[str, Any] | None = None) -> CursorResult[*tuple[Any, ...]]:
    """Run a statement that only reads columns, past the machinery that makes objects: half of what that would cost."""
    return db.session.connection().execute(statement, parameters or {})


def insert_into(table: Any) -> Any:
    """Return an insert of the dialect in use, which can say what becomes of rows that are there already."""
    dialect = postgresql if db.engine.dialect.name == "postgresql" else sqlite
    return dialect.insert(table)


def once(table: Any) -> Insert:
    """Return an insert that does nothing for rows that are there already."""
    statement: Insert = insert_into(table).on_conflict_do_nothing()
    return statement


@contextmanager
def unit_of_work() -> Iterator[None]:
    """Commit what a command or a job did as one whole, or nothing of it."""
    try:
        yield
        db.session.commit()
    except BaseException:
        db.session.rollback()
        raise


def ping() -> None:
    """Ask the database for a sign of life; raises SQLAlchemyError."""
    db.session.execute(select(1))

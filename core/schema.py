"""Brings the database to the shape that this version of the code needs, and says whether it has it."""

from pathlib import Path
from typing import Any, Literal

from alembic import command
from alembic.autogenerate.api import AutogenContext
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy.types import TypeDecorator

from core.database import db

MIGRATIONS = Path(__file__).resolve().parent.parent / "migrations"


def upgrade() -> None:
    """Run every migration that has not run yet; one that fails leaves nothing of itself behind."""
    db.session.remove()
    command.upgrade(configuration(), "head")


def downgrade(revision: str = "base") -> None:
    """Undo migrations down to a revision; "base" leaves no table of ours."""
    db.session.remove()
    command.downgrade(configuration(), revision)


def is_current() -> bool:
    """Whether every migration has run."""
    return revision_of_database() == revision_of_code()


def revision_of_database() -> str | None:
    """Return the revision that the database has; None before the first migration."""
    with db.engine.connect() as connection:
        return MigrationContext.configure(connection).get_current_revision()


def revision_of_code() -> str | None:
    """Return the newest revision that this version knows."""
    return ScriptDirectory.from_config(configuration()).get_current_head()


def configuration() -> Config:
    """Return Alembic's configuration."""
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.set_main_option("file_template", "%%(rev)s")
    return config


def write_plain_type(kind: str, item: Any, autogenerate: AutogenContext) -> str | Literal[False]:
    """Name the type that a column has in the database, so that migrations do not depend on today's code."""
    if kind != "type" or not isinstance(item, TypeDecorator):
        return False
    plain, prefix = item.impl_instance, autogenerate.opts["sqlalchemy_module_prefix"]
    variants = "".join(f".with_variant({prefix}{type_!r}, {name!r})" for name, type_ in plain._variant_mapping.items())
    return f"{prefix}{plain!r}{variants}"

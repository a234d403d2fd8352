"""The commands that run and keep a site, one module a theme."""

import click
from flask import Flask


def register(app: Flask) -> None:
    """Add the commands to the command line."""
    # Imported here, so that `serve` can hand over to the server without opening the rest of the house first.
    from core.commands import backing_up, keeping, serving, translating, upgrading
    from core.database import db

    for command in (
        serving.worker,
        upgrading.upgrade,
        keeping.examine,
        keeping.reindex,
        translating.translations,
        backing_up.backup,
        backing_up.restore,
    ):
        app.cli.add_command(command)
    if click.get_current_context(silent=True):
        # The web process never migrates, so it does not pay for Alembic.
        from flask_migrate import Migrate
        from flask_migrate.cli import db as migrations

        from core.schema import MIGRATIONS

        Migrate(app, db, directory=str(MIGRATIONS))
        app.cli.add_command(migrations)

"""The command that brings the database to the shape of this version."""

import click


@click.command()
def upgrade() -> None:
    """Bring the database to the shape that this version needs."""
    from core import checks, schema

    before = schema.revision_of_database()
    schema.upgrade()
    after = schema.revision_of_database()
    checks.begin_index()
    click.echo(f"The database is at revision {after}" + (", as it was." if after == before else "."))

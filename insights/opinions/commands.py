"""The command that says which groups of opinion the last analysis found."""

from datetime import datetime

import click
import orjson

from accounts.viewers import Viewer
from insights.commands import as_of_option, insights, json_option, run_as_json, shown_run
from insights.opinions.reading import document, sets_of, statements_of

# Reads what every member may read, and is nobody.
ANY_MEMBER = Viewer(id=0)


def register() -> None:
    """Add the command to the others of the insights."""
    insights.add_command(groups)


@click.command("groups")
@as_of_option
@click.option("--limit", type=click.IntRange(1, 1000), default=100, show_default=True, help="How many conversations.")
@json_option
def groups(as_of: datetime | None, limit: int, as_json: bool) -> None:
    """Say who votes alike: groups, what each stands for, and what all of them want."""
    run = shown_run(as_of)
    found = [document(one, statements_of(ANY_MEMBER, one.id)) for one in sets_of(run.id)[:limit]]
    if as_json:
        click.echo(orjson.dumps({"run": run_as_json(run), "results": found}))
        return
    for one in found:
        sizes = ", ".join(f"{group['group']} {group['size']}" for group in one["groups"])
        click.echo(f"{one['title'] or one['conversation']}: {sizes or one['reason']}")

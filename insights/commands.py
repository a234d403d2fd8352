"""The commands that run an analysis and that say what the last one found, for programs."""

import sys
from datetime import UTC, datetime, timedelta
from typing import Any

import click
import orjson
from flask import Flask

from core.clock import format_time, parse_time
from core.database import db
from core.errors import Refused
from insights.models import Run
from insights.running import Watcher, analyse, latest_run

WIDTH = 30


class Moment(click.ParamType[datetime]):
    """A date or a time as ISO 8601; a date means its end where `end` says so."""

    name = "date"

    def __init__(self, *, end: bool = False) -> None:
        self.end = end

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> datetime:
        """Return the moment in UTC."""
        try:
            found = value if isinstance(value, datetime) else parse_time(value)
        except ValueError:
            self.fail(f"{value!r} is no date such as 2024-05-31", param, ctx)
        whole_day = self.end and isinstance(value, str) and len(value) <= len("2024-05-31")
        return (found + timedelta(days=1, microseconds=-1) if whole_day else found).astimezone(UTC)


as_of_option = click.option("--as-of", type=Moment(end=True), help="Nothing later than this is looked at.")
json_option = click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")


@click.group()
def insights() -> None:
    """Say what the last analysis found."""


@click.command("analyse")
@click.option("--since", type=Moment(), help="Look at nothing that was written before this.")
@as_of_option
@click.option("--whole", is_flag=True, help="Find everything anew, however little has changed.")
@json_option
def analyse_command(since: datetime | None, as_of: datetime | None, whole: bool, as_json: bool) -> None:
    """Analyse what all members may read: topics, what emerges, the network, who is ahead."""
    run_id = analyse(as_of, since, whole=whole, watch=_bar())
    run = shown_run(as_of, run_id)
    if as_json:
        click.echo(orjson.dumps({"run": run_as_json(run)}))
        return
    spent = (run.ended_at - run.started_at).total_seconds() if run.ended_at else 0.0
    snapshot = run.figures["snapshot"]
    click.echo(f"Analysed {snapshot['posts']} posts in {snapshot['threads']} threads in {spent:.1f} s.")
    for name, figures in run.figures.items():
        if name != "snapshot":
            click.echo(f"  {name}: " + ", ".join(f"{key} {value}" for key, value in figures.items()))


def shown_run(as_of: datetime | None = None, run_id: int | None = None) -> Run:
    """Return the run with this id, or the one that pages show, or would have shown at a moment. Raises Refused."""
    run = db.session.get(Run, run_id) if run_id else latest_run(as_of)
    if run is None:
        when = f" --as-of {as_of:%Y-%m-%d}" if as_of else ""
        raise Refused(f"nothing has been analysed yet; run ./atrium analyse{when}")
    return run


def run_as_json(run: Run) -> dict[str, Any]:
    """Return what a document says of the run behind its results."""
    return {
        "id": run.id,
        "as_of": format_time(run.as_of),
        "since": format_time(run.since) if run.since else None,
        "started_at": format_time(run.started_at),
        "ended_at": format_time(run.ended_at) if run.ended_at else None,
        "seed": run.seed,
        "parameters": run.parameters,
        "versions": run.versions,
        "figures": run.figures,
    }


def register(app: Flask) -> None:
    """Add the commands to the command line."""
    app.cli.add_command(analyse_command)
    app.cli.add_command(insights)


def _bar() -> Watcher | None:
    """Return what draws the progress on a terminal; None where nobody watches."""
    if not sys.stderr.isatty():
        return None

    def draw(stage: str, share: float) -> None:
        full = int(WIDTH * share)
        bar = f"[{'#' * full}{'.' * (WIDTH - full)}] {100 * share:3.0f} %"
        click.echo(f"\r{stage:12s}{bar}", nl=False, err=True)

    return draw

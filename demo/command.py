"""The command that opens a living community on this machine."""

import os
from pathlib import Path

import click
from flask import current_app

from core.settings import Settings
from demo import running


@click.command()
@click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65535), help="Port to listen on.")
@click.option(
    "--data",
    "archive",
    type=click.Path(path_type=Path, exists=True),
    help="Load this archive instead of the demo community.",
)
@click.option("--empty", is_flag=True, help="Load nothing.")
def demo(port: int, archive: Path | None, empty: bool) -> None:
    """Open a community to walk through, with web server and worker; Ctrl-C ends it."""
    if empty and archive:
        raise click.UsageError("Give --data or --empty, not both.")
    running.refuse_taken_port(port)
    with running.stoppable():
        doors = _prepare(archive, empty)
        _name_site(port, own=not (archive or empty))
        with running.children(["serve", "--port", str(port)], ["worker"]) as started:
            running.wait_until_ready(started, port)
            if not (archive or empty):
                _analyse_once()
            _welcome(port, *doors)
            running.watch(started)
    click.echo("\nStopped. ./atrium demo goes on where it was.")


def _analyse_once() -> None:
    """Let the worker find topics, and who is ahead, while the first pages are read."""
    from sqlalchemy import select

    from core.database import db
    from core.jobs import jobs_of
    from insights.models import Run

    if db.session.scalar(select(Run.id).limit(1)) is None:
        jobs_of(current_app).send("analyse")
    db.session.remove()


def _prepare(archive: Path | None, empty: bool) -> tuple[list[tuple[str, str]], str]:
    from core import schema
    from core.checks import rebuild_index
    from demo import loading
    from demo.exhibiting import furnish
    from demo.guiding import lead
    from demo.reading import read_what_they_took_part_in
    from demo.visiting import come

    settings: Settings = current_app.extensions["settings"]
    schema.upgrade()
    if current_app.extensions["search"].needs_rebuild:
        rebuild_index()
    notes = loading.Notes.read(settings.home)
    if not empty:
        folder = archive or loading.COMMUNITY
        click.echo(f"Loading {folder.name} ...", err=True)
        report = loading.load(folder, notes)
        if report:
            click.echo(f"{report.total('stored')} lines stored in {report.seconds:.1f} seconds.", err=True)
        if report and folder == loading.COMMUNITY:
            read_what_they_took_part_in()
        if folder == loading.COMMUNITY and furnish():
            come()
            lead()
    notes.write()
    return loading.open_doors(notes), notes.password


def _name_site(port: int, *, own: bool) -> None:
    """Tell the children where they are and, with the demo community, whose house this is."""
    known = {"BASE_URL": f"http://127.0.0.1:{port}", "ALLOWED_HOSTS": "localhost"}
    if own:
        known |= {"SITE_NAME": "Orrin & Vale", "SITE_TAGLINE": "Weather at home, instruments in the museum"}
    for name, value in known.items():
        os.environ.setdefault(f"ATRIUM_{name}", value)


def _welcome(port: int, doors: list[tuple[str, str]], password: str) -> None:
    click.echo(f"\n  Open  http://127.0.0.1:{port}/\n")
    click.echo(f"  Sign in with the password  {password}")
    for who, address in doors:
        click.echo(f"    {address:<24}{who}")
    click.echo("\n  Mail lies in the folder mail of the home folder. Ctrl-C stops.")

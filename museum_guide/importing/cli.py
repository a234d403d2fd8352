"""The commands of museums: their collections come in."""

from pathlib import Path
from typing import Any

import click
import orjson
from flask import Flask, current_app
from flask.cli import AppGroup
from pydantic import ValidationError
from sqlalchemy import select

from accounts.viewers import ATRIUM
from core.database import db, unit_of_work
from core.errors import Refused
from core.forms import explain
from museum_guide.importing.founding import MuseumDraft, found_museum
from museum_guide.importing.mapping import read_mapping
from museum_guide.importing.places import is_of_places
from museum_guide.importing.report import Report
from museum_guide.importing.running import Sending, bring
from museum_guide.importing.tables import open_table
from museum_guide.models import Museum

group = AppGroup("museum", help="Museums and their collections.")


def register(app: Flask) -> None:
    """Add the commands to the command line."""
    app.cli.add_command(group)


@group.command("import")
@click.argument("path", type=click.Path(path_type=Path))
@click.option("--museum", "slug", default="", help="The museum by its address; made where there is none.")
@click.option("--name", default="", help="What a museum that is made is called.")
@click.option("--language", default="", help="The language of the texts; by default that of the museum.")
@click.option("--mapping", type=click.Path(path_type=Path), help="A JSON file that says what the columns mean.")
@click.option("--dry-run", is_flag=True, help="Look at everything, store nothing, and say what would happen.")
@click.option("--json", "as_json", is_flag=True, help="Write the report as JSON.")
def import_command(path: Path, slug: str, mapping: Path | None, as_json: bool, **options: Any) -> int:
    """Bring artefacts from CSV, JSON or a spreadsheet; also rooms, and places nearby (without --museum)."""
    said = read_mapping(mapping)
    said = said.model_copy(update={"language": options["language"]}) if options["language"] else said
    places = is_of_places(open_table(path, said.encoding, said.delimiter))
    if not slug and not places:
        raise click.UsageError("say with --museum where these belong")
    with current_app.test_request_context():
        museum = None if places else _museum(slug, options["name"], options["language"], options["dry_run"])
        report = bring(Sending(path, museum, said, options["dry_run"]))
    report.museum = "" if places else slug
    if as_json:
        click.echo(orjson.dumps(report.as_json()).decode())
    else:
        _tell(report)
    taken = report.stored + report.changed + report.unchanged
    return 1 if report.refused and not taken else 0


def _museum(slug: str, name: str, language: str, dry_run: bool) -> Museum | None:
    museum = db.session.scalars(select(Museum).where(Museum.slug == slug)).one_or_none()
    if museum or dry_run:
        return museum
    named = name or slug.replace("-", " ").replace("_", " ").title()
    given = {"name": named, "slug": slug, "published": True} | ({"language": language} if language else {})
    try:
        draft = MuseumDraft.model_validate(given)
    except ValidationError as error:
        raise Refused("; ".join(f"{field}: {what}" for field, what in explain(error).items())) from None
    with unit_of_work():
        return found_museum(ATRIUM, draft)


def _tell(report: Report) -> None:
    for row in report.rows:
        click.echo(f"{report.file} line {row['line']}: {'refused, ' if row['refused'] else ''}{row['what']}", err=True)
    if report.rows_total > len(report.rows):
        click.echo(f"… and {report.rows_total - len(report.rows)} more.", err=True)
    for note in report.notes:
        click.echo(f"Note: {note}.", err=True)
    for column, meant in report.columns.items():
        click.echo(f"  {column} -> {meant}", err=True)
    if report.kept_beside:
        click.echo(f"  kept as they are: {', '.join(report.kept_beside)}", err=True)
    stored = "would be stored" if report.dry_run else "stored"
    click.echo(
        f"Read {report.read} {report.kind} of {report.file}: {report.stored} {stored}, {report.changed} changed, "
        f"{report.unchanged} unchanged, {report.duplicates} twice, {report.refused} refused; {report.rooms} new rooms; "
        f"in {report.seconds:.1f} s."
    )

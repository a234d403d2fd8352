"""The command that writes a sheet of labels."""

from pathlib import Path

import click
from flask import Flask, current_app
from sqlalchemy import select

from accounts.viewers import ATRIUM
from core.database import db
from core.errors import Refused
from museum_guide.addresses import base_url
from museum_guide.labels.queries import labels_of
from museum_guide.labels.sheets import LONGEST_ADDRESS, SIZES, address_of, sheet
from museum_guide.models import Museum


def register(app: Flask) -> None:
    """Add the command to the command line."""
    app.cli.add_command(labels)


@click.command()
@click.argument("museum")
@click.option("-o", "--output", required=True, type=click.Path(path_type=Path, dir_okay=False), help="The PDF.")
@click.option(
    "--size", default="30cm", show_default=True, type=click.Choice(list(SIZES)), help="How far away they are scanned."
)
@click.option("--room", default="", help="One room alone, by the word in its address.")
def labels(museum: str, output: Path, size: str, room: str) -> None:
    """Write labels to print for MUSEUM: a code, a title, and the number for the keypad."""
    found = db.session.scalars(select(Museum).where(Museum.slug == museum)).one_or_none()
    if found is None:
        raise Refused(f"there is no museum {museum!r}")
    with current_app.test_request_context():
        told = labels_of(ATRIUM, found.id, room)
        if not told:
            raise Refused("there is nothing to print: no artefact stands there")
        content = sheet(told, found.name, base_url(), size)
    try:
        output.write_bytes(content)
    except OSError as error:
        raise Refused(f"{output} cannot be written: {error.strerror}") from None
    longest = max(len(address_of(base_url(), label.code)) for label in told)
    if longest > LONGEST_ADDRESS:
        click.echo(f"Note: addresses have {longest} characters; a shorter host makes codes that read better.", err=True)
    click.echo(f"Wrote {len(told)} labels to {output}.")

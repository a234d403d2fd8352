"""The command that a mail server pipes replies into."""

import sys

import click
from flask import Flask
from sqlalchemy.exc import OperationalError

from contributions.mail_in.reading import LARGEST
from contributions.mail_in.receiving import Dropped, receive
from core.database import unit_of_work

# What mail servers take as "try again later" (sysexits.h).
LATER = 75


def register(app: Flask) -> None:
    """Add the command to the command line."""
    app.cli.add_command(mail)


@click.group()
def mail() -> None:
    """Take replies by mail: `./atrium mail receive < message`."""


@mail.command("receive")
@click.option("--to", "recipient", default="", help="The address that it came to; read from the message otherwise.")
def receive_mail(recipient: str) -> int:
    """Read one message from standard input and post it; a mail server need not be told what became of it."""
    raw = sys.stdin.buffer.read(LARGEST + 1)
    try:
        with unit_of_work():
            key = receive(raw, recipient)
    except Dropped as reason:
        click.echo(f"not taken: {reason}", err=True)
        return 0
    except OperationalError:
        click.echo("the database does not answer; try again later", err=True)
        return LATER
    click.echo(f"posted as {key}" if key else "not posted; its writer is told why", err=True)
    return 0

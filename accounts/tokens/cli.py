"""The command that makes a token without the pages."""

import click
from flask import Flask, current_app
from flask.cli import AppGroup
from sqlalchemy import select

from accounts.models import Member
from accounts.schemas import check_address
from accounts.tokens.granting import DAYS, TokenDraft, make_token
from accounts.tokens.scopes import Scope
from core.database import db, unit_of_work
from core.errors import Refused

group = AppGroup("token", help="Tokens with which programs act for members.")


def register(app: Flask) -> None:
    """Add the command to the command line."""
    app.cli.add_command(group)


@group.command("create")
@click.argument("email")
@click.option("--scope", "scopes", type=click.Choice([str(scope) for scope in Scope]), multiple=True, default=["read"])
@click.option("--name", default="command line", show_default=True, help="What its owner calls it.")
@click.option("--days", default=90, show_default=True, type=click.IntRange(1, max(DAYS)), help="How long it is good.")
def create(email: str, scopes: tuple[str, ...], name: str, days: int) -> None:
    """Make a token for the member with this address and print it, this once."""
    try:
        draft = TokenDraft(name=name, scopes=[Scope(scope) for scope in scopes], days=days)
        with current_app.test_request_context(), unit_of_work():
            member = db.session.scalars(select(Member).where(Member.email == check_address(email))).one_or_none()
            if member is None:
                raise ValueError(f"Nobody here has the address {email}.")
            # Whoever runs the machine vouches for it, as for a second factor.
            click.echo(make_token(None, member.id, member.roles_held, draft, two_factors=True))
    except (ValueError, Refused) as error:
        raise click.ClickException(str(error)) from None

"""The command that makes the first administrator, and any other account, without the pages."""

import sys

import click
from flask import Flask, current_app
from flask.cli import AppGroup
from sqlalchemy import select

from accounts import passwords
from accounts.events import PasswordChanged
from accounts.links import make_link
from accounts.models import Member, Role
from accounts.names import check_name, tidy
from accounts.registering import add_member
from accounts.schemas import check_address
from core.clock import now
from core.database import begin_write, db, unit_of_work
from core.errors import Refused
from core.events import publish

group = AppGroup("user", help="Accounts of members.")
ROLES = {role.name.lower().replace("_", "-"): role for role in Role if role.name and role is not Role.GUEST} | {
    "member": Role.NONE
}


def register(app: Flask) -> None:
    """Add the commands to the command line."""
    app.cli.add_command(group)


@group.command("create")
@click.argument("email")
@click.option("--role", "roles", type=click.Choice(sorted(ROLES)), multiple=True, help="May be given more than once.")
@click.option("--name", default="", help="The name that is shown; made from the address where it is not given.")
@click.option(
    "--password-stdin", is_flag=True, help="Read the password from standard input instead of printing a link."
)
def create(email: str, roles: tuple[str, ...], name: str, password_stdin: bool) -> None:
    """Create an account that can be used at once."""
    password = sys.stdin.readline().rstrip("\r\n") if password_stdin else None
    try:
        with current_app.test_request_context(), unit_of_work():
            click.echo(create_account(email, name, [ROLES[role] for role in roles], password))
    except (ValueError, Refused) as error:
        raise click.ClickException(str(error)) from None


def create_account(email: str, name: str, roles: list[Role], password: str | None) -> str:
    """Create an account and return what to say: that it is there, or a link to choose a password. Raises ValueError."""
    address = check_address(email)
    chosen = check_name(tidy(name or address.partition("@")[0]))
    problem = passwords.problem_with(password, chosen, address) if password is not None else None
    if problem:
        raise ValueError(problem)
    begin_write()
    if db.session.scalar(select(Member.id).where(Member.email == address)) is not None:
        raise ValueError(f"{address} has an account already.")
    member = add_member(chosen, passwords.hashed(password) if password is not None else None)
    member.email, member.confirmed_at, member.roles_held = address, now(), sum(roles, start=Role.NONE)
    db.session.flush()
    if password is None:
        return f"{chosen} can choose a password here, once, within a day:\n{make_link(member, 'welcome')}"
    publish(PasswordChanged(actor_id=None, member_id=member.id, way="command"))
    return f"{chosen} can sign in with {address}."

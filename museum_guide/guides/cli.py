"""The command that checks a certificate, also far from the site and without network."""

from pathlib import Path
from typing import Any

import click
import orjson
from flask import Flask

from core.clock import format_time, now
from museum_guide.guides.checking import Checked, Keys, Withdrawn, check, read_keys, read_list
from museum_guide.guides.publishing import own_keys, own_list
from museum_guide.guides.states import problem_words, words_of

LARGEST = 1_000_000


def register(app: Flask) -> None:
    """Add the command to the command line."""
    app.cli.add_command(group)


@click.group("guide")
def group() -> None:
    """Check the certificates of guides."""


FILE = click.Path(path_type=Path, exists=True, dir_okay=False)


@group.command("check")
@click.argument("certificate")
@click.option("--keys", "keys_file", type=FILE, help="What was fetched from /guides/key.json; without it, this site's.")
@click.option("--revoked", "list_file", type=FILE, help="What was last fetched from /guides/revoked.json.")
@click.option("--museum", default="", help="The last part of a museum's address: refuse cards of every other one.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
def check_command(certificate: str, keys_file: Path | None, list_file: Path | None, museum: str, as_json: bool) -> int:
    """Check CERTIFICATE, a file or the text that a camera read, without network; exit 1 where it does not count.

    With --keys nothing of this site is asked: signature, times and, with --revoked, the last list decide.
    """
    at = now()
    keys, withdrawn = _known(keys_file, list_file, at)
    found = check(_text(certificate), keys, withdrawn, at, museum)
    if as_json:
        click.echo(orjson.dumps(_as_json(found, at)).decode())
    else:
        _tell(found)
    return int(found.state != "valid")


def _known(keys_file: Path | None, list_file: Path | None, at: Any) -> tuple[Keys, Withdrawn | None]:
    try:
        keys = read_keys(_json(keys_file)) if keys_file else own_keys()
        if list_file:
            return keys, read_list(_json(list_file), keys)
    except ValueError as error:
        raise click.ClickException(f"a file is not what it should be: {error}") from None
    return keys, None if keys_file else own_list(at)


def _json(path: Path) -> Any:
    return orjson.loads(path.read_bytes()[:LARGEST])


def _text(certificate: str) -> str:
    path = Path(certificate)
    try:
        return path.read_text(encoding="utf-8", errors="replace")[:LARGEST] if path.is_file() else certificate
    except OSError:
        return certificate


def _as_json(found: Checked, at: Any) -> dict[str, Any]:
    listed = format_time(found.listed_at) if found.listed_at else None
    return {
        "state": found.state,
        "problem": found.problem or None,
        "claims": dict(found.claims),
        "checked_at": format_time(at),
        "list": {"made_at": listed, "fresh": found.fresh} if listed else None,
    }


def _tell(found: Checked) -> None:
    word, sentence, _tone = words_of(found.state)
    click.echo(f"{word}. {problem_words(found.problem) if found.problem else sentence}")
    for name in ("name", "licence", "by", "museum", "places"):
        if found.claims.get(name):
            click.echo(f"  {name:<8} {found.claims[name]}")
    if found.fresh is None:
        click.echo("Not compared with a list of what was revoked: give one with --revoked.", err=True)
    elif not found.fresh:
        click.echo("The list of what was revoked is older than a day: fetch it again.", err=True)

"""The commands that read and write archives."""

import sys
from pathlib import Path
from typing import Any

import click
import orjson
from flask import Flask

from core.archive.importing import import_archive
from core.archive.reading import Progress
from core.archive.report import Report
from core.archive.sending import Sending
from core.archive.writing import export_archive

WIDTH = 30


def register(app: Flask) -> None:
    """Add the commands to the command line."""
    app.cli.add_command(import_command)
    app.cli.add_command(export_command)


@click.command("import")
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--source", help="Whose ids these are; by default the name of the file or folder.")
@click.option("--skip-invalid", is_flag=True, help="Store what is right and leave out what is wrong.")
@click.option("--dry-run", is_flag=True, help="Check everything, store nothing, and say what would happen.")
@click.option("--shift-days", type=int, default=0, help="Move all times by so many days.")
@click.option(
    "--from", "form", help="What wrote it: archive, stackexchange, discourse, csv or polis; by default recognised."
)
@click.option(
    "--mapping", type=click.Path(path_type=Path), help="A JSON file that says what the columns of a CSV mean."
)
@click.option("--with-emails", "emails", is_flag=True, help="Take addresses of mail from other programs' files, too.")
@click.option("--json", "as_json", is_flag=True, help="Write the report as JSON.")
def import_command(paths: tuple[Path, ...], as_json: bool, **options: Any) -> int:
    """Read an archive (.jsonl, .jsonl.gz or a folder of them), a dump of another forum, or CSV into the community."""
    sending = Sending(paths, *(options.pop(name) for name in ("form", "emails", "mapping")))
    report = import_archive(sending, progress=_bar(), **options)
    if as_json:
        click.echo(orjson.dumps(report.as_json()).decode())
    else:
        _tell(report)
    return 1 if report.total("refused") and not options["skip_invalid"] else 0


@click.command("export")
@click.argument("path", type=click.Path(path_type=Path))
@click.option("--gzip", "packed", is_flag=True, help="Pack the files of a folder.")
@click.option("--json", "as_json", is_flag=True, help="Write the counts as JSON.")
def export_command(path: Path, packed: bool, as_json: bool) -> None:
    """Write the whole community to PATH: a .jsonl or .jsonl.gz file, or else a folder.

    It holds e-mail addresses and everything that is hidden or deleted, but no passwords: keep it as you keep a backup.
    """
    counts = export_archive(path, packed=packed, progress=_bar())
    if as_json:
        click.echo(orjson.dumps({"path": str(path), "written": counts}).decode())
    else:
        click.echo(f"Wrote {sum(counts.values())} lines to {path}: {_listed(counts)}.")


def _tell(report: Report) -> None:
    for problem in report.errors:
        click.echo(str(problem), err=True)
    if report.errors_total > len(report.errors):
        click.echo(f"… and {report.errors_total - len(report.errors)} more.", err=True)
    for kind, fields in report.unknown_fields.items():
        click.echo(f"Not known and left out of every {kind}: {_listed(fields)}.", err=True)
    for note, count in report.notes.items():
        if count:
            click.echo(f"Note: {count} {note}.", err=True)
    refused = report.total("refused")
    stored = "would be stored" if report.dry_run else "stored"
    if refused and not report.total("stored") and not report.total("unchanged"):
        click.echo(f"Read {report.total('read')} lines, refused {refused}; nothing is stored.")
        return
    click.echo(
        f"Read {report.total('read')} lines of {report.source}: {report.total('stored')} {stored}, "
        f"{report.total('unchanged')} unchanged, {refused} refused, in {report.seconds:.1f} s."
    )


def _listed(counts: Any) -> str:
    return ", ".join(f"{count} {name}" for name, count in counts.items() if count) or "nothing"


def _bar() -> Progress | None:
    """Return what draws the progress on a terminal; None where nobody watches."""
    if not sys.stderr.isatty():
        return None

    def draw(stage: str, done: int, total: int) -> None:
        full = WIDTH * done // total if total else 0
        bar = f"[{'#' * full}{'.' * (WIDTH - full)}] {100 * done // total:3d} %" if total else f"{done} lines"
        end = "\n" if total and done >= total else ""
        click.echo(f"\r{stage:10s}{bar}{end}", nl=False, err=True)

    return draw

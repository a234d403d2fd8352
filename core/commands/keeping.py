"""The commands that look after a site: its invariants and its index."""

import time

import click
import orjson
from flask import current_app

from core import checks, doctor


@click.command("doctor")
@click.option("--fix", is_flag=True, help="Mend what can be derived again.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
def examine(fix: bool, as_json: bool) -> int:
    """Check what must hold: counters, index, outbox, settings; exit 1 where something does not."""
    findings = doctor.examine(fix=fix)
    if as_json:
        rows = [{"check": f.check, "well": f.well, "mended": f.mended, "problems": list(f.problems)} for f in findings]
        click.echo(orjson.dumps({"well": all(f.well for f in findings), "checks": rows}))
    else:
        for finding in findings:
            _print(finding)
    return int(not all(finding.well for finding in findings))


def _print(finding: doctor.Finding) -> None:
    word = "mended" if finding.mended else "well" if finding.well else "WRONG"
    click.echo(f"{word:<7}{finding.check}")
    for problem in finding.problems:
        click.echo(f"       {problem}")


@click.command()
def reindex() -> None:
    """Build the search index anew, while the site runs."""
    began = time.monotonic()
    checks.rebuild_index()
    count = current_app.extensions["search"].count()
    click.echo(f"{count} contributions indexed in {time.monotonic() - began:.1f} seconds.", err=True)

"""The commands that put a site away and bring it back."""

from pathlib import Path

import click

from core import checks


@click.command()
@click.argument("path", type=click.Path(path_type=Path, dir_okay=False))
def backup(path: Path) -> None:
    """Write everything to one .tar.gz file, while the site runs."""
    from core.backup import back_up

    manifest = back_up(path)
    click.echo(f"{path}: {sum(manifest['tables'].values())} rows and {manifest['files']} files.")


@click.command()
@click.argument("path", type=click.Path(path_type=Path, dir_okay=False, exists=True))
@click.option("--force", is_flag=True, help="Replace the community that is here.")
def restore(path: Path, force: bool) -> None:
    """Bring everything back from a backup and build the search index anew."""
    from core.backup import restore as bring_back

    manifest = bring_back(path, force=force)
    checks.rebuild_index()
    click.echo(f"{sum(manifest['tables'].values())} rows and {manifest['files']} files of {manifest['made_at']}.")

"""The commands for those who translate: what is there to translate, and what is missing or wrong."""

from typing import TYPE_CHECKING

import click

from core.catalogues import CODE, path_of, translated

if TYPE_CHECKING:
    from babel.messages.catalog import Catalog


@click.group()
def translations() -> None:
    """Keep the catalogues of what the pages and mails say."""


@translations.command()
@click.argument("languages", nargs=-1)
def update(languages: tuple[str, ...]) -> int:
    """Write what the sources say into the catalogues; a language that has none yet gets one."""
    from core import proofreading

    wrong = [language for language in languages if not CODE.fullmatch(language)]
    if wrong:
        raise click.BadParameter(f"{wrong[0]} is no code of a language such as de or pt-BR")
    said = proofreading.sentences()
    for language in languages or translated():
        proofreading.update(language, said)
        click.echo(f"{language}  {path_of(language)}")
    _report(languages or translated(), said)
    return 0


@translations.command()
@click.argument("languages", nargs=-1)
def check(languages: tuple[str, ...]) -> int:
    """Count what is missing, and name what is wrong; exit 1 where a catalogue is not whole."""
    from core import proofreading

    found = _report(languages or translated(), proofreading.sentences())
    for problem in found:
        click.echo(problem)
    return int(bool(found))


def _report(languages: tuple[str, ...], said: "Catalog") -> list[str]:
    """Print a line for each language and return everything that is missing or wrong."""
    from core import proofreading

    problems = []
    for language in languages:
        found = [f"{language}  {fault}" for fault in proofreading.problems(proofreading.read(language), said)]
        missing = sum(problem.endswith(": missing") for problem in found)
        click.echo(f"{language}  {len(said)} sentences, {missing} missing, {len(found) - missing} to look at")
        problems += found
    return problems

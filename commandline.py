"""The door that a terminal opens: every command, with exit codes that a script can rely on.

0 done, 1 the data or the user is at fault (one line says how), 2 wrong usage, 3 Atrium's own failure.
"""

import logging
import sys
from collections.abc import Sequence

import click
from flask import Flask, has_app_context

from core.commands.serving import serve
from core.commands.testing import test
from core.settings import SettingsError

SECTIONS = {
    "Run": ("demo", "serve", "worker", "test"),
    "Keep": ("upgrade", "doctor", "backup", "restore", "reindex", "mail", "spam", "translations"),
    "Content": ("import", "export", "search", "similar"),
    "Museums": ("museum", "labels", "nearby", "guide"),
    "Insights": ("analyse", "insights"),
    "People": ("user", "token"),
}
# What Flask and its extensions bring; it works, but is no part of what we promise.
FOREIGN = frozenset({"db", "routes", "run", "shell", "users", "roles"})

log = logging.getLogger("atrium")


class CommandLine(click.Group):
    """The commands of the application, which is only put together when one of them is asked for."""

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Return a command; those of the application run in its context."""
        return super().get_command(ctx, cmd_name) or _application(ctx).cli.get_command(ctx, cmd_name)

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Name all commands."""
        return sorted({*super().list_commands(ctx), *_application(ctx).cli.list_commands(ctx)})

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the commands in their sections, a line each."""
        known = {name: self.get_command(ctx, name) for name in self.list_commands(ctx) if name not in FOREIGN}
        placed = {name for names in SECTIONS.values() for name in names}
        more = tuple(name for name in known if name not in placed)
        for title, names in {**SECTIONS, "More": more}.items():
            lines = [(name, found.get_short_help_str(94)) for name in names if (found := known.get(name))]
            if lines:
                with formatter.section(title):
                    formatter.write_dl(lines)


def _application(ctx: click.Context) -> Flask:
    root = ctx.find_root()
    if not isinstance(root.obj, Flask):
        from application import create_app

        root.obj = create_app()
    from demo.command import demo

    root.obj.cli.add_command(demo)
    if not has_app_context():
        root.with_resource(root.obj.app_context())
    app: Flask = root.obj
    return app


@click.group(cls=CommandLine, context_settings={"terminal_width": 110})
@click.version_option(package_name=None, version="0.1.0", prog_name="Atrium")
def cli() -> None:
    """Atrium, a co-creation community platform."""


cli.add_command(serve)
cli.add_command(test)


def run(arguments: Sequence[str], app: Flask | None = None) -> int:
    """Run one command, in an application that is there already where one is given, and return its exit code."""
    logging.basicConfig(level=logging.WARNING, format="%(asctime)s %(levelname)s %(name)s: %(message)s")
    try:
        result = cli.main([*arguments] or ["--help"], prog_name="atrium", standalone_mode=False, obj=app)
    except click.ClickException as error:
        error.show()
        return error.exit_code
    except click.Abort:
        return _fault("stopped")
    except Exception as error:
        return _explain(error)
    return result if type(result) is int else 0


def _explain(error: Exception) -> int:
    from sqlalchemy.exc import OperationalError, ProgrammingError

    from core.errors import Refused

    if isinstance(error, SettingsError | Refused):
        return _fault(str(error))
    if isinstance(error, OperationalError | ProgrammingError) and _lacks_table(str(error.orig)):
        return _fault("the database is not prepared; run ./atrium upgrade")
    if isinstance(error, OperationalError):
        return _fault(f"the database does not answer: {str(error.orig).strip().splitlines()[0]}")
    log.error("this is Atrium's own failure", exc_info=error)
    return 3


def _lacks_table(problem: str) -> bool:
    return "no such table" in problem or ("relation" in problem and "does not exist" in problem)


def _fault(problem: str) -> int:
    print(f"atrium: {problem}", file=sys.stderr)
    return 1


if __name__ == "__main__":
    sys.exit(run(sys.argv[1:]))

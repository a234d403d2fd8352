"""The command that says whether everything is well: lint, types, import rules, and the tests on both databases."""

import os
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path

import click

ROOT = Path(__file__).resolve().parent.parent.parent
PYTHON = [sys.executable, "-m"]
# One more than the processors of a small machine: whoever waits for a browser leaves one idle.
TESTS = [*PYTHON, "pytest", "-n", "3", "--quiet"]
PARTS = {
    "ruff": [*PYTHON, "ruff", "check", "--quiet"],
    "format": [*PYTHON, "ruff", "format", "--check", "--quiet"],
    "types": [*PYTHON, "mypy"],
    "imports": [str(Path(sys.executable).with_name("lint-imports")), "--no-cache"],
    "sqlite": [*TESTS, "--database", "sqlite"],
    "postgresql": [*TESTS, "--database", "postgresql"],
}


@dataclass
class Outcome:
    """How one part went."""

    name: str
    code: int
    seconds: float
    said: list[str] = field(default_factory=list)

    def line(self) -> str:
        """Say it in one line."""
        totals = next((line.strip("= ") for line in reversed(self.said) if " passed" in line or " failed" in line), "")
        return f"{'ok    ' if self.code == 0 else 'FAILED'} {self.name:<11} {self.seconds:6.1f} s  {totals}".rstrip()


@click.command(context_settings={"ignore_unknown_options": True, "help_option_names": []})
@click.argument("arguments", nargs=-1, type=click.UNPROCESSED)
def test(arguments: tuple[str, ...]) -> int:
    """Run all checks and tests; with arguments, pytest with these."""
    if arguments:
        return subprocess.run([*PYTHON, "pytest", *arguments], cwd=ROOT, check=False).returncode
    outcomes = [_tried(name, command) for name, command in PARTS.items()]
    click.echo("")
    for outcome in outcomes:
        click.echo(outcome.line())
    return int(any(outcome.code for outcome in outcomes))


def _tried(name: str, command: list[str]) -> Outcome:
    """Run a part; tests that failed are run once more, alone, as a busy machine makes browsers and races slow."""
    outcome = _run(name, command)
    failed = [line.strip() for line in outcome.said if line.startswith(("FAILED ", "ERROR "))]
    if "pytest" not in command or not failed:
        return outcome
    click.echo("── what failed, once more and alone")
    again = _run(f"{name} again", [*command, "--last-failed", "-n", "0"])
    click.echo("\n".join(["Not well at the first try:", *failed]))
    outcome.code = again.code
    return outcome


def _run(name: str, command: list[str]) -> Outcome:
    click.echo(f"── {name}")
    began, said = time.monotonic(), []
    environment = {**os.environ, "PYTHONUNBUFFERED": "1"}
    with subprocess.Popen(
        command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    ) as process:
        for line in process.stdout or ():
            said.append(line)
            click.echo(line, nl=False)
    return Outcome(name, process.returncode, time.monotonic() - began, said)

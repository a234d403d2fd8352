"""Every setting, command and event is documented, and nothing else is."""

import dataclasses
import re
from pathlib import Path

import click
import pytest

import commandline
from core.application import Atrium
from core.events import Event
from core.settings import PREFIX, Settings

pytestmark = pytest.mark.once
DOCS = Path(__file__).resolve().parents[2] / "docs"


def rows(name: str) -> dict[str, list[str]]:
    """Return the cells of the first table of a page by what its first column names in code type."""
    lines = (DOCS / name).read_text(encoding="utf-8").splitlines()
    cells = [[cell.strip() for cell in line.strip("|").split(" | ")] for line in lines if line.startswith("| `")]
    return {re.sub(r"^\|? ?`([^`]+)`.*", r"\1", row[0]): row[1:] for row in cells}


def test_every_setting_is_documented_with_its_default() -> None:
    expected = {}
    for name, setting in Settings.model_fields.items():
        default = "" if setting.is_required() or setting.default in {None, ""} else f"`{setting.default}`"
        expected[PREFIX + name.upper()] = [default, setting.description]

    assert rows("settings.md") == expected


def test_every_command_is_documented(app: Atrium) -> None:
    context = click.Context(commandline.cli, obj=app)
    ours = {name for name in commandline.cli.list_commands(context) if name not in commandline.FOREIGN}

    documented = {row for row in rows("operations.md") if row.startswith("./atrium ")}
    assert {f"./atrium {name}" for name in ours} == documented


def test_every_event_is_documented_with_its_fields(app: Atrium) -> None:
    expected = {
        event.name(): ", ".join(f"`{field.name}`" for field in dataclasses.fields(event) if field.name != "actor_id")
        for event in Event.__subclasses__()
        if event.__module__.endswith(".events")
    }

    assert {name: cells[-1].rstrip(" |") for name, cells in rows("events.md").items()} == expected

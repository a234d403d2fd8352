"""What the page about archives says is true: its example imports, and it names every type and every field."""

import json
import re
from collections.abc import Callable
from pathlib import Path

from core.application import Atrium
from core.archive.registry import registry_of
from core.archive.report import Report

PAGE = Path(__file__).resolve().parents[2] / "docs" / "archive.md"


def test_the_example_imports(bring: Callable[..., Report]) -> None:
    (example,) = re.findall(r"```jsonl\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL)
    lines = [json.loads(line) for line in example.splitlines()]

    report = bring(lines)

    assert (report.errors, report.unknown_fields, report.total("stored")) == ([], {}, len(lines))


def test_the_example_goes_round(bring: Callable[..., Report], go_round: Callable[[], tuple[bytes, bytes]]) -> None:
    test_the_example_imports(bring)
    first, second = go_round()

    assert second == first


def test_every_type_and_every_field_is_named_and_shown(app: Atrium) -> None:
    text = PAGE.read_text(encoding="utf-8")
    for kind in registry_of(app).types.values():
        assert f'{{"type":"{kind.name}"' in text
        named = re.search(rf"\| `{kind.name}`|`{kind.name}`[^\n]*\| the fields|every contribution", text)
        assert named, kind.name
        for name, field in kind.shape.model_fields.items():
            assert f"`{field.alias or name}`" in text, (kind.name, name)

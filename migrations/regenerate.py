"""Writes the first migration anew from the models: `python migrations/regenerate.py`, until the first release."""

import importlib
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent))

from alembic.autogenerate import render_python_code
from alembic.operations.ops import CreateIndexOp, CreateTableOp, DowngradeOps, DropTableOp, MigrateOperation, UpgradeOps
from mako.template import Template

from core.database import Base
from core.schema import write_plain_type

WRITTEN = HERE / "versions" / "0001.py"


def regenerate() -> None:
    """Write every table and index of the models, and how to drop them, as revision 0001."""
    importlib.import_module("application")
    for models in sorted(HERE.parent.glob("*/models.py")):
        importlib.import_module(f"{models.parent.name}.models")
    tables = Base.metadata.sorted_tables
    up: list[MigrateOperation] = []
    for table in tables:
        indexes = sorted(table.indexes, key=lambda index: str(index.name))
        up += [CreateTableOp.from_table(table), *(CreateIndexOp.from_index(index) for index in indexes)]
    down = [DropTableOp.from_table(table) for table in reversed(tables)]
    template = Template(filename=str(HERE / "script.py.mako"))  # noqa: S702
    text = template.render_unicode(
        message="Make the first tables",
        up_revision="0001",
        down_revision=None,
        branch_labels=None,
        depends_on=None,
        imports="",
        upgrades=_code(UpgradeOps(up)),
        downgrades=_code(DowngradeOps(down)),
    )
    WRITTEN.write_text(text, encoding="utf-8")
    ruff = [sys.executable, "-m", "ruff"]
    subprocess.run([*ruff, "check", "--quiet", "--fix", str(WRITTEN)], check=True)
    subprocess.run([*ruff, "format", "--quiet", str(WRITTEN)], check=True)


def _code(operations: UpgradeOps | DowngradeOps) -> str:
    lines = render_python_code(operations, render_item=write_plain_type).strip().splitlines()
    return "\n".join(line for line in lines if not line.strip().startswith("# ###")).strip()


if __name__ == "__main__":
    regenerate()

"""The files of the project, for tests that read them."""

import subprocess
from functools import lru_cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = ("core", "accounts", "contributions", "community", "ideas", "museum_guide", "insights", "demo")
OUTSIDE = {".venv", "instance", "node_modules"}


@lru_cache(maxsize=1)
def files() -> tuple[Path, ...]:
    """Return every file that belongs to the project, as far as git or the folder itself tells."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    if listed.returncode == 0:
        found = [ROOT / line for line in listed.stdout.splitlines()]
    else:
        found = [path for path in ROOT.rglob("*") if not OUTSIDE & set(path.relative_to(ROOT).parts)]
    return tuple(sorted(path for path in found if path.is_file()))


def python_files(*, tests: bool = True) -> list[Path]:
    """Return the Python files; migrations are left out, as they are generated."""
    left_out = {"migrations"} if tests else {"migrations", "tests", "bench"}
    return [path for path in files() if path.suffix == ".py" and path.relative_to(ROOT).parts[0] not in left_out]


def templates() -> list[Path]:
    """Return the templates of pages and mails."""
    return [path for path in files() if path.relative_to(ROOT).parts[0] == "templates"]


def name(path: Path) -> str:
    """Return the path as the project knows it."""
    return path.relative_to(ROOT).as_posix()

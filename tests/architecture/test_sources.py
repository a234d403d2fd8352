"""What the sources must not hold, and how large they may be."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.architecture.sources import ROOT, files, name, python_files, templates

pytestmark = pytest.mark.once
LONGEST_FILE = 400
LONGEST_FUNCTION = 60
LOCKS = ("requirements.lock", "requirements-dev.lock")
# Paths of one machine, in whatever file. The pieces are joined here so that this file does not hold them.
MACHINE = re.compile("|".join(("/" + "home/", "/" + "root/", "/" + "Users/", "/" + "work/", r"\bC:" + r"\\")))
TEXTS = {".py", ".md", ".html", ".css", ".js", ".toml", ".txt", ".lock", ".ini", ".mako", ".sh", ".yml", ".jsonl", ""}
UNSAFE_MARKUP = re.compile(r"\|\s*safe\b|autoescape\s+false", re.IGNORECASE)
INLINE = re.compile(
    r"<script(?![^>]*\bsrc=)[^>]*>\s*\S|<style\b|\sstyle\s*=|\son[a-z]+\s*=\s*[\"']|javascript:", re.IGNORECASE
)


def functions(path: Path) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    """Yield every function of a file."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


def test_no_file_is_too_long_to_be_read() -> None:
    lengths = {name(path): len(path.read_text(encoding="utf-8").splitlines()) for path in python_files()}
    assert not {path: length for path, length in lengths.items() if length > LONGEST_FILE}


def test_no_function_is_too_long_to_be_read() -> None:
    lengths = {
        f"{name(path)}:{function.lineno} {function.name}": (function.end_lineno or 0) - function.lineno + 1
        for path in python_files()
        for function in functions(path)
    }
    assert not {function: length for function, length in lengths.items() if length > LONGEST_FUNCTION}


def test_every_module_says_what_lives_in_it() -> None:
    assert not [name(path) for path in python_files() if not ast.get_docstring(ast.parse(path.read_text("utf-8")))]


def test_only_the_ground_floor_commits() -> None:
    faults = [
        f"{name(path)}:{number}"
        for path in python_files(tests=False)
        if not name(path).startswith("core/")
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1)
        if re.search(r"\bcommit\(", line)
    ]
    assert not faults


@pytest.mark.parametrize("pattern", [UNSAFE_MARKUP, INLINE], ids=["unsafe markup", "inline script or style"])
def test_templates_hold_nothing_that_the_content_policy_forbids(pattern: re.Pattern[str]) -> None:
    faults = [
        f"{name(path)}: {found.group()!r}"
        for path in templates()
        if path.suffix == ".html" and "/mail" not in name(path)
        for found in pattern.finditer(path.read_text(encoding="utf-8"))
    ]
    assert not faults


def test_only_the_ground_floor_trusts_html() -> None:
    trusting = [
        name(path)
        for path in python_files(tests=False)
        if re.search(r"\bMarkup\(", path.read_text(encoding="utf-8")) and not name(path).startswith("core/")
    ]
    assert not trusting


@pytest.mark.parametrize("lock", LOCKS)
def test_locks_hold_versions_and_hashes_and_no_address(lock: str) -> None:
    text = (ROOT / lock).read_text(encoding="utf-8")
    assert not re.findall(r"https?://|--(?:extra-)?index-url|--find-links", text)
    for requirement in re.split(r"\n(?=\S)", text):
        if requirement and not requirement.startswith(("#", "-")):
            assert "--hash=sha256:" in requirement, requirement[:60]
            assert "==" in requirement, requirement[:60]


def test_nothing_names_a_path_of_one_machine() -> None:
    faults = [
        f"{name(path)}: {found.group()}"
        for path in files()
        if path.suffix in TEXTS
        for found in MACHINE.finditer(path.read_text(encoding="utf-8", errors="ignore"))
    ]
    assert not faults

"""The floors of the house beyond what import-linter can say: top modules, names, and what the web process opens."""

import ast
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.architecture.sources import PACKAGES, ROOT, name, python_files

pytestmark = pytest.mark.once
HEAVY = ("bertopic", "sklearn", "networkx", "scipy", "pandas", "onnx", "onnxruntime", "tokenizers")
# What stands above the packages, and which of it each may open; only the doors know the whole house.
TOP = {
    "access": {"accounts", "ideas", "insights", "museum_guide"},
    "home": set(PACKAGES) - {"demo"},
    "application": {"access", "home", *PACKAGES},
    "wsgi": {"application"},
    "commandline": {"application", "core", "demo"},
}
VAGUE = {"utils", "util", "helpers", "helper", "manager", "managers", "misc", "common", "data", "stuff"}


def imported(path: Path) -> Iterator[tuple[str, bool]]:
    """Yield each top-level package that a file imports, and whether it does so when the file is opened."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    inside = {
        id(node)
        for function in ast.walk(tree)
        if isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef)
        for node in ast.walk(function)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((alias.name.partition(".")[0], id(node) not in inside) for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield node.module.partition(".")[0], id(node) not in inside


@pytest.mark.parametrize("module", TOP)
def test_top_modules_know_only_what_they_may(module: str) -> None:
    ours = {*PACKAGES, *TOP}
    assert {found for found, _ in imported(ROOT / f"{module}.py")} & ours <= TOP[module]


@pytest.mark.parametrize("package", PACKAGES)
def test_no_package_imports_what_stands_above_it(package: str) -> None:
    above = {*TOP, "tests", "bench"} | ({"demo"} if package != "demo" else set())
    faults = [
        f"{name(path)} imports {found}"
        for path in python_files(tests=False)
        if name(path).startswith(f"{package}/")
        for found, _ in imported(path)
        if found in above
    ]
    assert not faults


def test_heavy_libraries_are_imported_inside_functions_only() -> None:
    faults = [
        f"{name(path)} imports {found}"
        for path in python_files(tests=False)
        if not name(path).startswith("insights/")
        for found, at_once in imported(path)
        if at_once and found in HEAVY
    ]
    assert not faults


def test_the_web_process_opens_no_heavy_library(tmp_path: Path) -> None:
    # Flask-Security opens authlib by itself wherever that is installed.
    program = f"import sys, wsgi; print([m for m in {(*HEAVY, 'numpy', 'alembic', 'granian', 'authlib', 'joserfc')!r} if m in sys.modules])"
    said = subprocess.run(
        [sys.executable, "-c", program],
        cwd=ROOT,
        env={"ATRIUM_HOME": str(tmp_path), "PATH": ""},
        capture_output=True,
        text=True,
        check=True,
    )
    assert said.stdout.strip() == "[]"


def test_the_import_rules_cover_every_package() -> None:
    rules = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]
    there = {package for package in PACKAGES if (ROOT / package / "__init__.py").exists()}
    assert set(rules["importlinter"]["root_packages"]) == there
    assert there <= set(rules["mypy"]["packages"])


def test_no_name_shadows_the_standard_library() -> None:
    top = {name(path).partition("/")[0].removesuffix(".py") for path in python_files()}
    assert not top & set(sys.stdlib_module_names)


def test_modules_are_named_after_what_they_do() -> None:
    assert not [name(path) for path in python_files() if path.stem in VAGUE]

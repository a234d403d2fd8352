"""The launcher and the doors that it opens: what a newcomer types, and what a script relies on."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.architecture.sources import files, name

pytestmark = pytest.mark.once


@pytest.fixture(scope="module")
def tree(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of what belongs to the project, whose environment is the one that runs the tests."""
    copy = tmp_path_factory.mktemp("tree")
    for path in files():
        if not name(path).startswith(("tests/", "bench/")):
            target = copy / name(path)
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(path, target)
    return copy


@pytest.fixture(scope="module")
def environment(tree: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """The environment of whoever has called it before: programs, and a prepared one that is like that of the tests."""
    prepared, ours = tmp_path_factory.mktemp("venv"), Path(sys.executable).parent.parent
    shutil.copy2(ours / "pyvenv.cfg", prepared)
    (prepared / "lib").symlink_to(ours / "lib")
    (prepared / "bin").mkdir()
    (prepared / "bin" / "python").symlink_to(Path(sys.executable).resolve())
    shutil.copy2(tree / "requirements.lock", prepared / ".installed-requirements.lock")
    return {"PATH": os.environ["PATH"], "ATRIUM_VENV": str(prepared)}


def atrium(tree: Path, environment: dict[str, str], *arguments: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [str(tree / "atrium"), *arguments],
        env=environment,
        cwd=tree.parent,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def test_alone_it_lists_the_commands_a_line_each(tree: Path, environment: dict[str, str]) -> None:
    ran = atrium(tree, environment)

    assert ran.returncode == 0
    assert ran.stderr == ""
    words = [line.split()[0] for line in ran.stdout.splitlines() if line.startswith("  ") and line.strip()]
    for command in ("demo", "test", "serve", "worker", "doctor", "backup", "restore", "user"):
        assert words.count(command) == 1
    assert "shell" not in words


def test_it_makes_its_home_beside_itself_wherever_it_is_called_from(tree: Path, environment: dict[str, str]) -> None:
    ran = atrium(tree, environment, "upgrade")

    assert ran.returncode == 0, ran.stderr
    assert (tree / "instance" / "atrium.sqlite").exists()
    assert atrium(tree, environment, "doctor", "--json").stdout.startswith("{")


def test_wrong_usage_ends_with_2(tree: Path, environment: dict[str, str]) -> None:
    ran = atrium(tree, environment, "serve", "--port", "nowhere")

    assert (ran.returncode, ran.stdout) == (2, "")
    assert "Invalid value for '--port'" in ran.stderr


@pytest.mark.parametrize("command", [[], ["serve"], ["demo"]], ids=" ".join)
def test_a_wrong_setting_ends_with_1_and_one_line(tree: Path, environment: dict[str, str], command: list[str]) -> None:
    ran = atrium(tree, {**environment, "ATRIUM_BASE_URL": "nonsense"}, *command)

    assert (ran.returncode, ran.stdout) == (1, "")
    assert ran.stderr.startswith("atrium: ATRIUM_BASE_URL: ")
    assert len(ran.stderr.splitlines()) == 1


def test_a_database_that_does_not_answer_ends_with_1_and_one_line(tree: Path, environment: dict[str, str]) -> None:
    url = "postgresql://nobody@127.0.0.1:1/nothing"
    ran = atrium(tree, {**environment, "ATRIUM_DATABASE_URL": url}, "upgrade")

    assert (ran.returncode, ran.stdout) == (1, "")
    assert ran.stderr.startswith("atrium: the database does not answer: ")
    assert len(ran.stderr.splitlines()) == 1


def test_a_database_that_was_never_prepared_is_named(tree: Path, environment: dict[str, str], tmp_path: Path) -> None:
    ran = atrium(tree, {**environment, "ATRIUM_HOME": str(tmp_path)}, "user", "create", "ada@example.org")

    assert (ran.returncode, ran.stdout) == (1, "")
    assert ran.stderr == "atrium: the database is not prepared; run ./atrium upgrade\n"


def test_without_a_fitting_python_it_says_what_to_do(tree: Path, tmp_path: Path) -> None:
    programs = tmp_path / "bin"
    programs.mkdir()
    for program in ("sh", "dirname", "cmp", "cp"):
        (programs / program).symlink_to(shutil.which(program) or program)
    ran = atrium(tree, {"PATH": str(programs), "ATRIUM_VENV": str(tmp_path / "venv")})

    assert (ran.returncode, ran.stdout) == (2, "")
    assert "Python 3.11 or newer" in ran.stderr

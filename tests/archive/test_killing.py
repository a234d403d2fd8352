"""An import that is killed leaves nothing half done behind it, and no process."""

import json
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import psutil
import pytest

from tests.archive.conftest import write_lines

pytestmark = pytest.mark.once
ROOT = Path(__file__).resolve().parents[2]
POSTS = 6000


def test_a_killed_import_goes_on_and_leaves_no_process(tmp_path: Path) -> None:
    asked = {"type": "question", "title": "Why?", "body": "It *trembles*.", "created": "2024-01-01T10:00:00Z"}
    path = write_lines(tmp_path / "forum.jsonl", [asked | {"id": f"q{number}"} for number in range(POSTS)])
    environment = {"ATRIUM_HOME": str(tmp_path / "home"), "PATH": ""}
    command = [sys.executable, str(ROOT / "commandline.py")]
    subprocess.run([*command, "upgrade"], env=environment, check=True, capture_output=True)

    started = subprocess.Popen([*command, "import", str(path)], env=environment, stdout=subprocess.DEVNULL)
    helpers = _wait(lambda: psutil.Process(started.pid).children(recursive=True), enough=3)
    started.kill()
    started.wait()
    _gone, alive = psutil.wait_procs(helpers, timeout=20)
    ended = subprocess.run([*command, "import", str(path), "--json"], env=environment, check=True, capture_output=True)

    assert alive == []
    report = json.loads(ended.stdout)
    assert (report["stored"] + report["unchanged"], report["refused"]) == (POSTS, 0)


def _wait(look: Callable[[], list[psutil.Process]], enough: int) -> list[psutil.Process]:
    """Return what there is as soon as there is enough: two that render and the one that tracks what they share."""
    until = time.monotonic() + 60
    while time.monotonic() < until:
        if len(found := look()) >= enough:
            return found
        time.sleep(0.05)
    raise AssertionError("the import began no processes")

"""The demo: one command to a living community, stopped cleanly, and gone on with where it was."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import timedelta
from pathlib import Path

import psutil
import pytest

from demo.loading import COMMUNITY, Notes, _times, days_to_present
from tests.architecture.sources import ROOT

pytestmark = pytest.mark.once
PATIENCE = 120


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@contextmanager
def demo(home: Path, port: int, *options: str) -> Iterator["subprocess.Popen[str]"]:
    """Run the demo until the block ends."""
    with (home.parent / "said.txt").open("w") as said:
        process = subprocess.Popen(
            [sys.executable, str(ROOT / "commandline.py"), "demo", "--port", str(port), *options],
            env={"PATH": os.environ["PATH"], "ATRIUM_HOME": str(home), "ATRIUM_SENTENCE_MODEL": "off"},
            stdout=said,
            stderr=subprocess.STDOUT,
            text=True,
        )
        try:
            yield process
        finally:
            if process.poll() is None:
                process.terminate()
            process.wait(30)


def page(port: int, path: str = "/healthz") -> str:
    """Return a page as soon as the server answers."""
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        with suppress(OSError), urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=20) as answer:
            text: str = answer.read().decode()
            return text
        time.sleep(0.1)
    raise AssertionError("the demo does not answer")


def wait_for_words(home: Path, words: str) -> str:
    until = time.monotonic() + PATIENCE
    while words not in (said := (home.parent / "said.txt").read_text()):
        assert time.monotonic() < until, said
        time.sleep(0.1)
    return said


def test_it_opens_stops_cleanly_and_goes_on(tmp_path: Path) -> None:
    home, port = tmp_path / "home", free_port()
    with demo(home, port) as process:
        page(port)
        said = wait_for_words(home, "Ctrl-C stops")
        children = psutil.Process(process.pid).children(recursive=True)
        assert "ines@example.org" in said
        assert "</html>" in page(port, "/questions")
        process.send_signal(signal.SIGINT)
        assert process.wait(30) == 0
    assert len(children) >= 3
    assert not psutil.wait_procs(children, timeout=10)[1]

    with demo(home, port) as process:
        page(port)
        again = wait_for_words(home, "Ctrl-C stops")
        assert "lines stored" not in again
        assert Notes.read(home).password in said
        assert Notes.read(home).password in again
        children = psutil.Process(process.pid).children(recursive=True)
        process.kill()
        process.wait(30)
    assert len(children) >= 3
    assert not psutil.wait_procs(children, timeout=20)[1]


def test_a_taken_port_is_named(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with demo(tmp_path / "home", port, "--empty") as process:
            assert process.wait(60) == 1

    assert f"port {port} is taken" in (tmp_path / "said.txt").read_text()


def test_the_newest_post_is_of_the_last_day(monkeypatch: pytest.MonkeyPatch) -> None:
    newest = max(_times(COMMUNITY))
    for moment in (newest + timedelta(days=400, hours=5), newest - timedelta(days=30, minutes=1)):
        monkeypatch.setenv("ATRIUM_NOW", moment.isoformat())

        assert timedelta(0) <= moment - (newest + timedelta(days=days_to_present(COMMUNITY))) < timedelta(days=1)

"""Runs web server and worker as children, and leaves none behind."""

import ctypes
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from types import FrameType

from core.errors import Refused

COMMANDS = Path(__file__).resolve().parent.parent / "commandline.py"
PATIENCE = 60.0
GRACE = 10.0
SET_PARENT_DEATH_SIGNAL = 1


class Stopped(BaseException):
    """Somebody asked the demo to stop."""


class ChildEnded(RuntimeError):
    """A child ended by itself."""


def refuse_taken_port(port: int) -> None:
    """Raise Refused where another program listens on a port of this machine."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            raise Refused(f"port {port} is taken by another program; choose another one with --port") from None


@contextmanager
def stoppable() -> Iterator[None]:
    """Turn Ctrl-C and SIGTERM into Stopped, which is where the block ends."""

    def stop(_number: int, _frame: FrameType | None) -> None:
        raise Stopped

    kept = {number: signal.signal(number, stop) for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)}
    try:
        yield
    except Stopped:
        pass
    finally:
        for number, handler in kept.items():
            signal.signal(number, handler)


@contextmanager
def children(*commands: list[str]) -> Iterator[list[subprocess.Popen[bytes]]]:
    """Start commands of Atrium, each as the head of a group of processes, and end all of these with the block."""
    started: list[subprocess.Popen[bytes]] = []
    try:
        for command in commands:
            started.append(_start(command))
        yield started
    finally:
        _end(started)


def wait_until_ready(started: list[subprocess.Popen[bytes]], port: int) -> None:
    """Wait until the server answers. Raises ChildEnded where a child gives up, or none answers in a minute."""
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        raise_for_ended(started)
        with suppress(OSError), urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=2) as answer:
            if answer.status == 200:
                return
        time.sleep(0.1)
    raise ChildEnded("the web server does not answer")


def watch(started: list[subprocess.Popen[bytes]]) -> None:
    """Stay for as long as all children run. Raises ChildEnded."""
    while True:
        raise_for_ended(started)
        time.sleep(0.5)


def raise_for_ended(started: list[subprocess.Popen[bytes]]) -> None:
    """Raise ChildEnded where one of the children is no more."""
    for child in started:
        if child.poll() is not None:
            raise ChildEnded(f"web server or worker ended with exit code {child.returncode}")


def _start(command: list[str]) -> subprocess.Popen[bytes]:
    line = [sys.executable, str(COMMANDS), *command]
    return subprocess.Popen(line, start_new_session=True, preexec_fn=_die_with_parent)  # noqa: PLW1509


def _die_with_parent() -> None:
    """Let Linux end this process when the demo is killed and cannot do so itself; elsewhere it stays."""
    with suppress(AttributeError, OSError):
        ctypes.CDLL(None).prctl(SET_PARENT_DEATH_SIGNAL, signal.SIGTERM)


def _end(started: list[subprocess.Popen[bytes]]) -> None:
    for child in started:
        _signal(child, signal.SIGTERM)
    until = time.monotonic() + GRACE
    for child in started:
        with suppress(subprocess.TimeoutExpired):
            child.wait(max(0.1, until - time.monotonic()))
    for child in started:
        # A child that has gone may have left some of its group.
        _signal(child, signal.SIGKILL)
        child.wait()


def _signal(child: subprocess.Popen[bytes], number: int) -> None:
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(child.pid, number)

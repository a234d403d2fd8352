"""Starts servers on a port of their own, and reads what their processes cost from the system."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

import psutil

from core.commands.serving import THREADS, server_command, server_environment

ROOT = Path(__file__).resolve().parent.parent
PATIENCE = 60.0


@dataclass
class Server:
    """A running server: where it answers, and how long it took until it did."""

    process: "subprocess.Popen[bytes]"
    port: int
    ready_seconds: float
    known: dict[int, psutil.Process] = field(default_factory=dict[int, psutil.Process])

    def processes(self) -> list[psutil.Process]:
        """Return the process and all below it."""
        head = psutil.Process(self.process.pid)
        for process in (head, *head.children(recursive=True)):
            self.known.setdefault(process.pid, process)
        return [process for process in self.known.values() if process.is_running()]

    def cpu_seconds(self) -> float:
        """Return the time that all processes have had from the processors, in user and in system mode."""
        return sum(_cpu_seconds(process.pid) for process in self.processes())

    def resident(self) -> dict[str, float]:
        """Return resident memory in megabytes: of all processes and of the largest, which is the one that serves.

        `private` leaves out what is only mapped from files.
        """
        sizes = [process.memory_info().rss / 1e6 for process in self.processes()]
        anonymous = [process.memory_full_info().uss / 1e6 for process in self.processes()]
        return {"all": sum(sizes), "worker": max(sizes), "private": sum(anonymous)}


def _cpu_seconds(pid: int) -> float:
    # The clock that Linux keeps for every process counts nanoseconds; /proc/<pid>/stat counts hundredths of a second.
    return time.clock_gettime((~pid << 3) | 2)


def free_port() -> int:
    """Return a port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def start(application: str, environment: dict[str, str], port: int = 0, workers: int = 1) -> Server:
    """Start granian, with the options that `./atrium serve` gives it, and wait until it answers."""
    port = port or free_port()
    command = [*server_command("127.0.0.1", port, workers, THREADS)[:-1], application]
    began = time.monotonic()
    given = server_environment("127.0.0.1", port, environment)
    process = subprocess.Popen(command, cwd=ROOT, env=given, start_new_session=True)
    try:
        _wait(process, port)
    except BaseException:
        end(process)
        raise
    return Server(process, port, time.monotonic() - began)


@contextmanager
def serving(application: str, environment: dict[str, str], workers: int = 1) -> Iterator[Server]:
    """Start a server and end it with the block."""
    server = start(application, environment, workers=workers)
    try:
        yield server
    finally:
        end(server.process)


def start_worker(environment: dict[str, str]) -> "subprocess.Popen[bytes]":
    """Start the worker."""
    command = [sys.executable, str(ROOT / "commandline.py"), "worker"]
    return subprocess.Popen(command, cwd=ROOT, env=environment, start_new_session=True)


def end(process: "subprocess.Popen[bytes]", number: int = signal.SIGTERM) -> None:
    """Send a signal to a process and all of its group, and wait until it is gone."""
    with suppress(ProcessLookupError):
        os.killpg(process.pid, number)
    try:
        process.wait(15)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def _wait(process: "subprocess.Popen[bytes]", port: int) -> None:
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        if process.poll() is not None:
            raise RuntimeError(f"the server ended with exit code {process.returncode}")
        with suppress(OSError), urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=5):
            return
        time.sleep(0.02)
    raise RuntimeError("the server does not answer")

"""Asks for pages over kept connections, from a process of its own; each connection asks as soon as it was answered.

Reads one JSON task a line from standard input and writes one JSON result a line.
"""

import asyncio
import json
import subprocess
import sys
import time
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, Self

ROOT = Path(__file__).resolve().parent.parent
AT_ONCE = 2


@dataclass(frozen=True)
class Task:
    """What to ask for: paths in turn, with headers, for so many seconds and at least so often."""

    port: int
    paths: list[str]
    headers: dict[str, str] = field(default_factory=dict)
    seconds: float = 1.0
    least: int = 20
    at_once: int = AT_ONCE

    def requests(self) -> list[bytes]:
        """Return the requests as they go over the wire."""
        common = {"Host": f"127.0.0.1:{self.port}", "Accept": "text/html", "Accept-Encoding": "gzip"}
        lines = "".join(f"{name}: {value}\r\n" for name, value in {**common, **self.headers}.items())
        return [f"GET {path} HTTP/1.1\r\n{lines}\r\n".encode() for path in self.paths]


class LoadProcess:
    """The process that asks."""

    def __enter__(self) -> Self:
        command = [sys.executable, "-m", "bench.load"]
        self.process = subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        return self

    def __exit__(self, *_trouble: object) -> None:
        self.process.communicate(timeout=10)

    def run(self, task: Task) -> dict[str, Any]:
        """Carry out a task: requests, requests/s, milliseconds p50, p95 and p99, and bytes of the last answer."""
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.write(json.dumps(asdict(task)) + "\n")
        self.process.stdin.flush()
        result: dict[str, Any] = json.loads(self.process.stdout.readline())
        return result


class _Asking:
    def __init__(self, task: Task) -> None:
        self.requests = task.requests()
        self.next = 0
        self.task = task
        self.times: list[float] = []
        self.bytes = 0
        self.until = time.perf_counter() + task.seconds

    async def run(self) -> dict[str, Any]:
        began = time.perf_counter()
        await asyncio.gather(*(self._connection() for _ in range(self.task.at_once)))
        seconds = time.perf_counter() - began
        ordered = sorted(self.times)
        shares = {f"p{p}": 1000 * ordered[min(len(ordered) - 1, len(ordered) * p // 100)] for p in (50, 95, 99)}
        return {"requests": len(ordered), "rps": len(ordered) / seconds, **shares, "bytes": self.bytes}

    async def _connection(self) -> None:
        reader, writer = await asyncio.open_connection("127.0.0.1", self.task.port)
        while time.perf_counter() < self.until or len(self.times) < self.task.least:
            request = self.requests[self.next % len(self.requests)]
            self.next += 1
            began = time.perf_counter()
            writer.write(request)
            head = await reader.readuntil(b"\r\n\r\n")
            size = _length(head)
            await reader.readexactly(size)
            self.times.append(time.perf_counter() - began)
            self.bytes = size
            if not head.startswith(b"HTTP/1.1 200"):
                raise RuntimeError(f"{request[:90]!r} was answered with {head[:40]!r}")
        writer.close()


def _length(head: bytes) -> int:
    for line in head.split(b"\r\n"):
        name, _, value = line.partition(b":")
        if name.lower() == b"content-length":
            return int(value)
    raise RuntimeError(f"an answer without a length: {head!r}")


if __name__ == "__main__":
    for text in sys.stdin:
        print(json.dumps(asyncio.run(_Asking(Task(**json.loads(text))).run())), flush=True)

"""The production web server and the worker."""

import os
import sys
from collections.abc import Mapping
from pathlib import Path
from threading import Thread

import click
from flask import Flask, current_app

from core.settings import load_settings

ROOT = Path(__file__).resolve().parent.parent.parent
# More threads than this only take turns at the interpreter; fewer let one slow write hold up the readers behind it.
THREADS = 2


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65535), help="Port to listen on.")
@click.option("--workers", default=1, show_default=True, type=click.IntRange(1, 64), help="Web processes.")
@click.option("--threads", default=THREADS, show_default=True, type=click.IntRange(1, 64), help="Threads of each.")
def serve(host: str, port: int, workers: int, threads: int) -> None:
    """Run the web server."""
    load_settings()
    sys.stdout.flush()
    # The server takes the place of this process: signals reach it at once, and nothing is held in memory twice.
    os.execve(sys.executable, server_command(host, port, workers, threads), server_environment(host, port, os.environ))  # noqa: S606


@click.command()
@click.option("--threads", default=2, show_default=True, type=click.IntRange(1, 32), help="Jobs that run at once.")
def worker(threads: int) -> None:
    """Run the worker: what pages leave to be done behind them."""
    from core.jobs import run_worker

    app: Flask = current_app._get_current_object()  # type: ignore[attr-defined]
    Thread(target=complete_index, args=(app,), name="index", daemon=True).start()
    run_worker(app, threads)


def complete_index(app: Flask) -> None:
    """Build the search index where there is none, or one of another version; meanwhile the old one is searched."""
    from core import checks

    with app.app_context():
        if app.extensions["search"].needs_rebuild:
            checks.rebuild_index()


def server_command(host: str, port: int, workers: int, threads: int) -> list[str]:
    """Return the command line of the web server."""
    options = ["--interface", "wsgi", "--no-ws", "--log-level", "warning", "--respawn-failed-workers"]
    options += ["--host", host, "--port", str(port), "--workers", str(workers), "--blocking-threads", str(threads)]
    return [sys.executable, "-m", "granian", *options, "--workers-kill-timeout", "10", "wsgi:app"]


def server_environment(host: str, port: int, given: Mapping[str, str]) -> dict[str, str]:
    """Return the environment of the web server; a site without an address of its own answers where it listens."""
    environment = dict(given)
    environment["PYTHONPATH"] = os.pathsep.join(filter(None, (str(ROOT), environment.get("PYTHONPATH"))))
    # Threads that each have a heap of their own hold on to twice the memory, and only one of them computes at a time.
    environment.setdefault("MALLOC_ARENA_MAX", "1")
    # Large pieces go back to the system at once; else a single hash of a password makes the allocator keep all of them.
    environment.setdefault("MALLOC_MMAP_THRESHOLD_", str(2**16))
    environment.setdefault("MALLOC_TRIM_THRESHOLD_", str(2**17))
    if not environment.get("ATRIUM_BASE_URL"):
        environment["ATRIUM_BASE_URL"] = f"http://{host if host != '0.0.0.0' else '127.0.0.1'}:{port}"  # noqa: S104
        environment.setdefault("ATRIUM_ALLOWED_HOSTS", "localhost")
    return environment

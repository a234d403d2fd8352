"""Work behind the pages: huey runs the outbox lanes, the schedule and small one-off jobs in the worker process."""

import logging
import threading
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import Any

from flask import Flask

from core import outbox
from core.database import unit_of_work
from core.hiding import hidden
from core.settings import Settings

log = logging.getLogger(__name__)

PUMP_SECONDS = 0.25
Job = Callable[..., None]


def open_queue(settings: Settings) -> Any:
    """Open the queue of these settings: Redis where it is given, a SQLite file of its own otherwise."""
    if settings.redis_url:
        return import_module("huey").RedisHuey("atrium", url=settings.redis_url, results=False)
    # It loads the client of every store that is installed, 15 MB a process.
    with hidden("redis", "psycopg", "psycopg2"):
        huey = import_module("huey")
    return huey.SqliteHuey("atrium", filename=str(Path(settings.home) / "jobs.sqlite"), results=False)


class Jobs:
    """The jobs of one application: named ones that code may send, and scheduled ones."""

    def __init__(self, app: Flask, settings: Settings) -> None:
        self.app = app
        self.queue = open_queue(settings)
        self._tasks: dict[str, Any] = {}
        self._under_way: set[str] = set()
        self.add("deliver", self._deliver)

    def add(self, name: str, job: Job) -> None:
        """Make a job known under a name; it runs in an application context and in one transaction."""
        self._tasks[name] = self.queue.task(name=name, retries=3, retry_delay=10)(self._wrapped(job))

    def every(self, name: str, job: Job, **when: str) -> None:
        """Run a job on a schedule, given as huey's crontab fields (minute="*/5", hour="3", ...)."""
        self.queue.periodic_task(import_module("huey").crontab(**when), name=name)(self._wrapped(job))

    def send(self, name: str, *arguments: Any) -> None:
        """Ask the worker to run a job soon; the arguments must be plain values."""
        self._tasks[name](*arguments)

    def pump(self, stop: threading.Event) -> None:
        """Hand every lane that has something due to the queue, until told to stop."""
        while not stop.wait(PUMP_SECONDS):
            try:
                with self.app.app_context():
                    lanes = [lane for lane in outbox.waiting_lanes() if lane not in self._under_way]
                for lane in lanes:
                    self._under_way.add(lane)
                    self.send("deliver", lane)
            except Exception:
                log.exception("the outbox could not be read; trying again")

    def _deliver(self, lane: str) -> None:
        try:
            while outbox.deliver(lane):
                pass
        finally:
            self._under_way.discard(lane)

    def _wrapped(self, job: Job) -> Job:
        def run(*arguments: Any) -> None:
            with self.app.app_context(), unit_of_work():
                job(*arguments)

        run.__name__ = run.__qualname__ = job.__name__.lstrip("_")
        return run


def jobs_of(app: Flask) -> Jobs:
    """Return the jobs of an application."""
    jobs: Jobs = app.extensions["jobs"]
    return jobs


def run_worker(app: Flask, workers: int = 2) -> None:
    """Run the worker until it is told to stop; what a killed one left half done is taken up again from the outbox."""
    jobs = jobs_of(app)
    jobs.queue.flush()
    stop = threading.Event()
    pump = threading.Thread(target=jobs.pump, args=(stop,), name="outbox pump", daemon=True)
    pump.start()
    consumer = jobs.queue.create_consumer(workers=workers, initial_delay=0.05, max_delay=0.5, check_worker_health=True)
    try:
        consumer.run()
    finally:
        stop.set()
        pump.join(timeout=5)

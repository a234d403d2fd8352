"""Counts views in memory and hands the sums to the worker now and then, so that reading never writes."""

import threading
from collections import Counter

from flask import Flask

from core.jobs import Jobs

SECONDS = 20.0


class ViewCounter:
    """The views of one web process since they were last handed on."""

    def __init__(self, jobs: Jobs) -> None:
        self.jobs = jobs
        self.lock = threading.Lock()
        self.views: Counter[int] = Counter()
        self.timer: threading.Timer | None = None

    def count(self, key: int) -> None:
        """Count one view; the first one after a pause starts the clock."""
        with self.lock:
            self.views[key] += 1
            if self.timer is None:
                self.timer = threading.Timer(SECONDS, self.hand_on)
                self.timer.daemon = True
                self.timer.start()

    def hand_on(self) -> None:
        """Send what was counted to the worker."""
        with self.lock:
            counted, self.views, self.timer = self.views, Counter(), None
        if counted:
            self.jobs.send("count views", [[key, number] for key, number in counted.items()])


def view_counter(app: Flask) -> ViewCounter:
    """Return the counter of this process."""
    counter: ViewCounter = app.extensions["view counter"]
    return counter

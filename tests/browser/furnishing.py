"""Furnishes the home of the demo community once a run; the workers of the run start from copies of it."""

import fcntl
import json
from pathlib import Path

from tests.browser.landmarks import prepare
from tests.browser.serving import opened

LANDMARKS = "landmarks.json"


def furnish(shared: Path) -> Path:
    """Return a home with the community and every state of a page in it; whoever comes first makes it."""
    home = shared / "furnished"
    with (shared / "furnished.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (home / LANDMARKS).exists():
            home.mkdir(exist_ok=True)
            with opened(home, "http://127.0.0.1") as site:
                prepare(site)
            (home / LANDMARKS).write_text(json.dumps(site.landmarks), encoding="utf-8")
    return home

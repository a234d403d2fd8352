"""How long an archive takes to import on SQLite, and how much memory that needs: flat, or growing with the archive."""

import json
import shutil
import subprocess
import sys
import tempfile
import time
from contextlib import suppress
from pathlib import Path
from typing import Any

import click
import psutil

from bench.archive import write_archive
from bench.community import ROOT, Home
from bench.tables import show


def measure(folder: Path, posts: int) -> dict[str, Any]:
    """Import a community of so many posts into an empty site and return seconds and peaks of memory in megabytes."""
    archive = folder / f"{posts}.jsonl"
    write_archive(archive, posts)
    home = Home(str(folder / f"home-{posts}"), posts, "", [])
    commands = [sys.executable, str(ROOT / "commandline.py")]
    subprocess.run([*commands, "upgrade"], env=home.environment(), check=True, stdout=subprocess.DEVNULL)
    began = time.monotonic()
    process = subprocess.Popen(
        [*commands, "import", str(archive), "--json"], env=home.environment(), stdout=subprocess.PIPE
    )
    peaks = _watch(process)
    report = json.loads(process.stdout.read()) if process.stdout else {}
    return {
        "contributions": posts,
        "lines": report["read"],
        "stored": report["stored"],
        "refused": report["refused"],
        "seconds": time.monotonic() - began,
        "peak MB": peaks[0],
        "peak MB with those who render": peaks[1],
        "archive MB": archive.stat().st_size / 1e6,
    }


def _watch(process: "subprocess.Popen[bytes]") -> tuple[float, float]:
    """Return the largest resident memory of a process, and of it with its children, until it ends."""
    alone = together = 0.0
    head = psutil.Process(process.pid)
    while process.poll() is None:
        with suppress(psutil.Error):
            own = head.memory_info().rss / 1e6
            below = sum(child.memory_info().rss / 1e6 for child in head.children(recursive=True))
            alone, together = max(alone, own), max(together, own + below)
        time.sleep(0.1)
    return alone, together


@click.command()
@click.option("--sizes", default="20000,100000", show_default=True, help="Contributions of the archives.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
def importing(sizes: str, as_json: bool) -> None:
    """Import archives of several sizes into empty sites."""
    folder = Path(tempfile.mkdtemp(prefix="atrium-importing-"))
    try:
        rows = [measure(folder, int(posts)) for posts in sizes.split(",")]
    finally:
        shutil.rmtree(folder)
    show({"rows": rows}, rows, as_json=as_json)

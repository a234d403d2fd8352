"""What a hint costs in the running site: time of the processor and of the clock, and memory of the web process."""

import json
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
import numpy as np

from bench.archive import READERS, reader_address
from bench.browsing import Browser
from bench.community import ROOT, Home, open_doors
from bench.servers import Server, serving
from bench.tables import show
from bench.writing import Writer, member_name
from core.embedding.ports import DIMENSIONS

if TYPE_CHECKING:
    from core.embedding.ports import Vectors

SPAN = timedelta(days=700)
LONGEST = 4


class Drawn:
    """Vectors drawn at random for the stored questions: to compare them costs the same, and to learn them nothing."""

    ready = True

    def __init__(self, digest: str) -> None:
        self.digest = digest
        self._random = np.random.default_rng(1)

    def prepare(self) -> None:
        """Build nothing."""

    def embed(self, texts: Sequence[str]) -> "Vectors":
        """Return a row of length 1 for each text."""
        rows = self._random.standard_normal((len(texts), DIMENSIONS), dtype=np.float32)
        found: Vectors = (rows / np.linalg.norm(rows, axis=1, keepdims=True)).astype(np.float32)
        return found


def prepare(cache: Path, questions: int) -> Home:
    """Return a community of so many questions, all learned, made now where the cache has none."""
    folder = cache / f"hints-{questions}"
    home = Home(str(folder / "home"), questions, "", [])
    if not (folder / "made").exists():
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        archive = folder / "community.jsonl"
        archive.write_text("".join(json.dumps(line) + "\n" for line in lines(questions)), encoding="utf-8")
        command = [sys.executable, "-m", "bench.hints", "fill", str(archive)]
        subprocess.run(command, cwd=ROOT, env=environment(home), check=True, stdout=sys.stderr)
        (folder / "made").touch()
    return home


def environment(home: Home) -> dict[str, str]:
    """Return the environment of a community that has the model of sentences."""
    return home.environment() | {"ATRIUM_SENTENCE_MODEL": "on"}


def lines(questions: int) -> Iterator[dict[str, Any]]:
    """Yield an archive of members and questions, one after the other over two years."""
    writer, end = Writer(questions), datetime.now(UTC)
    first = (end - SPAN).isoformat()
    for number in range(READERS):
        person = {"type": "member", "id": f"m{number}", "name": member_name(number), "joined": first}
        yield person | {"email": reader_address(number), "confirmed": first}
    yield {"type": "space", "id": "s", "name": "Stations", "visibility": "public"}
    for number in range(questions):
        asked = end - SPAN * (1 - number / questions)
        question = {"type": "question", "id": f"q{number}", "author": f"m{number % READERS}", "space": "s"}
        yield question | {"title": writer.title(), "body": writer.body(), "created": asked.isoformat()}


def fill(archive: Path) -> None:
    """Import an archive into the community of the environment, and learn all of it."""
    from application import create_app
    from contributions.similarity.learning import learn_all
    from core import schema
    from core.archive.importing import import_archive
    from core.database import unit_of_work

    app = create_app()
    with app.app_context():
        schema.upgrade()
        report = import_archive([archive], source="bench")
        assert not report.total("refused"), report.errors[:3]
        model = app.extensions["embedder"]
        model.prepare()
        app.extensions["embedder"] = Drawn(model.digest)
        with unit_of_work():
            open_doors()
            learn_all()


def measure(server: Server, questions: int, hints: int) -> dict[str, Any]:
    """Ask for hints, each for another text, and return what they cost; memory is resident, in megabytes."""
    browser, writer = Browser(server.port), Writer(7)
    browser.sign_in(reader_address(0))
    browser.send("/questions/ask")
    before = server.resident()["worker"]
    first = _cost(server, browser, writer)
    after_first = server.resident()["worker"]
    costs = [_cost(server, browser, writer) for _ in range(hints)]
    processor, clock = np.array(costs).T
    return {
        "questions": questions,
        "hints": hints,
        "CPU p50 ms": float(np.percentile(processor, 50)),
        "CPU p95 ms": float(np.percentile(processor, 95)),
        "clock p50 ms": float(np.percentile(clock, 50)),
        "clock p95 ms": float(np.percentile(clock, 95)),
        "first, CPU ms": first[0],
        "MB before": before,
        "MB after the first": after_first,
        "MB after all": server.resident()["worker"],
    }


def _cost(server: Server, browser: Browser, writer: Writer) -> tuple[float, float]:
    """Ask once; returns milliseconds of the processor and of the clock."""
    form: dict[str, object] = {"kind": "question", "title": writer.title(), "body": writer.body(2, LONGEST)}
    spent, began = server.cpu_seconds(), time.perf_counter()
    status, _place, _body = browser.send("/similar", form)
    assert status == 200, f"a hint was answered with {status}"
    clock = time.perf_counter() - began
    return 1000 * (server.cpu_seconds() - spent), 1000 * clock


@click.command()
@click.option("--cache", type=click.Path(path_type=Path), required=True, help="Where communities are kept.")
@click.option("--questions", default=20_000, show_default=True, help="Questions of the community.")
@click.option("--hints", "count", default=100, show_default=True, help="Hints that are measured after the first.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
def hints(cache: Path, questions: int, count: int, as_json: bool) -> None:
    """Measure hints in a running web process."""
    home = prepare(cache, questions)
    with serving("wsgi:app", environment(home)) as server:
        found = measure(server, questions, count)
    show(found, [found], as_json=as_json)


if __name__ == "__main__":
    fill(Path(sys.argv[2]))

"""Thousands of visits at once, each phone of which tells its running totals every ten seconds; none may be lost."""

import asyncio
import json
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any

import click

from bench.community import ROOT, Home
from bench.servers import Server, serving
from bench.tables import show

BEAT = 10.0
WORKS = 60
# Beats of one look, before the visitor walks on.
BEATS_OF_LOOK = 3
ATTENTION = 0.6
CONNECTIONS = 64


@dataclass
class Crowd:
    """The phones: what each has to say when, and what of it was acknowledged."""

    port: int
    tokens: list[str]
    works: list[int]
    seconds: float
    acknowledged: dict[str, int] = field(default_factory=dict)
    times: list[float] = field(default_factory=list)
    refused: int = 0
    next: int = 0

    async def run(self) -> float:
        """Send every beat when it is due, over kept connections, and return for how long that went."""
        self.began = time.perf_counter()
        await asyncio.gather(*(self._connection() for _ in range(CONNECTIONS)))
        return time.perf_counter() - self.began

    async def _connection(self) -> None:
        reader, writer = await asyncio.open_connection("127.0.0.1", self.port)
        gap = BEAT / len(self.tokens)
        while (due := self.next * gap) < self.seconds:
            number, self.next = self.next, self.next + 1
            await asyncio.sleep(max(0.0, self.began + due - time.perf_counter()))
            key, active, request = self._beat(*reversed(divmod(number, len(self.tokens))))
            writer.write(request)
            head = await reader.readuntil(b"\r\n\r\n")
            # From the moment at which the phone wanted to speak, so that waiting for a connection counts.
            self.times.append(time.perf_counter() - self.began - due)
            if head.startswith(b"HTTP/1.1 204"):
                self.acknowledged[key] = max(active, self.acknowledged.get(key, 0))
            else:
                self.refused += 1
        writer.close()

    def _beat(self, visit: int, turn: int) -> tuple[str, int, bytes]:
        look, place = divmod(turn, BEATS_OF_LOOK)
        age = int((place + 1) * BEAT * 1000) - 500
        key, active = f"{visit:05}-{look:04}", int(age * ATTENTION)
        said = {"key": key, "artefact": self.works[(visit + look) % WORKS], "age": age, "active": active, "seq": place}
        body = json.dumps({"token": self.tokens[visit], "views": [said]}).encode()
        head = f"POST /visit/beats HTTP/1.1\r\nHost: 127.0.0.1:{self.port}\r\nContent-Type: application/json\r\n"
        return key, active, f"{head}Content-Length: {len(body)}\r\n\r\n".encode() + body


def fill(visits: int) -> dict[str, Any]:
    """Open a museum with visits that began an hour ago; return the tokens of their phones and what there is to see."""
    from application import create_app
    from contributions.models import Space
    from core import schema
    from core.clock import now
    from core.database import db, unit_of_work
    from museum_guide.artefacts.models import Artefact
    from museum_guide.models import Museum
    from museum_guide.visits.beats import token_of
    from museum_guide.visits.models import Visit

    with create_app().app_context():
        schema.upgrade()
        with unit_of_work():
            at = now()
            space = Space(name="Museum", slug="museum", visibility="public", created_at=at)
            db.session.add(space)
            db.session.flush()
            museum = Museum(name="Museum", slug="museum", space_id=space.id, published=True, created_at=at)
            db.session.add(museum)
            db.session.flush()
            given = {"museum_id": museum.id, "created_at": at, "changed_at": at}
            works = [Artefact(number=n, code=f"W{n:06}", title=f"Work {n}", **given) for n in range(1, WORKS + 1)]
            span = {"started_at": at - timedelta(hours=1), "ends_at": at + timedelta(hours=7), "language": "en"}
            made = [Visit(museum_id=museum.id, **span) for _ in range(visits)]
            db.session.add_all([*works, *made])
            db.session.flush()
            return {"tokens": [token_of(visit.id) for visit in made], "works": [work.id for work in works]}


def kept() -> dict[str, int]:
    """Return the totals that the database holds, by look."""
    from application import create_app
    from core.database import db
    from museum_guide.visits.models import ArtefactView

    with create_app().app_context():
        return {row.key: row.active_ms for row in db.session.query(ArtefactView.key, ArtefactView.active_ms)}


def _ask(home: Home, *words: str) -> Any:
    command = [sys.executable, "-m", "bench.visits", *words]
    done = subprocess.run(command, cwd=ROOT, env=home.environment(), check=True, stdout=subprocess.PIPE, text=True)
    return json.loads(done.stdout.splitlines()[-1])


def measure(server: Server, home: Home, crowd: Crowd) -> dict[str, Any]:
    """Let the crowd speak, and compare what was acknowledged with what is kept."""
    spent = server.cpu_seconds()
    seconds = asyncio.run(crowd.run())
    spent = server.cpu_seconds() - spent
    held, ordered = _ask(home, "kept"), sorted(crowd.times)
    lost = sum(1 for key, active in crowd.acknowledged.items() if held.get(key, -1) < active)
    shares = {f"p{p} ms": 1000 * ordered[min(len(ordered) - 1, len(ordered) * p // 100)] for p in (50, 95, 99)}
    return {
        "visits": len(crowd.tokens),
        "beats": len(ordered),
        "beats/s": len(ordered) / seconds,
        **shares,
        "CPU ms a beat": 1000 * spent / len(ordered),
        "looks": len(crowd.acknowledged),
        "refused": crowd.refused,
        "lost totals": lost,
        "made up": len(set(held) - set(crowd.acknowledged)),
    }


@click.command()
@click.option("--visits", "count", default=5000, show_default=True, help="Visits at once.")
@click.option("--seconds", default=60.0, show_default=True, help="For how long they go on.")
@click.option("--workers", default=2, show_default=True, help="Web processes.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
def visits(count: int, seconds: float, workers: int, as_json: bool) -> None:
    """Let thousands of visits send their totals to a running web process; exits 1 where one was lost."""
    with tempfile.TemporaryDirectory() as folder:
        home = Home(str(Path(folder) / "home"), 0, "", [])
        crowd = _ask(home, "fill", str(count))
        with serving("wsgi:app", home.environment(), workers) as server:
            found = measure(server, home, Crowd(server.port, crowd["tokens"], crowd["works"], seconds))
    show(found, [found], as_json=as_json)
    sys.exit(1 if found["lost totals"] or found["refused"] or found["made up"] else 0)


if __name__ == "__main__":
    print(json.dumps(fill(int(sys.argv[2])) if sys.argv[1] == "fill" else kept()))

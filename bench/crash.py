"""Kills web server and worker without warning while members post, and looks for what was lost or doubled."""

import json
import random
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from http.client import HTTPException
from pathlib import Path

import click
import psutil

from bench.archive import reader_address
from bench.browsing import Browser
from bench.community import ROOT, Home, copy_of, prepare
from bench.servers import Server, end, free_port, start, start_worker

WRITERS = 3
PATIENCE = 180.0


@dataclass
class Verdict:
    """What came of it. Everything that was acknowledged must be there once and be found once."""

    kills: dict[str, int] = field(default_factory=dict)
    acknowledged: int = 0
    unanswered: int = 0
    refused: int = 0
    lost: list[str] = field(default_factory=list)
    doubled: list[str] = field(default_factory=list)
    not_found: list[str] = field(default_factory=list)
    found_twice: list[str] = field(default_factory=list)
    found_but_never_written: list[str] = field(default_factory=list)
    left_in_outbox: int = 0
    doctor: str = ""

    @property
    def well(self) -> bool:
        """Whether nothing is wrong."""
        faults = (self.lost, self.doubled, self.not_found, self.found_twice, self.found_but_never_written)
        return self.acknowledged > 0 and not any(faults) and not self.left_in_outbox and not self.doctor


class Writing:
    """A member who posts as fast as the site takes it; every post holds a word that no other has."""

    def __init__(self, number: int, port: int, cookie: str, question: str, space: int) -> None:
        self.number = number
        self.port = port
        self.cookie = cookie
        self.questions = [question]
        self.space = space
        self.acknowledged: list[str] = []
        self.unanswered: list[str] = []
        self.refused: list[int] = []
        self.stop = threading.Event()
        self.thread = threading.Thread(target=self._run, daemon=True)
        self.thread.start()

    def _run(self) -> None:
        browser = self._browser()
        for count in range(1_000_000):
            if self.stop.is_set():
                return
            word = _word(self.number, count)
            try:
                status, place = self._post(browser, word, count)
            except ConnectionRefusedError:
                time.sleep(0.1)
                continue
            except (OSError, HTTPException):
                self.unanswered.append(word)
                browser.connection.close()
                browser = self._browser()
                continue
            if status == 303:
                self.acknowledged.append(word)
                if count % 3 == 0:
                    self.questions.append(place)
            else:
                self.refused.append(status)

    def _browser(self) -> Browser:
        browser = Browser(self.port, timeout=20)
        browser.cookie = self.cookie
        return browser

    def _post(self, browser: Browser, word: str, count: int) -> tuple[int, str]:
        body = f"We looked at the mast again after the storm, and **{word}** is what it says on the plate."
        if count % 3 == 0:
            form = {
                "title": f"What is behind plate number {count} of mast {self.number}?",
                "body": body,
                "space": self.space,
            }
            status, place, _body = browser.send("/questions/ask", {**form, "tags": ""})
            return status, place
        number = re.search(r"/questions/(\d+)", self.questions[-1])
        assert number is not None
        status, place, _body = browser.send(f"/questions/{number[1]}/answers", {"body": body})
        return status, place


class House:
    """Web server and worker of a community, which can be killed and started again."""

    def __init__(self, home: Home) -> None:
        self.environment = home.environment()
        self.port = free_port()
        self.web: Server = start("wsgi:app", self.environment, self.port)
        self.worker = start_worker(self.environment)

    def kill(self, victim: str) -> None:
        """Kill the web server as a whole, the one of its processes that serves, or the worker; and start it again."""
        if victim == "web":
            end(self.web.process, signal.SIGKILL)
            self.web = start("wsgi:app", self.environment, self.port)
        elif victim == "worker":
            end(self.worker, signal.SIGKILL)
            self.worker = start_worker(self.environment)
        else:
            children = psutil.Process(self.web.process.pid).children(recursive=True)
            with suppress(psutil.NoSuchProcess):
                max(children, key=lambda child: child.memory_info().rss).kill()

    def close(self) -> None:
        """End both."""
        end(self.web.process)
        end(self.worker)


def endure(home: Home, kills: int, seed: int) -> Verdict:
    """Let members post into a community, kill so many times, and judge. The community is changed by it."""
    chance, verdict, house = random.Random(seed), Verdict(), House(home)
    try:
        space = _space(home)
        cookies = [Browser(house.port).sign_in(reader_address(number)) for number in range(WRITERS)]
        writers = [Writing(n, house.port, cookie, home.long_page, space) for n, cookie in enumerate(cookies)]
        killed: Counter[str] = Counter()
        for number in range(kills):
            _wait_for_posts(writers)
            time.sleep(chance.uniform(0, 2))
            victim = chance.choice(("web", "web", "worker", "worker", "web child"))
            house.kill(victim)
            killed[victim] += 1
            print(f"{number + 1}/{kills} killed {victim}", file=sys.stderr)
        time.sleep(2)
        for writer in writers:
            writer.stop.set()
        for writer in writers:
            writer.thread.join(60)
        verdict.kills = dict(killed)
        _judge(home, writers, verdict)
    finally:
        house.close()
    return verdict


def _wait_for_posts(writers: list[Writing], patience: float = 60.0) -> None:
    """Wait until each member has posted once more."""
    until = time.monotonic() + patience
    before = [len(writer.acknowledged) for writer in writers]
    while any(len(writer.acknowledged) == had for writer, had in zip(writers, before, strict=True)):
        assert time.monotonic() < until, "the site takes no posts any more"
        time.sleep(0.02)


def _judge(home: Home, writers: list[Writing], verdict: Verdict) -> None:
    said = [word for writer in writers for word in writer.acknowledged]
    unsure = [word for writer in writers for word in writer.unanswered]
    verdict.acknowledged, verdict.unanswered = len(said), len(unsure)
    verdict.refused = sum(len(writer.refused) for writer in writers)
    looked = json.loads(_inside(home, json.dumps(said + unsure)))
    stored, found = looked["stored"], looked["found"]
    verdict.left_in_outbox = looked["outbox"]
    verdict.lost = [word for word in said if stored[word] == 0]
    verdict.doubled = [word for word in said + unsure if stored[word] > 1]
    verdict.not_found = [word for word in said + unsure if stored[word] and not found[word]]
    verdict.found_twice = [word for word in said + unsure if found[word] > 1]
    verdict.found_but_never_written = [word for word in unsure if found[word] and not stored[word]]
    verdict.doctor = looked["doctor"]


def _inside(home: Home, words: str) -> str:
    command = [sys.executable, "-m", "bench.crash"]
    return subprocess.run(
        command, cwd=ROOT, env=home.environment(), input=words, text=True, stdout=subprocess.PIPE, check=True
    ).stdout


def look_inside(words: list[str]) -> dict[str, object]:
    """Say how often each word stands in the database and is found by search, once the worker has done its work."""
    from sqlalchemy import func, select

    from application import create_app
    from contributions.models import Contribution
    from core import doctor
    from core.database import db
    from core.events import OutboxEntry
    from core.search import parse_query

    app = create_app()
    with app.app_context():
        until = time.monotonic() + PATIENCE
        while (left := db.session.scalar(select(func.count(OutboxEntry.id)))) and time.monotonic() < until:
            db.session.rollback()
            time.sleep(0.2)
        bodies = db.session.scalars(select(Contribution.body).where(Contribution.source.is_(None))).all()
        written = Counter(match for body in bodies for match in re.findall(r"\*\*(\w+)\*\*", body))
        search = app.extensions["search"]
        search.refresh()
        findings = [finding for finding in doctor.examine(fix=False) if not finding.well]
        return {
            "outbox": left,
            "stored": {word: written[word] for word in words},
            "found": {word: _found(search, parse_query(word)) for word in words},
            "doctor": "; ".join(f"{finding.check}: {finding.problems[:3]}" for finding in findings),
        }


def _found(search: object, query: object) -> int:
    """Count the posts that hold exactly this word; a search that had to guess another one has not found it."""
    page = search.search(query, None, 20)  # type: ignore[attr-defined]
    return 0 if page.suggestion or page.relaxed else page.total


def _space(home: Home) -> int:
    import sqlite3

    with sqlite3.connect(Path(home.folder) / "atrium.sqlite") as connection:
        return int(connection.execute("SELECT id FROM space WHERE visibility = 'public' ORDER BY id").fetchone()[0])


def _word(writer: int, count: int) -> str:
    """Return a word that no other post holds and that no correction of spelling turns into another one's."""
    letters = "bcdfghklmnprstvz"
    digits = f"{(writer * 1_000_003 + count * 7_919) % 16**6:06x}"
    return "qx" + "".join(letters[int(digit, 16)] + "aeiou"[place % 5] for place, digit in enumerate(digits))


@click.command()
@click.option("--cache", type=click.Path(path_type=Path), required=True, help="Where communities are kept.")
@click.option("--posts", default=2_000, show_default=True, help="Posts of the community before it begins.")
@click.option("--kills", default=50, show_default=True, help="How often something is killed.")
@click.option("--seed", default=None, type=int, help="Makes the moments the same again.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
def crash(cache: Path, posts: int, kills: int, seed: int | None, as_json: bool) -> None:
    """Kill web server and worker under load; exit 1 where anything was lost or doubled."""
    seed = random.randrange(10**6) if seed is None else seed
    folder = Path(tempfile.mkdtemp(prefix="atrium-crash-"))
    verdict = endure(copy_of(prepare(cache, posts), folder / "home"), kills, seed)
    if as_json:
        print(json.dumps({"well": verdict.well, "seed": seed, **asdict(verdict)}, indent=1))
    else:
        print(f"{'well' if verdict.well else 'NOT WELL'}, seed {seed}")
        for name, value in asdict(verdict).items():
            print(f"  {name.replace('_', ' ')}: {value}")
    if verdict.well:
        shutil.rmtree(folder)
    sys.exit(not verdict.well)


if __name__ == "__main__":
    print(json.dumps(look_inside(json.load(sys.stdin))))
